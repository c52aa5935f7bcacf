import { Badge, Group, SegmentedControl, Text } from "@mantine/core";

import {
  dashboardComparison,
  dashboardTrends,
  type ComparedYear,
  type Trend,
} from "../../../api/generated";
import { useMoney } from "../../../api/ledger";
import { useRead } from "../../../api/queries";
import { Bars } from "../../../charts/Bars";
import { Lines } from "../../../charts/Lines";
import { PALETTE } from "../../../charts/palette";
import { Amount } from "../../../components/Amount";
import { Card } from "../../../components/Card";
import { Read } from "../../../components/States";
import { addMonths, formatMonth } from "../../../lib/dates";
import { formatShare } from "../../../lib/money";
import { usePreferences } from "../../../lib/preferences";
import { reportPartWords } from "../../../words/report-parts";
import { reportTextWords } from "../../../words/report-texts";
import { reportWords } from "../../../words/reports";
import { useWords } from "../../../words/translated";
import { lengthOf } from "../breakdown/lines";
import { Change, TypeSwitch, Unconverted } from "../parts";
import { formatDays } from "../periods/period-label";
import { ReportTable } from "../ReportTable";
import { useTicks } from "../useTicks";
import type { Report } from "../useReport";
import { Waiting } from "../Waiting";

const COUNTS = ["1", "2", "3", "5", "10"] as const;

/** Show the same days of several years beside each other. */
export default function YearsReport({ report }: { report: Report }) {
  const { years: texts } = useWords(reportTextWords);
  const count = COUNTS.find((one) => one === report.value("years")) ?? "1";
  const years = Number(count);
  const { query } = report;
  const comparison = useRead(
    ["report-comparison", query, years],
    (signal) => dashboardComparison({ query: { ...query, years }, signal }),
    { keepsPrevious: true },
  );
  return (
    <>
      <Group gap="xs" className="no-print">
        <Text size="sm" id="years-before">
          {texts.count}
        </Text>
        <SegmentedControl
          size="xs"
          aria-labelledby="years-before"
          value={count}
          onChange={(value) => report.set({ years: value === "1" ? null : value })}
          data={[...COUNTS]}
        />
      </Group>
      <Read of={comparison} waiting={<Waiting height={560} />}>
        {({ items }) => <Compared report={report} items={items} />}
      </Read>
      {report.period.unit === "year" ? <Months report={report} years={years} /> : null}
    </>
  );
}

function Compared({ report, items }: { report: Report; items: readonly ComparedYear[] }) {
  const { columns } = useWords(reportPartWords);
  const { years: texts } = useWords(reportTextWords);
  const { kinds } = useWords(reportWords);
  const { locale } = usePreferences();
  const money = useMoney();
  const formatTick = useTicks();
  const seriesOf = (measure: "income" | "expenses" | "net", color: string) => ({
    key: measure,
    name: columns[measure],
    color,
    values: items.map((item) => lengthOf(item[measure])),
    texts: items.map((item) => money(item[measure])),
  });
  return (
    <Card title={kinds.years}>
      {items.map((item) => (
        <Unconverted key={item.from} of={item.unconverted} days={item} />
      ))}
      <Bars
        label={`${texts.label}, ${report.label}`}
        positions={items.map((item) => ({
          key: item.from,
          label: item.to.slice(0, 4),
          title: formatDays(item.from, item.to, locale),
          href: report.transactions({}, item),
          isFaint: !item.is_complete,
        }))}
        series={[
          seriesOf("income", "var(--income)"),
          seriesOf("expenses", "var(--expense)"),
          seriesOf("net", "var(--transfer)"),
        ]}
        formatTick={formatTick}
      />
      <ReportTable
        label={texts.label}
        fileName={`years-${report.from}-${report.to}`}
        columns={[
          { title: columns.period },
          { title: columns.income, isNumber: true },
          { title: columns.change, isNumber: true, isExtra: true },
          { title: columns.expenses, isNumber: true },
          { title: columns.change, isNumber: true, isExtra: true },
          { title: columns.net, isNumber: true },
          { title: columns.savingsRate, isNumber: true, isExtra: true },
        ]}
        rows={items.map((item) => ({
          key: item.from,
          cells: [
            <Group key="period" gap={6}>
              <Text span size="sm">
                {formatDays(item.from, item.to, locale)}
              </Text>
              {item.is_complete ? null : (
                <Badge size="sm" variant="default" tt="none">
                  {texts.incomplete}
                </Badge>
              )}
            </Group>,
            <Amount key="income" value={item.income} />,
            <Change key="more income" ratio={item.change_ratio?.income ?? null} more="good" />,
            <Amount key="expenses" value={item.expenses} />,
            <Change key="more expenses" ratio={item.change_ratio?.expenses ?? null} more="bad" />,
            <Amount key="net" value={item.net} tone="sign" />,
            item.savings_rate === null ? "–" : formatShare(item.savings_rate, locale, 1),
          ],
          csv: [
            `${item.from}/${item.to}`,
            item.income,
            item.change?.income ?? "",
            item.expenses,
            item.change?.expenses ?? "",
            item.net,
            String(item.savings_rate ?? ""),
          ],
        }))}
      />
      {items.some((item) => !item.is_complete) ? (
        <Text size="sm" c="dimmed" mt="xs">
          {texts.incompleteNote}
        </Text>
      ) : null}
    </Card>
  );
}

