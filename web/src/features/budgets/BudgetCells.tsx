/** What the table and the cards of budgets both show. */
import { Button, Text } from "@mantine/core";
import { Pencil } from "lucide-react";
import { Link } from "wouter";

import type { BudgetStatusView, BudgetView } from "../../api/generated";
import { useLedger, useMoney } from "../../api/ledger";
import { formatDay } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { budgetWords } from "../../words/budgets";
import { useWords } from "../../words/translated";
import { transactionsOf } from "./state";

export interface BudgetRowsProps {
  readonly items: readonly BudgetStatusView[];
  readonly budgets: readonly BudgetView[];
  readonly onEdit: (budget: BudgetView) => void;
  readonly onHistory: (status: BudgetStatusView) => void;
}

export interface RowsProps extends BudgetRowsProps {
  /** The id of the budget whose amount is being edited. */
  readonly editing: string | null;
  readonly onEditing: (id: string | null) => void;
}

/** Close the editor of an amount, and put the focus back on the button that opened it. */
export function closeEditor(id: string, onEditing: (id: null) => void): void {
  onEditing(null);
  requestAnimationFrame(() => document.getElementById(`amount-${id}`)?.focus());
}

/** Name a budget, its period, and what is wrong with its scope. */
export function Name({ status }: { status: BudgetStatusView }) {
  const words = useWords(budgetWords);
  const { locale } = usePreferences();
  const { start_date: start, end_date: end, days_left: days } = status.period;
  const style = { day: "numeric", month: "short" } as const;
  return (
    <>
      <Link href={transactionsOf(status)} style={{ color: "inherit", overflowWrap: "anywhere" }}>
        {status.name}
      </Link>
      <Text size="xs" c="dimmed" fw={400}>
        {formatDay(start, locale, style)} – {formatDay(end, locale, style)}
        {days > 0 ? ` · ${words.days(days)}` : ""}
      </Text>
      {status.missing_ids.length ? (
        <Text size="xs" c="var(--warning)" fw={400}>
          {words.missing(status.missing_ids.length)}
        </Text>
      ) : null}
    </>
  );
}

/** Show an amount as the button that edits it in its place. */
export function AmountCell({
  status,
  isEditable,
  onEdit,
}: {
  status: BudgetStatusView;
  isEditable: boolean;
  onEdit: (id: string) => void;
}) {
  const words = useWords(budgetWords);
  const money = useMoney();
  const { canWrite } = useLedger();
  const shown = status.period.amount === null ? "–" : money(status.period.amount);
  if (!canWrite || !isEditable) return <span className="amount">{shown}</span>;
  return (
    <Button
      id={`amount-${status.id}`}
      variant="default"
      size="compact-sm"
      fw={500}
      className="amount"
      rightSection={<Pencil size={12} aria-hidden />}
      aria-label={words.change(status.name, shown)}
      onClick={() => onEdit(status.id)}
    >
      {shown}
    </Button>
  );
}
