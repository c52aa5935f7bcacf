import { dashboardTrends } from "../../../api/generated";
import { useLedger, useMoney } from "../../../api/ledger";
import { useRead } from "../../../api/queries";
import { Bars } from "../../../charts/Bars";
import { Lines } from "../../../charts/Lines";
import { Amount } from "../../../components/Amount";
import { Card } from "../../../components/Card";
import { Read } from "../../../components/States";
import { formatNumber } from "../../../lib/money";
import { usePreferences } from "../../../lib/preferences";
import { reportPartWords } from "../../../words/report-parts";
import { reportTextWords } from "../../../words/report-texts";
import { reportWords } from "../../../words/reports";
import { useWords } from "../../../words/translated";
import { lengthOf } from "../breakdown/lines";
import { Unconverted } from "../parts";
import { tickOf, titleOf } from "../periods/period-label";
import { intervalFor, type Interval } from "../periods/period";
import { ReportTable } from "../ReportTable";
import { useTicks } from "../useTicks";
import type { Report } from "../useReport";
import { Waiting } from "../Waiting";

/** Above this number of intervals, bars are too narrow, and lines are drawn. */
const MOST_BARS = 36;

export interface CourseProps {
  readonly report: Report;
  /** The length of each interval; by default one that suits the period. */
  readonly interval?: Interval;
  /** With the table below. */
  readonly isWhole?: boolean;
}

/** Show income, expenses and net over the intervals of a period. */
export function Course({
  report,
  interval = intervalFor(report.from, report.to),
  isWhole = false,
}: CourseProps) {
  const words = useWords(reportPartWords);
  const { trends: texts } = useWords(reportTextWords);
  const { future } = useWords(reportWords);
  const { locale } = usePreferences();
  const { today } = useLedger();
  const money = useMoney();
  const formatTick = useTicks();
  const { query } = report;
  const trends = useRead(
    ["report-trends", query, interval],
    (signal) => dashboardTrends({ query: { ...query, interval }, signal }),
    { keepsPrevious: true },
  );
  return (
    <Card title={isWhole ? texts.TOTALS : words.overview.course}>
      <Read of={trends} waiting={<Waiting height={isWhole ? 620 : 280} />}>
        {({ items, unconverted, interval: shown }) => {
          const positions = items.map((item) => ({
            key: item.from,
            label: tickOf(shown, item, locale),
            title: titleOf(shown, item, locale),
            href: report.transactions({}, item),
            isFaint: item.to > today,
          }));
          const seriesOf = (measure: "income" | "expenses" | "net", color: string) => ({
            key: measure,
            name: words.columns[measure],
            color,
            values: items.map((item) => lengthOf(item[measure])),
            texts: items.map((item) => money(item[measure])),
          });
          const series = [
            seriesOf("income", "var(--income)"),
            seriesOf("expenses", "var(--expense)"),
          ];
          if (isWhole) series.push(seriesOf("net", "var(--transfer)"));
          const Chart = items.length > MOST_BARS ? Lines : Bars;
          return (
            <>
              <Chart
                label={`${texts.label}, ${report.label}`}
                positions={positions}
                series={series}
                formatTick={formatTick}
                height={isWhole ? 300 : 220}
              />
              {isWhole ? (
                <>
                  <Unconverted of={unconverted} days={report} />
                  <ReportTable
                    label={texts.label}
                    fileName={`trends-${report.from}-${report.to}`}
                    columns={[
                      { title: words.columns.period },
                      { title: words.columns.income, isNumber: true },
                      { title: words.columns.expenses, isNumber: true },
                      { title: words.columns.net, isNumber: true },
                      { title: words.columns.count, isNumber: true, isExtra: true },
                    ]}
                    rows={items.map((item, index) => ({
                      key: item.from,
                      cells: [
                        `${positions[index]?.title}${item.is_future ? ` (${future})` : ""}`,
                        <Amount key="income" value={item.income} />,
                        <Amount key="expenses" value={item.expenses} />,
                        <Amount key="net" value={item.net} tone="sign" />,
                        formatNumber(item.transaction_count, locale),
                      ],
                      csv: [
                        item.month ?? item.from,
                        item.income,
                        item.expenses,
                        item.net,
                        String(item.transaction_count),
                      ],
                    }))}
                  />
                </>
              ) : null}
            </>
          );
        }}
      </Read>
    </Card>
  );
}
