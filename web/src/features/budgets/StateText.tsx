import { Group, Text } from "@mantine/core";
import { CircleAlert, CircleCheck, Clock, TriangleAlert } from "lucide-react";

import { useMoney } from "../../api/ledger";
import { budgetWords } from "../../words/budgets";
import { useWords } from "../../words/translated";
import { TONE_COLORS } from "./Bar";
import { toneOf, type BudgetState } from "./state";

const ICONS = {
  good: CircleCheck,
  warning: TriangleAlert,
  bad: CircleAlert,
  neutral: Clock,
} as const;

/** Say how a budget stands, with an icon and in words. */
export function StateText({ state, currency }: { state: BudgetState; currency: string }) {
  const words = useWords(budgetWords).states;
  const money = useMoney();
  const tone = toneOf(state);
  const Icon = ICONS[tone];
  const text =
    state.kind === "needsAmount"
      ? words.needsAmount(currency)
      : "by" in state
        ? words[state.kind](money(state.by))
        : words[state.kind];
  return (
    <Group gap={4} wrap="nowrap" style={{ color: TONE_COLORS[tone] }}>
      <Icon size={14} aria-hidden style={{ flexShrink: 0 }} />
      <Text size="sm" fw={550} c="inherit">
        {text}
      </Text>
    </Group>
  );
}
