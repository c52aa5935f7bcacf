import { Text } from "@mantine/core";
import {
  CalendarClock,
  Check,
  CheckCheck,
  CircleAlert,
  Clock,
  SkipForward,
  TriangleAlert,
  type LucideIcon,
} from "lucide-react";

import { billWords } from "../../words/bills";
import { useWords } from "../../words/translated";
import type { ShownState } from "./occurrences";

const LOOKS: Record<ShownState, { readonly icon: LucideIcon; readonly color: string }> = {
  PLANNED: { icon: Clock, color: "var(--text-soft)" },
  DUE: { icon: CircleAlert, color: "var(--warning)" },
  OVERDUE: { icon: TriangleAlert, color: "var(--expense)" },
  MISSED: { icon: TriangleAlert, color: "var(--expense)" },
  POSTED: { icon: Check, color: "var(--income)" },
  MATCHED: { icon: CheckCheck, color: "var(--income)" },
  SKIPPED: { icon: SkipForward, color: "var(--text-soft)" },
  POSTPONED: { icon: CalendarClock, color: "var(--text-soft)" },
};

/** Say the state of an occurrence, with an icon and in words. */
export function StateBadge({ state }: { state: ShownState }) {
  const words = useWords(billWords);
  return (
    <Text span size="xs" fw={550} c={LOOKS[state].color} style={{ whiteSpace: "nowrap" }}>
      <StateIcon state={state} /> {words.states[state]}
    </Text>
  );
}

/** Show the icon of a state, beside its words. */
export function StateIcon({ state }: { state: ShownState }) {
  const { icon: Icon, color } = LOOKS[state];
  return <Icon size={13} aria-hidden style={{ color, verticalAlign: "-2px", flexShrink: 0 }} />;
}
