import { Group, SegmentedControl, Text } from "@mantine/core";
import type { ReactNode } from "react";

import { useLedger, useMoney } from "../../../api/ledger";
import { Donut } from "../../../charts/Donut";
import { Ranking } from "../../../charts/Ranking";
import { Amount } from "../../../components/Amount";
import { Card } from "../../../components/Card";
import { formatNumber, formatShare, sum } from "../../../lib/money";
import { usePreferences } from "../../../lib/preferences";
import { reportPartWords } from "../../../words/report-parts";
import { reportWords } from "../../../words/reports";
import { useWords } from "../../../words/translated";
import { PLAIN, colorsOf, ordered, partsOf, type BreakdownLine } from "./breakdown-lines";
import { minus, ratioOf } from "./lines";
import { LineName } from "./LineName";
import { Nothing } from "../Nothing";
import { Change } from "../parts";
import { ReportTable, type ReportColumn } from "../ReportTable";
import type { Report } from "../useReport";

/** A column of the table, and how it is shown and saved. */
export interface BreakdownColumn extends ReportColumn {
  readonly cell: (line: BreakdownLine, index: number) => ReactNode;
  readonly csv: (line: BreakdownLine) => string;
  /** The cell of the total. */
  readonly total?: ReactNode;
}

export interface BreakdownProps {
  readonly report: Report;
  readonly title: string;
  /** What a line is, such as "Category". */
  readonly column: string;
  readonly lines: readonly BreakdownLine[];
  /** Columns after the change. */
  readonly extraColumns?: readonly BreakdownColumn[];
  /** Of which the shares are, if not of the sum of all lines. */
  readonly whole?: string;
  readonly more: "good" | "bad" | "plain";
  readonly actions?: ReactNode;
  readonly note?: string;
  /** The parts overlap, so a ring and a total would be wrong. */
  readonly overlaps?: boolean;
}

/** Show what a total consists of: a chart, and its table with shares and changes. */
export function Breakdown(props: BreakdownProps) {
  const { report, title, column, extraColumns = [], more, note, overlaps = false } = props;
  const words = useWords(reportWords);
  const { columns } = useWords(reportPartWords);
  const { exponent } = useLedger();
  const { locale } = usePreferences();
  const money = useMoney();
  const lines = ordered(props.lines, exponent);
  if (lines.length === 0)
    return (
      <Card title={title} actions={props.actions}>
        <Nothing report={report} />
      </Card>
    );
  const totalOf = (amount: (line: BreakdownLine) => string) => sum(lines.map(amount), exponent);
  const total = totalOf((line) => line.amount);
  const whole = props.whole ?? total;
  const colors = colorsOf(lines);
  const shareOf = (amount: string) => {
    const share = ratioOf(amount, whole, exponent);
    return share === null ? "–" : formatShare(share, locale, 1);
  };
  const changeOf = (amount: string, before: string) => (
    <Change
      ratio={ratioOf(minus(amount, before, exponent), before, exponent)}
      isNew={/[1-9]/.test(amount)}
      more={more}
    />
  );
  const isCompared = lines.some((line) => line.before !== undefined);
  const table: BreakdownColumn[] = [
    {
      title: column,
      cell: (line, index) => (
        <LineName
          name={line.name}
          href={line.href}
          number={index + 1}
          color={colors.get(line.key) ?? PLAIN}
        />
      ),
      csv: (line) => line.name,
      total: words.total,
    },
    {
      title: columns.amount,
      isNumber: true,
      cell: (line) => <Amount value={line.amount} />,
      csv: (line) => line.amount,
      total: <Amount value={total} />,
    },
    {
      title: columns.share,
      isNumber: true,
      cell: (line) => shareOf(line.amount),
      csv: (line) => String(ratioOf(line.amount, whole, exponent) ?? ""),
    },
  ];
  if (isCompared)
    table.push({
      title: columns.change,
      isNumber: true,
      cell: (line) => changeOf(line.amount, line.before ?? "0"),
      csv: (line) => minus(line.amount, line.before ?? "0", exponent),
      total: changeOf(
        total,
        totalOf((line) => line.before ?? "0"),
      ),
    });
  table.push(...extraColumns, {
    title: columns.count,
    isNumber: true,
    isExtra: true,
    cell: (line) => formatNumber(line.count, locale),
    csv: (line) => String(line.count),
    total: formatNumber(
      lines.reduce((count, line) => count + line.count, 0),
      locale,
    ),
  });
  const parts = partsOf(lines, exponent, (amount) => ({
    text: money(amount),
    share: shareOf(amount),
  }));
  const hasRing = !overlaps && parts.some((part) => part.value > 0);
  const isRing = hasRing && report.value("chart") !== "bars";
  const label = `${title}, ${report.label}`;
  const shown = parts.map((part) =>
    part.key === "others" ? { ...part, name: words.others(Number(part.name)) } : part,
  );
  return (
    <Card
      title={title}
      actions={
        <Group gap="xs">
          {hasRing ? (
            <SegmentedControl
              size="xs"
              className="no-print"
              aria-label={words.chart.label}
              value={isRing ? "donut" : "bars"}
              onChange={(value) => report.set({ chart: value === "bars" ? value : null })}
              data={[
                { value: "donut", label: words.chart.donut },
                { value: "bars", label: words.chart.bars },
              ]}
            />
          ) : null}
          {props.actions}
        </Group>
      }
    >
      {note ? (
        <Text size="sm" c="dimmed" mb="sm">
          {note}
        </Text>
      ) : null}
      <div className={extraColumns.length > 0 ? "" : "report-parts"}>
        {isRing ? (
          <Donut
            label={label}
            parts={shown}
            caption={words.total}
            total={money(total, { compact: total.length > 12 })}
          />
        ) : (
          <Ranking label={label} parts={shown} />
        )}
        <ReportTable
          label={label}
          fileName={`${report.kind}-${report.from}-${report.to}`}
          columns={table}
          rows={lines.map((line, index) => ({
            key: line.key,
            cells: table.map((one) => one.cell(line, index)),
            csv: table.map((one) => one.csv(line)),
          }))}
          {...(overlaps
            ? {}
            : { total: { key: "total", cells: table.map((one) => one.total ?? ""), csv: [] } })}
        />
      </div>
    </Card>
  );
}
