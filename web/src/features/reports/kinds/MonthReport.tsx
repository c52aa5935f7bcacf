import { Alert, Text } from "@mantine/core";
import { BadgeCheck, CircleDashed, FilePenLine } from "lucide-react";

import { monthlyReport, type MonthlyReport } from "../../../api/generated";
import { useLedger, useMoney } from "../../../api/ledger";
import { useRead } from "../../../api/queries";
import { Lines } from "../../../charts/Lines";
import { Amount } from "../../../components/Amount";
import { Card } from "../../../components/Card";
import { Read } from "../../../components/States";
import { formatDay, formatInstant } from "../../../lib/dates";
import { formatShare } from "../../../lib/money";
import { usePreferences } from "../../../lib/preferences";
import { reportPartWords } from "../../../words/report-parts";
import { reportTextWords } from "../../../words/report-texts";
import { reportWords } from "../../../words/reports";
import { useWords } from "../../../words/translated";
import { Nothing } from "../Nothing";
import { lengthOf, minus, ratioOf } from "../breakdown/lines";
import { MonthParts } from "./MonthParts";
import { Change, Tile, Unconverted } from "../parts";
import { ReportTable } from "../ReportTable";
import { useTicks } from "../useTicks";
import { transactionsOf, type Report } from "../useReport";
import { Waiting } from "../Waiting";

const ICONS = { OPEN: CircleDashed, CLOSED: BadgeCheck, AMENDED: FilePenLine } as const;
const COLORS = { OPEN: "gray", CLOSED: "teal", AMENDED: "yellow" } as const;

/** Show the report of a month: whether it is closed and verified, its totals, and all its parts. */
export default function MonthReport({ report }: { report: Report }) {
  const [year, month] = report.query.from.split("-").map(Number);
  const found = useRead(
    ["monthly-report", report.query.from],
    (signal) => monthlyReport({ query: { year: year ?? 0, month: month ?? 0 }, signal }),
    { keepsPrevious: true },
  );
  return (
    <Read of={found} waiting={<Waiting height={900} />}>
      {(data) => (
        <>
          <Status data={data} />
          <Unconverted of={data.unconverted} days={report} />
          {data.transaction_count === 0 ? (
            <section className="card">
              <Nothing report={report} />
            </section>
          ) : (
            <>
              <Tiles report={report} data={data} />
              <MonthParts report={report} data={data} />
              <Daily data={data} />
            </>
          )}
        </>
      )}
    </Read>
  );
}

function Status({ data }: { data: MonthlyReport }) {
  const { month: words } = useWords(reportTextWords);
  const { locale } = usePreferences();
  const Icon = ICONS[data.status];
  return (
    <Alert color={COLORS[data.status]} icon={<Icon size={20} />} title={words.status[data.status]}>
      <Text size="sm">{words.about[data.status]}</Text>
      <Text size="sm" c="dimmed">
        {data.verified_at
          ? words.verified(formatInstant(data.verified_at, locale), words.times(data.revision))
          : null}{" "}
        {data.updated_at ? words.updated(formatInstant(data.updated_at, locale)) : null}
      </Text>
    </Alert>
  );
}

function Tiles({ report, data }: { report: Report; data: MonthlyReport }) {
  const { columns } = useWords(reportPartWords);
  const { month } = useWords(reportTextWords);
  const { exponent } = useLedger();
  const { locale } = usePreferences();
  const before = data.previous_month;
  const tiles = [
    ["total_income", columns.income, "income", "good", { type: "INCOME" }],
    ["total_expenses", columns.expenses, "expense", "bad", { type: "EXPENSE" }],
    ["net_savings", columns.net, "sign", "good", {}],
  ] as const;
  return (
    <div className="report-tiles">
      {tiles.map(([name, title, tone, more, filter]) => (
        <Tile
          key={name}
          title={title}
          value={{ amount: data[name] }}
          tone={tone}
          href={report.transactions(filter)}
        >
          <Change
            ratio={ratioOf(minus(data[name], before[name], exponent), before[name], exponent)}
            more={more}
          />
          <Text size="sm" c="dimmed">
            {month.before}: <Amount value={before[name]} />
          </Text>
        </Tile>
      ))}
      <Tile
        title={columns.savingsRate}
        value={data.savings_rate === null ? "–" : formatShare(data.savings_rate, locale, 1)}
      />
    </div>
  );
}

function Daily({ data }: { data: MonthlyReport }) {
  const { columns } = useWords(reportPartWords);
  const { month: words } = useWords(reportTextWords);
  const { future } = useWords(reportWords);
  const { locale } = usePreferences();
  const money = useMoney();
  const formatTick = useTicks();
  return (
    <Card title={words.daily}>
      <Lines
        label={words.dailyLabel}
        positions={data.daily.map((line) => ({
          key: line.date,
          label: formatDay(line.date, locale, { day: "numeric", month: "numeric" }),
          title: formatDay(line.date, locale, { dateStyle: "full" }),
          href: transactionsOf({ from: line.date, to: line.date }),
        }))}
        series={[
          {
            key: "net",
            name: columns.cumulative,
            color: "var(--accent)",
            values: data.daily.map((line) => lengthOf(line.cumulative_net)),
            texts: data.daily.map((line) => money(line.cumulative_net)),
          },
        ]}
        formatTick={formatTick}
        height={220}
      />
      {data.daily.some((line) => line.is_future) ? (
        <Text size="sm" c="dimmed">
          {words.future}
        </Text>
      ) : null}
      <ReportTable
        label={words.daily}
        fileName={`days-${data.from}-${data.to}`}
        columns={[
          { title: columns.day },
          { title: columns.income, isNumber: true },
          { title: columns.expenses, isNumber: true },
          { title: columns.net, isNumber: true, isExtra: true },
          { title: columns.cumulative, isNumber: true },
        ]}
        rows={data.daily.map((line) => ({
          key: line.date,
          cells: [
            `${formatDay(line.date, locale)}${line.is_future ? ` (${future})` : ""}`,
            <Amount key="income" value={line.income} />,
            <Amount key="expenses" value={line.expenses} />,
            <Amount key="net" value={line.net} tone="sign" />,
            <Amount key="so far" value={line.cumulative_net} tone="sign" />,
          ],
          csv: [line.date, line.income, line.expenses, line.net, line.cumulative_net],
        }))}
      />
    </Card>
  );
}
