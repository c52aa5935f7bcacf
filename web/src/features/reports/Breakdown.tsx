import { Anchor, Button, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";

import { useLedger, useMoney } from "../../api/ledger";
import { Donut } from "../../charts/Donut";
import { Ranking } from "../../charts/Ranking";
import { colorOf, textOn } from "../../charts/palette";
import type { Part } from "../../charts/parts";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { Empty } from "../../components/States";
import { formatNumber, formatShare, isNegative, sum } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { reportPartWords } from "../../words/report-parts";
import { reportWords } from "../../words/reports";
import { useWords } from "../../words/translated";
import { byAmount, isZero, lengthOf, minus, ratioOf } from "./lines";
import { Change } from "./parts";
import { ReportTable, type ReportColumn, type ReportRow } from "./ReportTable";
import type { Report } from "./useReport";

export interface BreakdownLine {
  readonly key: string;
  readonly name: string;
  readonly color?: string | null;
  readonly amount: string;
  /** The amount of the period before. */
  readonly before: string;
  readonly count: number;
  readonly href?: string;
  /** Cells of further columns, and the same for CSV. */
  readonly extras?: readonly { readonly cell: ReactNode; readonly csv: string }[];
}

export interface BreakdownProps {
  readonly report: Report;
  readonly title: string;
  /** What a line is, such as "Category". */
  readonly column: string;
  readonly lines: readonly BreakdownLine[];
  readonly extraColumns?: readonly ReportColumn[];
  /** Of which the shares are, if not of the sum of all lines. */
  readonly whole?: string;
  readonly more: "good" | "bad" | "plain";
  readonly actions?: ReactNode;
  readonly note?: string;
  /** The parts overlap, so a ring would be wrong. */
  readonly onlyBars?: boolean;
}

const PARTS = 10;

/** Show what a total consists of: a chart, and its table with shares and changes. */
export function Breakdown(props: BreakdownProps) {
  const { report, title, column, extraColumns = [], more, note, onlyBars = false } = props;
  const words = useWords(reportWords);
  const { columns } = useWords(reportPartWords);
  const { exponent, currency } = useLedger();
  const { locale } = usePreferences();
  const money = useMoney();
  const lines = props.lines
    .filter((line) => line.count > 0 || !isZero(line.amount) || !isZero(line.before))
    .sort((one, other) => byAmount(one.amount, other.amount, exponent));
  const total = sum(
    lines.map((line) => line.amount),
    exponent,
  );
  const whole = props.whole ?? total;
  const shareOf = (amount: string) => {
    const share = ratioOf(amount, whole, exponent);
    return share === null ? "–" : formatShare(share, locale, 1);
  };
  const colors = new Map(lines.map((line, index) => [line.key, colorOf(line.color, index)]));
  const chart = onlyBars || report.value("chart") === "bars" ? "bars" : "donut";
  if (lines.length === 0)
    return (
      <Card title={title} actions={props.actions}>
        <Nothing report={report} />
      </Card>
    );
  const parts = lines
    .filter((line) => !isZero(line.amount))
    .map((line): Part => ({
      key: line.key,
      name: line.name,
      value: lengthOf(line.amount),
      text: money(line.amount),
      share: shareOf(line.amount),
      color: colors.get(line.key) ?? "#6c8193",
      ...(line.href ? { href: line.href } : {}),
    }));
  const rest = parts.slice(PARTS);
  const restAmount = sum(
    lines.filter((line) => rest.some((part) => part.key === line.key)).map((line) => line.amount),
    exponent,
  );
  const shown: Part[] =
    rest.length > 1
      ? [
          ...parts.slice(0, PARTS),
          {
            key: "others",
            name: words.others(rest.length),
            value: lengthOf(restAmount),
            text: money(restAmount),
            share: shareOf(restAmount),
            color: "#6c8193",
          },
        ]
      : parts;
  const changeOf = (line: { amount: string; before: string }) => (
    <Change
      ratio={ratioOf(minus(line.amount, line.before, exponent), line.before, exponent)}
      isNew={!isZero(line.amount)}
      more={more}
    />
  );
  const rows = lines.map((line, index): ReportRow => {
    const change = minus(line.amount, line.before, exponent);
    return {
      key: line.key,
      cells: [
        <Name
          key="name"
          line={line}
          number={index + 1}
          color={colors.get(line.key) ?? "#000000"}
        />,
        <Amount key="amount" value={line.amount} />,
        ...(extraColumns.length > 0 ? [] : [shareOf(line.amount)]),
        changeOf(line),
        ...(line.extras?.map((one) => one.cell) ?? []),
        formatNumber(line.count, locale),
      ],
      csv: [
        line.name,
        line.amount,
        ...(extraColumns.length > 0 ? [] : [String(ratioOf(line.amount, whole, exponent) ?? "")]),
        change,
        ...(line.extras?.map((one) => one.csv) ?? []),
        String(line.count),
      ],
    };
  });
  const before = sum(
    lines.map((line) => line.before),
    exponent,
  );
  const label = `${title}, ${report.label}`;
  return (
    <Card
      title={title}
      actions={
        <Group gap="xs">
          {onlyBars ? null : (
            <SegmentedControl
              size="xs"
              className="no-print"
              aria-label={words.chart.label}
              value={chart}
              onChange={(value) => report.set({ chart: value === "bars" ? value : null })}
              data={[
                { value: "donut", label: words.chart.donut },
                { value: "bars", label: words.chart.bars },
              ]}
            />
          )}
          {props.actions}
        </Group>
      }
    >
      {note ? (
        <Text size="sm" c="dimmed" mb="sm">
          {note}
        </Text>
      ) : null}
      <div className="report-parts">
        {chart === "donut" &&
        !lines.every((line) => isZero(line.amount) || isNegative(line.amount)) ? (
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
          currency={currency}
          columns={[
            { title: column },
            { title: columns.amount, isNumber: true },
            ...(extraColumns.length > 0 ? [] : [{ title: columns.share, isNumber: true }]),
            { title: columns.change, isNumber: true },
            ...extraColumns,
            { title: columns.count, isNumber: true, isExtra: true },
          ]}
          rows={rows}
          {...(onlyBars
            ? {}
            : {
                total: {
                  key: "total",
                  cells: [
                    words.total,
                    <Amount key="amount" value={total} />,
                    ...(extraColumns.length > 0 ? [] : [""]),
                    changeOf({ amount: total, before }),
                    ...extraColumns.map(() => ""),
                    formatNumber(
                      lines.reduce((count, line) => count + line.count, 0),
                      locale,
                    ),
                  ],
                  csv: [],
                },
              })}
        />
      </div>
    </Card>
  );
}

function Name({ line, number, color }: { line: BreakdownLine; number: number; color: string }) {
  return (
    <Group gap={8} wrap="nowrap" style={{ minWidth: 0 }}>
      <span
        aria-hidden
        style={{
          flex: "none",
          minWidth: 22,
          padding: "0 3px",
          textAlign: "center",
          borderRadius: 6,
          fontSize: 12,
          fontWeight: 700,
          lineHeight: "20px",
          background: color,
          color: textOn(color),
        }}
      >
        {number}
      </span>
      {line.href ? (
        <Anchor
          component={Link}
          href={line.href}
          c="inherit"
          size="sm"
          lineClamp={2}
          style={{ overflowWrap: "anywhere" }}
        >
          {line.name}
        </Anchor>
      ) : (
        <Text size="sm" lineClamp={2}>
          {line.name}
        </Text>
      )}
    </Group>
  );
}

/** Say that a period has nothing, and what to do. */
export function Nothing({ report }: { report: Report }) {
  const words = useWords(reportWords);
  const { canWrite } = useLedger();
  return (
    <Empty
      text={words.empty}
      action={
        <Stack gap="xs" className="no-print">
          {report.period.unit === "months" ? null : (
            <Button variant="default" onClick={() => report.set({ period: report.wider })}>
              {words.showYear}
            </Button>
          )}
          {canWrite ? (
            <Button component={Link} href="/add" variant="light">
              {words.addTransaction}
            </Button>
          ) : null}
        </Stack>
      }
    />
  );
}