/** Show the months of each year as a line. */
function Months({ report, years }: { report: Report; years: number }) {
  const { columns } = useWords(reportPartWords);
  const { years: texts } = useWords(reportTextWords);
  const { type } = useWords(reportWords);
  const { locale } = usePreferences();
  const money = useMoney();
  const formatTick = useTicks();
  const count = Math.min(years, 5) + 1;
  const query = { from: addMonths(report.query.from, -12 * (count - 1)), to: report.query.to };
  const trends = useRead(
    ["report-trends", query, "MONTH"],
    (signal) => dashboardTrends({ query: { ...query, interval: "MONTH" }, signal }),
    { keepsPrevious: true },
  );
  const measure = report.type === "EXPENSE" ? "expenses" : "income";
  const label = texts.monthsLabel(type[report.type]);
  return (
    <Card title={texts.months} actions={<TypeSwitch report={report} />}>
      <Read of={trends} waiting={<Waiting height={620} />}>
        {({ items }) => {
          const lastYear = Number(report.query.to.slice(0, 4));
          const found = Array.from({ length: count }, (_, index) => {
            const year = String(lastYear - index);
            return { year, months: items.filter((item) => item.month?.startsWith(year)) };
          }).filter(({ months }) => months.some((item) => item.transaction_count > 0));
          // Months before the ledger's first transaction are not months without expenses.
          const first = items.find((item) => item.transaction_count > 0)?.from ?? "";
          const isKnown = (item: Trend) => !item.is_future && item.from >= first;
          const names = Array.from({ length: 12 }, (_, index) =>
            addMonths(`${lastYear}-01`, index),
          );
          return (
            <>
              <Lines
                label={`${label}, ${report.label}`}
                positions={names.map((month) => ({
                  key: month,
                  label: formatMonth(month, locale, { month: "short" }),
                  title: formatMonth(month, locale, { month: "long" }),
                }))}
                series={found.map(({ year, months }, index) => ({
                  key: year,
                  name: year,
                  color: PALETTE[index] ?? PALETTE[0],
                  values: months.map((item) => (isKnown(item) ? lengthOf(item[measure]) : null)),
                  texts: months.map((item) => (isKnown(item) ? money(item[measure]) : "–")),
                }))}
                formatTick={formatTick}
              />
              <ReportTable
                label={label}
                fileName={`months-${report.from}-${report.to}`}
                columns={[
                  { title: columns.month },
                  ...found.map(({ year }) => ({ title: year, isNumber: true })),
                ]}
                rows={names.map((month, index) => ({
                  key: month,
                  cells: [
                    formatMonth(month, locale, { month: "long" }),
                    ...found.map(({ year, months }) => {
                      const item = months[index];
                      return item && isKnown(item) ? (
                        <Amount key={year} value={item[measure]} />
                      ) : (
                        "–"
                      );
                    }),
                  ],
                  csv: [
                    month.slice(5),
                    ...found.map(({ months }) => months[index]?.[measure] ?? ""),
                  ],
                }))}
              />
            </>
          );
        }}
      </Read>
    </Card>
  );
}
