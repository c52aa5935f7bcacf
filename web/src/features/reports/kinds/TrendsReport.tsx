import { Group, MultiSelect, SegmentedControl, Text } from "@mantine/core";

import { dashboardCategoryTrends, dashboardTagTrends } from "../../../api/generated";
import { useLedger, useMoney } from "../../../api/ledger";
import { useRead } from "../../../api/queries";
import { Lines } from "../../../charts/Lines";
import { colorOf } from "../../../charts/palette";
import { Amount } from "../../../components/Amount";
import { Card } from "../../../components/Card";
import { Read } from "../../../components/States";
import { formatMonth } from "../../../lib/dates";
import { usePreferences } from "../../../lib/preferences";
import { commonWords } from "../../../words/common";
import { reportPartWords } from "../../../words/report-parts";
import { reportTextWords } from "../../../words/report-texts";
import { reportWords } from "../../../words/reports";
import { useWords } from "../../../words/translated";
import { Nothing } from "../Nothing";
import { Course } from "./Course";
import { lengthOf } from "../breakdown/lines";
import { TypeSwitch, Unconverted } from "../parts";
import { tickOf } from "../periods/period-label";
import { intervalFor, intervalsFor } from "../periods/period";
import { ReportTable } from "../ReportTable";
import { useTicks } from "../useTicks";
import type { Report } from "../useReport";
import { Waiting } from "../Waiting";

const LINES = ["TOTALS", "CATEGORIES", "TAGS"] as const;
const MOST = 6;
const BY_DEFAULT = 5;

/** Show totals over days, weeks, months or years, or several categories or tags over months. */
export default function TrendsReport({ report }: { report: Report }) {
  const words = useWords(reportPartWords);
  const { trends: texts } = useWords(reportTextWords);
  const by = LINES.find((one) => one === report.value("by")) ?? "TOTALS";
  const intervals = intervalsFor(report.from, report.to);
  const asked = intervals.find((one) => one === report.value("interval"));
  const interval = asked ?? intervalFor(report.from, report.to);
  return (
    <>
      <Group gap="sm" className="no-print">
        <SegmentedControl
          size="xs"
          aria-label={texts.by}
          value={by}
          onChange={(value) => report.set({ by: value === "TOTALS" ? null : value, pick: null })}
          data={LINES.map((value) => ({ value, label: texts[value] }))}
        />
        {by === "TOTALS" ? (
          <SegmentedControl
            size="xs"
            aria-label={words.intervals.label}
            value={interval}
            onChange={(value) => report.set({ interval: value })}
            data={intervals.map((value) => ({ value, label: words.intervals[value] }))}
          />
        ) : (
          <TypeSwitch report={report} />
        )}
      </Group>
      {by === "TOTALS" ? <Course report={report} interval={interval} isWhole /> : null}
      {by === "CATEGORIES" ? <Categories report={report} /> : null}
      {by === "TAGS" ? <Tags report={report} /> : null}
    </>
  );
}

interface Month {
  readonly month: string;
  readonly from: string;
  readonly to: string;
}

interface Line {
  readonly key: string;
  readonly name: string;
  readonly color: string | null;
  readonly amounts: readonly string[];
  readonly filter: Readonly<Record<string, string>>;
}

function Categories({ report }: { report: Report }) {
  const common = useWords(commonWords);
  const { query, type } = report;
  const trends = useRead(
    ["report-category-trends", query, type],
    (signal) => dashboardCategoryTrends({ query: { ...query, type }, signal }),
    { keepsPrevious: true },
  );
  return (
    <Read of={trends} waiting={<Waiting height={620} />}>
      {({ items, months, unconverted }) => (
        <>
          <Unconverted of={unconverted} days={report} />
          <Chosen
            report={report}
            months={months}
            lines={items.map((item) => ({
              key: item.category_id ?? "unfiled",
              name: item.name ?? common.unfiled,
              color: item.color,
              amounts: item.monthly_totals,
              filter: item.category_id
                ? { category_id: item.category_id }
                : { unfiled: "true", type },
            }))}
          />
        </>
      )}
    </Read>
  );
}

function Tags({ report }: { report: Report }) {
  const { query, type } = report;
  const trends = useRead(
    ["report-tag-trends", query],
    (signal) => dashboardTagTrends({ query: { ...query, limit: 100 }, signal }),
    { keepsPrevious: true },
  );
  const measure = type === "EXPENSE" ? "monthly_expenses" : "monthly_income";
  return (
    <Read of={trends} waiting={<Waiting height={620} />}>
      {({ items, months, unconverted }) => (
        <>
          <Unconverted of={unconverted} days={report} />
          <Chosen
            report={report}
            months={months}
            lines={items
              .filter((item) => item[measure].some((amount) => /[1-9]/.test(amount)))
              .map((item) => ({
                key: item.tag,
                name: `#${item.tag}`,
                color: null,
                amounts: item[measure],
                filter: { tag: item.tag },
              }))}
          />
        </>
      )}
    </Read>
  );
}

/** Show the chosen lines, at first the largest ones, by month. */
function Chosen({
  report,
  months,
  lines,
}: {
  report: Report;
  months: readonly Month[];
  lines: readonly Line[];
}) {
  const words = useWords(reportPartWords);
  const { trends: texts } = useWords(reportTextWords);
  const { type, period } = useWords(reportWords);
  const { locale } = usePreferences();
  const { today } = useLedger();
  const money = useMoney();
  const formatTick = useTicks();
  const picked = report.value("pick")?.split(",") ?? [];
  const known = lines.filter((line) => picked.includes(line.key)).slice(0, MOST);
  const shown = known.length > 0 ? known : lines.slice(0, BY_DEFAULT);
  const title = type[report.type];
  if (lines.length === 0)
    return (
      <Card title={title}>
        <Nothing report={report} />
      </Card>
    );
  return (
    <Card title={title}>
      {report.period.unit === "days" ? (
        <Text size="sm" c="dimmed" mb="sm">
          {period.wholeMonths}
        </Text>
      ) : null}
      <MultiSelect
        className="no-print"
        mb="md"
        label={texts.pick}
        description={texts.pickHint}
        searchable
        maxValues={MOST}
        value={shown.map((line) => line.key)}
        data={lines.map((line) => ({ value: line.key, label: line.name }))}
        onChange={(keys) => report.set({ pick: keys.length > 0 ? keys.join(",") : null })}
      />
      <Lines
        label={`${texts.labelOf(title)}, ${report.label}`}
        positions={months.map((month) => ({
          key: month.month,
          label: tickOf("MONTH", month, locale),
          title: formatMonth(month.month, locale),
          href: report.transactions({ type: report.type }, month),
          isFaint: month.to > today,
        }))}
        series={shown.map((line, index) => ({
          key: line.key,
          name: line.name,
          color: colorOf(line.color, index),
          values: line.amounts.map(lengthOf),
          texts: line.amounts.map((amount) => money(amount)),
        }))}
        formatTick={formatTick}
      />
      <ReportTable
        label={texts.labelOf(title)}
        fileName={`trends-${report.from}-${report.to}`}
        columns={[
          { title: words.columns.month },
          ...shown.map((line) => ({ title: line.name, isNumber: true })),
        ]}
        rows={months.map((month, index) => ({
          key: month.month,
          cells: [
            formatMonth(month.month, locale),
            ...shown.map((line) => <Amount key={line.key} value={line.amounts[index] ?? "0"} />),
          ],
          csv: [month.month, ...shown.map((line) => line.amounts[index] ?? "")],
        }))}
      />
    </Card>
  );
}
