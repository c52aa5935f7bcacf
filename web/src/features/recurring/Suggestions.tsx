import { Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { RefreshCw } from "lucide-react";

import { newKey } from "../../api/client";
import {
  acceptRecurringSuggestion,
  dismissRecurringSuggestion,
  listDismissedSuggestions,
  listRecurringSuggestions,
  refreshRecurringSuggestions,
  restoreRecurringSuggestion,
  type RecurringSuggestionView,
} from "../../api/generated";
import { useLedger, useMoney } from "../../api/ledger";
import { useRead, useWrite } from "../../api/queries";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { Read } from "../../components/States";
import { formatDay, formatInstant } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { scheduleOf } from "../../lib/schedule";
import { commonWords } from "../../words/common";
import { scheduleWords } from "../../words/schedule";
import { suggestionWords } from "../../words/suggestions";
import { useWords } from "../../words/translated";

/** Suggest recurring entries that the history shows, with the evidence for each. */
export function Suggestions({ onEdit }: { onEdit: (one: RecurringSuggestionView) => void }) {
  const words = useWords(suggestionWords);
  const { locale } = usePreferences();
  const { canWrite } = useLedger();
  const [showsDismissed, dismissed] = useDisclosure(false);
  const found = useRead(["recurring", "suggestions"], (signal) =>
    listRecurringSuggestions({ signal }),
  );
  const refresh = useWrite<unknown, void>(() => refreshRecurringSuggestions(), {
    outdates: [["recurring", "suggestions"]],
  });
  return (
    <Card
      title={words.title}
      actions={
        canWrite ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<RefreshCw size={14} />}
            loading={refresh.isPending}
            onClick={() => refresh.mutate()}
          >
            {words.refresh}
          </Button>
        ) : undefined
      }
    >
      <Read of={found}>
        {({ items, as_of: asOf, is_current: isCurrent, is_partial: isPartial }) => (
          <Stack gap="xs">
            <Text size="xs" c="dimmed">
              {asOf ? words.asOf(formatInstant(asOf, locale)) : words.never}
              {asOf && !isCurrent ? ` ${words.outdated}` : ""}
              {isPartial ? ` ${words.partial}` : ""}
            </Text>
            {items.length ? null : <Text c="dimmed">{words.none}</Text>}
            {items.map((one) => (
              <Suggestion key={one.id} one={one} onEdit={onEdit} />
            ))}
          </Stack>
        )}
      </Read>
      <Button
        mt="xs"
        size="compact-sm"
        variant="subtle"
        aria-expanded={showsDismissed}
        onClick={dismissed.toggle}
      >
        {words.showDismissed}
      </Button>
      {showsDismissed ? <Dismissed /> : null}
    </Card>
  );
}

function Suggestion({
  one,
  onEdit,
}: {
  one: RecurringSuggestionView;
  onEdit: (one: RecurringSuggestionView) => void;
}) {
  const words = useWords(suggestionWords);
  const rules = useWords(scheduleWords);
  const money = useMoney();
  const { locale } = usePreferences();
  const { canWrite } = useLedger();
  const accept = useWrite(
    () =>
      acceptRecurringSuggestion({
        path: { id: one.id },
        body: {},
        headers: { "Idempotency-Key": newKey() },
      }),
    { done: () => words.added(one.name) },
  );
  const dismiss = useWrite<unknown, void>(
    () =>
      dismissRecurringSuggestion({
        path: { id: one.id },
        headers: { "Idempotency-Key": newKey() },
      }),
    { done: () => words.dismissed(one.name) },
  );
  const { low, high, likely } = one.amount;
  const amount = (text: string) => money(text, { currency: one.currency });
  const evidence = [
    words.confidence[one.confidence],
    words.payments(one.payment_count),
    ...one.reasons.map(({ code, count, total }) => words.reasons[code](count, total)),
    one.price_change
      ? words.price(
          amount(one.price_change.before),
          amount(one.price_change.after),
          formatDay(one.price_change.since, locale),
        )
      : null,
    one.missed_on ? words.missed(formatDay(one.missed_on, locale)) : null,
    one.new_since ? words.newSince(formatDay(one.new_since, locale)) : null,
  ];
  return (
    <Group align="start" gap="sm" style={{ borderTop: "1px solid var(--line)", paddingTop: 8 }}>
      <div style={{ flex: "1 1 260px", minWidth: 0 }}>
        <Text fw={550} style={{ overflowWrap: "anywhere" }}>
          {one.name}
        </Text>
        <Text size="xs">{rules.describe(scheduleOf(one.schedule))}</Text>
        <Text size="xs" c="dimmed">
          {evidence.filter(Boolean).join(" · ")}
        </Text>
      </div>
      <div style={{ textAlign: "end" }}>
        <Amount value={likely} currency={one.currency} weight={600} />
        {low === high ? null : (
          <Text size="xs" c="dimmed">
            {words.range(amount(low), amount(high))}
          </Text>
        )}
      </div>
      {canWrite ? (
        <Group gap={6}>
          <Button
            size="xs"
            loading={accept.isPending}
            aria-label={`${words.add}: ${one.name}`}
            onClick={() => accept.mutate()}
          >
            {words.add}
          </Button>
          <Button
            size="xs"
            variant="default"
            aria-label={`${words.edit}: ${one.name}`}
            onClick={() => onEdit(one)}
          >
            {words.edit}
          </Button>
          <Button
            size="xs"
            variant="subtle"
            loading={dismiss.isPending}
            aria-label={`${words.dismiss}: ${one.name}`}
            onClick={() => dismiss.mutate()}
          >
            {words.dismiss}
          </Button>
        </Group>
      ) : null}
    </Group>
  );
}

/** List what was dismissed, each with a button that allows it again. */
function Dismissed() {
  const words = useWords(suggestionWords);
  const common = useWords(commonWords);
  const { canWrite } = useLedger();
  const found = useRead(["recurring", "dismissals"], (signal) =>
    listDismissedSuggestions({ signal }),
  );
  const restore = useWrite<unknown, { id: string; name: string }>(
    ({ id }) => restoreRecurringSuggestion({ path: { id } }),
    { done: (_, { name }) => words.restored(name) },
  );
  return (
    <Read of={found}>
      {({ items }) => (
        <Stack gap={4} mt="xs">
          {items.length ? null : <Text size="sm">{words.noneDismissed}</Text>}
          {items.map((one) => (
            <Group key={one.id} justify="space-between">
              <Text size="sm">{one.name}</Text>
              {canWrite ? (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`${common.restore}: ${one.name}`}
                  onClick={() => restore.mutate({ id: one.id, name: one.name })}
                >
                  {common.restore}
                </Button>
              ) : null}
            </Group>
          ))}
        </Stack>
      )}
    </Read>
  );
}
