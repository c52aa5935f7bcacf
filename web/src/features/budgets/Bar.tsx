import type { BudgetStatusView } from "../../api/generated";
import { useMoney } from "../../api/ledger";
import { formatShare } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { budgetWords } from "../../words/budgets";
import { useWords } from "../../words/translated";
import { partOf, type BudgetState, toneOf } from "./state";

export const TONE_COLORS = {
  good: "var(--income)",
  warning: "var(--warning)",
  bad: "var(--expense)",
  neutral: "var(--text-soft)",
} as const;

/** Show what part of a budget is spent, with a mark where it is expected to be by today. */
export function Bar({ status, state }: { status: BudgetStatusView; state: BudgetState }) {
  const words = useWords(budgetWords);
  const money = useMoney();
  const { locale } = usePreferences();
  const { spent, available, expected, share, days_left: days } = status.period;
  const part = partOf(spent, available);
  const isRunning = days > 0 && expected !== null;
  const shown = formatShare(share ?? part, locale);
  const label = isRunning ? words.progress(shown, money(expected)) : words.progressOnly(shown);
  return (
    <div
      role="img"
      aria-label={`${status.name}: ${label}`}
      title={label}
      style={{
        position: "relative",
        height: 10,
        minWidth: 80,
        borderRadius: 5,
        background: "color-mix(in srgb, var(--text-soft) 22%, transparent)",
      }}
    >
      <div
        style={{
          width: `${part * 100}%`,
          height: "100%",
          borderRadius: 5,
          background: TONE_COLORS[toneOf(state)],
        }}
      />
      {isRunning ? (
        <div
          style={{
            position: "absolute",
            top: -3,
            bottom: -3,
            left: `calc(${partOf(expected, available) * 100}% - 1px)`,
            width: 2,
            background: "var(--mantine-color-text)",
            boxShadow: "0 0 0 1px var(--surface-raised)",
          }}
        />
      ) : null}
    </div>
  );
}
