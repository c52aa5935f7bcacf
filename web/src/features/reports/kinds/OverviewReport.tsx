import { Text } from "@mantine/core";

import { dashboardComparison, dashboardSummary, type PeriodSummary } from "../../../api/generated";
import { useRead } from "../../../api/queries";
import { Amount } from "../../../components/Amount";
import { Card } from "../../../components/Card";
import { Read } from "../../../components/States";
import { formatShare } from "../../../lib/money";
import { usePreferences } from "../../../lib/preferences";
import { reportPartWords } from "../../../words/report-parts";
import { useWords } from "../../../words/translated";
import { Nothing } from "../Nothing";
import { Change, Tile, Unconverted } from "../parts";
import { Compared } from "./Compared";
import { Course } from "./Course";
import { ReportTable } from "../ReportTable";
import type { Report } from "../useReport";
import { Waiting } from "../Waiting";

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
