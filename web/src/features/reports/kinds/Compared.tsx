import type { PeriodSummary, PeriodTotals } from "../../../api/generated";
import { useLedger, useMoney } from "../../../api/ledger";
import { Bars } from "../../../charts/Bars";
import { Amount } from "../../../components/Amount";
import { Card } from "../../../components/Card";
import { formatNumber, formatShare } from "../../../lib/money";
import { usePreferences } from "../../../lib/preferences";
import { reportPartWords } from "../../../words/report-parts";
import { useWords } from "../../../words/translated";
import { lengthOf, minus, ratioOf } from "../breakdown/lines";
import { Change } from "../parts";
import { formatDays } from "../periods/period-label";
import { ReportTable } from "../ReportTable";
import { useTicks } from "../useTicks";
import type { Report } from "../useReport";

const MEASURES = ["income", "expenses", "net"] as const;
const MORE = { income: "good", expenses: "bad", net: "good" } as const;

/** Show the totals of a period beside those of the one before, and of a year before. */
export function Compared({
  report,
  found,
  lastYear,
}: {
  report: Report;
  found: PeriodSummary;
  lastYear: PeriodTotals | null;
}) {
  const words = useWords(reportPartWords);
  const { locale } = usePreferences();
  const { exponent } = useLedger();
  const money = useMoney();
  const formatTick = useTicks();
  const columns: { key: string; title: string; totals: PeriodTotals; color: string }[] = [
    { key: "now", title: words.now, totals: found, color: "var(--accent)" },
    { key: "before", title: words.before, totals: found.previous, color: "var(--text-soft)" },
  ];
  if (lastYear)
    columns.push({
      key: "year",
      title: words.lastYear,
      totals: lastYear,
      color: "var(--transfer)",
    });
  const others = columns.slice(1);
  const rateOf = ({ savings_rate: rate }: PeriodTotals) =>
    rate === null ? "–" : formatShare(rate, locale, 1);
  return (
    <Card title={words.overview.compared}>
      <Bars
        label={`${words.overview.label}, ${report.label}`}
        positions={MEASURES.map((measure) => ({
          key: measure,
          label: words.columns[measure],
          title: words.columns[measure],
        }))}
        series={columns.map(({ key, title, totals, color }) => ({
          key,
          name: `${title} (${formatDays(totals.from, totals.to, locale)})`,
          color,
          values: MEASURES.map((measure) => lengthOf(totals[measure])),
          texts: MEASURES.map((measure) => money(totals[measure])),
        }))}
        formatTick={formatTick}
        height={220}
      />
      <ReportTable
        label={words.overview.compared}
        fileName={`overview-${report.from}-${report.to}`}
        columns={[
          { title: words.columns.measure },
          { title: words.now, isNumber: true },
          ...others.flatMap(({ title }, index) => [
            { title, isNumber: true, isExtra: index > 0 },
            { title: words.columns.change, isNumber: true, isExtra: index > 0 },
          ]),
        ]}
        rows={[
          ...MEASURES.map((measure) => ({
            key: measure,
            cells: [
              words.columns[measure],
              <Amount key="now" value={found[measure]} />,
              ...others.flatMap(({ key, totals }) => [
                <Amount key={key} value={totals[measure]} />,
                <Change
                  key={`${key} change`}
                  ratio={ratioOf(
                    minus(found[measure], totals[measure], exponent),
                    totals[measure],
                    exponent,
                  )}
                  more={MORE[measure]}
                />,
              ]),
            ],
            csv: [
              words.columns[measure],
              found[measure],
              ...others.flatMap(({ totals }) => [
                totals[measure],
                minus(found[measure], totals[measure], exponent),
              ]),
            ],
          })),
          {
            key: "rate",
            cells: [
              words.columns.savingsRate,
              rateOf(found),
              ...others.flatMap(({ totals }) => [rateOf(totals), ""]),
            ],
            csv: [
              words.columns.savingsRate,
              String(found.savings_rate ?? ""),
              ...others.flatMap(({ totals }) => [String(totals.savings_rate ?? ""), ""]),
            ],
          },
          {
            key: "count",
            cells: [
              words.columns.count,
              formatNumber(found.transaction_count, locale),
              ...others.flatMap(({ totals }) => [
                formatNumber(totals.transaction_count, locale),
                "",
              ]),
            ],
            csv: [
              words.columns.count,
              String(found.transaction_count),
              ...others.flatMap(({ totals }) => [String(totals.transaction_count), ""]),
            ],
          },
        ]}
      />
    </Card>
  );
}
