import { Text } from "@mantine/core";

import { dashboardAverages, type Typical } from "../../../api/generated";
import { useMoney } from "../../../api/ledger";
import { useRead } from "../../../api/queries";
import { Bars } from "../../../charts/Bars";
import { Amount } from "../../../components/Amount";
import { Card } from "../../../components/Card";
import { Read } from "../../../components/States";
import { usePreferences } from "../../../lib/preferences";
import { reportPartWords } from "../../../words/report-parts";
import { reportTextWords } from "../../../words/report-texts";
import { useWords } from "../../../words/translated";
import { lengthOf } from "../breakdown/lines";
import { Unconverted } from "../parts";
import { formatDays } from "../periods/period-label";
import { ReportTable } from "../ReportTable";
import { useTicks } from "../useTicks";
import type { Report } from "../useReport";
import { Waiting } from "../Waiting";

const MEASURES = ["income", "expenses", "net"] as const;

/** Show average and median days and months, and the usual course of a month. */
export default function AveragesReport({ report }: { report: Report }) {
  const { columns } = useWords(reportPartWords);
  const { averages: words } = useWords(reportTextWords);
  const { locale } = usePreferences();
  const money = useMoney();
  const formatTick = useTicks();
  const { query } = report;
  const averages = useRead(
    ["report-averages", query],
    (signal) => dashboardAverages({ query, signal }),
    { keepsPrevious: true },
  );
  return (
    <Read of={averages} waiting={<Waiting height={620} />}>
      {(found) => {
        const lines: [string, string, Typical | null][] = [
          ["month", words.month, found.average_month],
          ["median", words.medianMonth, found.median_month],
          ["day", words.day, found.average_day],
        ];
        const known = lines.flatMap(([key, title, typical]) =>
          typical ? [{ key, title, typical }] : [],
        );
        return (
          <>
            <Unconverted of={found.unconverted} days={found} />
            <Card>
              <Text size="sm" c="dimmed" mb="xs">
                {formatDays(found.from, found.to, locale)}.{" "}
                {words.counted(words.days(found.day_count), words.months(found.month_count))}{" "}
                {found.average_month ? "" : words.noMonth}
              </Text>
              <ReportTable
                label={words.month}
                fileName={`averages-${found.from}-${found.to}`}
                columns={[
                  { title: columns.measure },
                  ...MEASURES.map((measure) => ({ title: columns[measure], isNumber: true })),
                ]}
                rows={known.map(({ key, title, typical }) => ({
                  key,
                  cells: [
                    title,
                    ...MEASURES.map((measure) => (
                      <Amount
                        key={measure}
                        value={typical[measure]}
                        tone={measure === "net" ? "sign" : "plain"}
                      />
                    )),
                  ],
                  csv: [title, ...MEASURES.map((measure) => typical[measure])],
                }))}
              />
            </Card>
            <Card title={words.byDay}>
              <Text size="sm" c="dimmed" mb="xs">
                {words.byDayLabel}
              </Text>
              <Bars
                label={`${words.byDayLabel}, ${report.label}`}
                positions={found.days_of_month.map(({ day }) => ({
                  key: String(day),
                  label: String(day),
                  title: `${columns.day} ${day}`,
                }))}
                series={[
                  {
                    key: "income",
                    name: columns.income,
                    color: "var(--income)",
                    values: found.days_of_month.map((day) => lengthOf(day.income)),
                    texts: found.days_of_month.map((day) => money(day.income)),
                  },
                  {
                    key: "expenses",
                    name: columns.expenses,
                    color: "var(--expense)",
                    values: found.days_of_month.map((day) => lengthOf(day.expenses)),
                    texts: found.days_of_month.map((day) => money(day.expenses)),
                  },
                ]}
                formatTick={formatTick}
              />
              <ReportTable
                label={words.byDayLabel}
                fileName={`days-of-month-${found.from}-${found.to}`}
                columns={[
                  { title: columns.day },
                  ...MEASURES.map((measure) => ({ title: columns[measure], isNumber: true })),
                ]}
                rows={found.days_of_month.map((line) => ({
                  key: String(line.day),
                  cells: [
                    String(line.day),
                    ...MEASURES.map((measure) => <Amount key={measure} value={line[measure]} />),
                  ],
                  csv: [String(line.day), ...MEASURES.map((measure) => line[measure])],
                }))}
              />
            </Card>
          </>
        );
      }}
    </Read>
  );
}
