import { Text } from "@mantine/core";

import {
  dashboardComparison,
  dashboardSummary,
  type PeriodSummary,
  type PeriodTotals,
} from "../../api/generated";
import { useLedger, useMoney } from "../../api/ledger";
import { useRead } from "../../api/queries";
import { Bars } from "../../charts/Bars";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { Read } from "../../components/States";
import { formatNumber, formatShare } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { reportPartWords } from "../../words/report-parts";
import { useWords } from "../../words/translated";
import { Nothing } from "./Breakdown";
import { lengthOf, minus, ratioOf } from "./lines";
import { Change, Tile, Unconverted } from "./parts";
import { Course } from "./Course";
import { formatDays } from "./period-label";
import { ReportTable } from "./ReportTable";
import { useTicks } from "./useTicks";
import type { Report } from "./useReport";
import { Waiting } from "./Waiting";

const MEASURES = ["income", "expenses", "net"] as const;
const MORE = { income: "good", expenses: "bad", net: "good" } as const;

/** Show income, expenses, net and savings rate beside those of the period before and a year before. */
export default function OverviewReport({ report }: { report: Report }) {
  const { query } = report;
  const summary = useRead(
    ["report-summary", query],
    (signal) => dashboardSummary({ query, signal }),
    { keepsPrevious: true },
  );
  const comparison = useRead(
    ["report-comparison", query, 1],
    (signal) => dashboardComparison({ query: { ...query, years: 1 }, signal }),
    { keepsPrevious: true },
  );
  return (
    <Read of={summary} waiting={<Waiting height={560} />}>
      {(found) => (
        <>
          <Unconverted of={found.unconverted} days={report} />
          {found.transaction_count === 0 && found.previous.transaction_count === 0 ? (
            <section className="card">
              <Nothing report={report} />
            </section>
          ) : (
            <>
              <Tiles report={report} found={found} />
              <Course report={report} />
              <Compared
                report={report}
                found={found}
                lastYear={comparison.data?.items[0] ?? null}
              />
              <Kinds report={report} found={found} />
            </>
          )}
        </>
      )}
    </Read>
  );
}

function Tiles({ report, found }: { report: Report; found: PeriodSummary }) {
  const { columns } = useWords(reportPartWords);
  const { locale } = usePreferences();
  const tones = { income: "income", expenses: "expense", net: "sign" } as const;
  const rate = found.savings_rate;
  return (
    <div className="report-tiles">
      {MEASURES.map((measure) => (
        <Tile
          key={measure}
          title={columns[measure]}
          value={{ amount: found[measure] }}
          tone={tones[measure]}
          href={report.transactions(
            measure === "net" ? {} : { type: measure === "income" ? "INCOME" : "EXPENSE" },
          )}
        >
          <Change ratio={found.change_ratio[measure]} more={MORE[measure]} />
          <Text size="sm" c="dimmed">
            <Amount value={found.change[measure]} signed />
          </Text>
        </Tile>
      ))}
      <Tile title={columns.savingsRate} value={rate === null ? "–" : formatShare(rate, locale, 1)}>
        <Text size="sm" c="dimmed">
          {columns.before}:{" "}
          {found.previous.savings_rate === null
            ? "–"
            : formatShare(found.previous.savings_rate, locale, 1)}
        </Text>
      </Tile>
    </div>
  );
}

function Compared({
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

function Kinds({ report, found }: { report: Report; found: PeriodSummary }) {
  const words = useWords(reportPartWords);
  return (
    <Card title={words.overview.byKind}>
      {found.by_kind === null ? (
        <Text c="dimmed">{words.overview.wholeMonths}</Text>
      ) : (
        <ReportTable
          label={words.overview.byKind}
          fileName={`kinds-${report.from}-${report.to}`}
          columns={[
            { title: words.columns.kind },
            ...MEASURES.map((measure) => ({ title: words.columns[measure], isNumber: true })),
          ]}
          rows={found.by_kind.map((line) => ({
            key: line.kind,
            cells: [
              words.kinds[line.kind],
              ...MEASURES.map((measure) => <Amount key={measure} value={line[measure]} />),
            ],
            csv: [words.kinds[line.kind], ...MEASURES.map((measure) => line[measure])],
          }))}
        />
      )}
    </Card>
  );
}
