import { Text } from "@mantine/core";

import { dashboardTrends, type Trend } from "../../../api/generated";
import { useLedger, useMoney } from "../../../api/ledger";
import { useRead } from "../../../api/queries";
import { HeatMap } from "../../../charts/HeatMap";
import { Amount } from "../../../components/Amount";
import { Card } from "../../../components/Card";
import { Read } from "../../../components/States";
import { formatDay } from "../../../lib/dates";
import { formatNumber } from "../../../lib/money";
import { usePreferences } from "../../../lib/preferences";
import { reportPartWords } from "../../../words/report-parts";
import { reportTextWords } from "../../../words/report-texts";
import { useWords } from "../../../words/translated";
import { byAmount, lengthOf } from "../breakdown/lines";
import { TypeSwitch, Unconverted } from "../parts";
import { ReportTable } from "../ReportTable";
import { transactionsOf, type Report } from "../useReport";
import { Waiting } from "../Waiting";

/** Show how much was spent, or received, on each day. */
export default function CalendarReport({ report }: { report: Report }) {
  const { columns } = useWords(reportPartWords);
  const { calendar } = useWords(reportTextWords);
  const { locale } = usePreferences();
  const { exponent } = useLedger();
  const money = useMoney();
  const { query, type } = report;
  const measure = type === "EXPENSE" ? "expenses" : "income";
  const trends = useRead(
    ["report-trends", query, "DAY"],
    (signal) => dashboardTrends({ query: { ...query, interval: "DAY" }, signal }),
    { keepsPrevious: true },
  );
  const said = (items: readonly Trend[]) => {
    const [most] = [...items].sort((one, other) =>
      byAmount(one[measure], other[measure], exponent),
    );
    const active = calendar.activeDays(items.filter((item) => item.transaction_count > 0).length);
    if (!most || lengthOf(most[measure]) <= 0) return active;
    return `${active} ${calendar.busiest(formatDay(most.from, locale), money(most[measure]))}`;
  };
  return (
    <Read of={trends} waiting={<Waiting height={760} />}>
      {({ items, unconverted }) => (
        <>
          <Unconverted of={unconverted} days={report} />
          <Card title={calendar[type]} actions={<TypeSwitch report={report} />}>
            <Text size="sm" c="dimmed" mb="xs">
              {said(items)}
            </Text>
            <HeatMap
              label={`${calendar[type]}, ${report.label}`}
              color={type === "EXPENSE" ? "var(--expense)" : "var(--income)"}
              less={calendar.less}
              more={calendar.more}
              days={items.map((item) => ({
                day: item.from,
                value: lengthOf(item[measure]),
                text: money(item[measure]),
                href: transactionsOf(item, { type }),
                isFuture: item.is_future,
              }))}
            />
            <ReportTable
              label={calendar[type]}
              fileName={`days-${report.from}-${report.to}`}
              columns={[
                { title: columns.day },
                { title: columns.income, isNumber: true },
                { title: columns.expenses, isNumber: true },
                { title: columns.net, isNumber: true },
                { title: columns.count, isNumber: true, isExtra: true },
              ]}
              rows={items
                .filter((item) => item.transaction_count > 0)
                .map((item) => ({
                  key: item.from,
                  cells: [
                    formatDay(item.from, locale),
                    <Amount key="income" value={item.income} />,
                    <Amount key="expenses" value={item.expenses} />,
                    <Amount key="net" value={item.net} tone="sign" />,
                    formatNumber(item.transaction_count, locale),
                  ],
                  csv: [
                    item.from,
                    item.income,
                    item.expenses,
                    item.net,
                    String(item.transaction_count),
                  ],
                }))}
            />
          </Card>
        </>
      )}
    </Read>
  );
}
