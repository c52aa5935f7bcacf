import { Group, Stack, Text, UnstyledButton } from "@mantine/core";

import type { OccurrenceView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { Amount } from "../../components/Amount";
import { formatDay } from "../../lib/dates";
import { negate } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { shownState } from "./occurrences";
import { StateBadge } from "./StateBadge";

/** List occurrences by day; each is a button. */
export function OccurrenceList({
  items,
  onOpen,
}: {
  items: readonly OccurrenceView[];
  onOpen: (one: OccurrenceView) => void;
}) {
  const { locale } = usePreferences();
  const ledger = useLedger();
  return (
    <Stack component="ul" gap={0} p={0} m={0} style={{ listStyle: "none" }}>
      {items.map((one) => (
        <li key={one.recurring_id + one.nominal} style={{ borderTop: "1px solid var(--line)" }}>
          <UnstyledButton w="100%" py={8} onClick={() => onOpen(one)}>
            <Group wrap="nowrap" gap="sm">
              <Text size="sm" c="dimmed" w={64} style={{ flexShrink: 0 }}>
                {formatDay(one.date, locale, { weekday: "short", day: "numeric" })}
              </Text>
              <div style={{ flex: 1, minWidth: 0 }}>
                <Text fw={550} style={{ overflowWrap: "anywhere" }}>
                  {one.name}
                </Text>
                <Text size="xs" c="dimmed">
                  <StateBadge state={shownState(one, ledger.today)} /> ·{" "}
                  {ledger.account(one.account_id)?.name}
                </Text>
              </div>
              <Amount
                value={one.type === "EXPENSE" ? negate(one.amount) : one.amount}
                currency={one.currency}
                signed={one.type !== "TRANSFER"}
                tone={
                  one.type === "INCOME" ? "income" : one.type === "TRANSFER" ? "transfer" : "plain"
                }
              />
            </Group>
          </UnstyledButton>
        </li>
      ))}
    </Stack>
  );
}
