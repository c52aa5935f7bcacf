/** Small parts that several reports show. */
import { Alert, Anchor, Group, SegmentedControl, Text, VisuallyHidden } from "@mantine/core";
import { ArrowDown, ArrowUp, Minus, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";

import { useMoney } from "../../api/ledger";
import type { Unconverted as Amounts } from "../../api/generated";
import { Amount } from "../../components/Amount";
import { formatShare } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { reportWords } from "../../words/reports";
import { useWords } from "../../words/translated";
import { transactionsOf, type Report, type ReportDays } from "./useReport";

export interface ChangeProps {
  /** The difference divided by what was before; null where there was nothing. */
  readonly ratio: number | null;
  /** Whether more is good, bad, or neither. */
  readonly more: "good" | "bad" | "plain";
  /** There was nothing before, and is something now. */
  readonly isNew?: boolean;
}

/** Show by how much something has changed: an arrow, the share, and its meaning by colour. */
export function Change({ ratio, more, isNew = false }: ChangeProps) {
  const words = useWords(reportWords);
  const { locale } = usePreferences();
  if (ratio === null)
    return (
      <Text span size="sm" c="dimmed">
        {isNew ? words.isNew : "–"}
      </Text>
    );
  const Icon = ratio > 0 ? ArrowUp : ratio < 0 ? ArrowDown : Minus;
  const isGood = more === "plain" || ratio === 0 ? null : ratio > 0 === (more === "good");
  const share = formatShare(Math.abs(ratio), locale, Math.abs(ratio) < 0.1 ? 1 : 0);
  const spoken =
    ratio === 0 ? words.noChange : ratio > 0 ? words.moreThan(share) : words.lessThan(share);
  return (
    <Text
      span
      size="sm"
      className="amount"
      style={{
        color: isGood === null ? "var(--text-soft)" : isGood ? "var(--income)" : "var(--expense)",
      }}
    >
      <VisuallyHidden>{spoken}</VisuallyHidden>
      <span aria-hidden>
        <Icon size={13} style={{ verticalAlign: "-1px" }} /> {share}
      </span>
    </Text>
  );
}

/** Choose between expenses and income (and transfers). */
export function TypeSwitch({
  report,
  types = ["EXPENSE", "INCOME"],
  value = report.type,
}: {
  report: Report;
  types?: readonly ("EXPENSE" | "INCOME" | "TRANSFER")[];
  value?: string;
}) {
  const words = useWords(reportWords);
  return (
    <SegmentedControl
      size="xs"
      className="no-print"
      aria-label={words.type.label}
      value={value}
      onChange={(type) => report.set({ type: type === "EXPENSE" ? null : type })}
      data={types.map((type) => ({ value: type, label: words.type[type] }))}
    />
  );
}

/** Say which amounts are not in the totals, because their currencies have no rate. */
export function Unconverted({ of, days }: { of: Amounts; days: ReportDays }) {
  const words = useWords(reportWords);
  const common = useWords(commonWords);
  const money = useMoney();
  if (of.length === 0) return null;
  return (
    <Alert color="yellow" icon={<TriangleAlert size={18} />} title={words.unconverted.title}>
      <Text size="sm">{words.unconverted.text}</Text>
      {of.map(({ currency, income, expenses, transaction_count }) => (
        <Text size="sm" key={currency}>
          <Anchor
            component={Link}
            href={transactionsOf(days, { exchange: "UNCONVERTED", currency })}
            underline="always"
          >
            {currency}
          </Anchor>
          {": "}
          {words.unconverted.line(
            money(expenses, { currency }),
            money(income, { currency }),
            common.transactions(transaction_count),
          )}
        </Text>
      ))}
    </Alert>
  );
}

/** Show one number of a report, with what is said about it below. */
export function Tile({
  title,
  value,
  tone = "plain",
  href,
  children,
}: {
  title: string;
  /** An amount, or text that is shown as it is. */
  value: string | { readonly amount: string };
  tone?: "income" | "expense" | "sign" | "plain";
  href?: string;
  children?: ReactNode;
}) {
  return (
    <div className="card" role="group" aria-label={title}>
      <Text size="sm" c="dimmed">
        {href ? (
          <Anchor component={Link} href={href} c="inherit" underline="always">
            {title}
          </Anchor>
        ) : (
          title
        )}
      </Text>
      <Text fz={22} fw={700} lh={1.3} style={{ overflowWrap: "anywhere" }}>
        {typeof value === "string" ? (
          <span className="amount">{value}</span>
        ) : (
          <Amount value={value.amount} tone={tone} />
        )}
      </Text>
      <Group gap={8}>{children}</Group>
    </div>
  );
}
