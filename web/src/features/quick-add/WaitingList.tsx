import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { Clock, TriangleAlert } from "lucide-react";

import type { Facts } from "../../api/offline/facts";
import { drop, flush, type QueuedTransaction } from "../../api/offline/queue";
import { formatDay } from "../../lib/dates";
import { formatMoney, negate } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { quickAddWords } from "../../words/quick-add";
import { useWords } from "../../words/translated";

/** List what waits to be sent, with the message of what was refused. */
export function WaitingList({
  entries,
  facts,
  isOnline,
  correct,
}: {
  entries: readonly QueuedTransaction[];
  facts: Facts;
  isOnline: boolean;
  correct: (entry: QueuedTransaction) => void;
}) {
  const words = useWords(quickAddWords);
  const { locale } = usePreferences();
  if (entries.length === 0) return null;
  return (
    <section aria-labelledby="waiting">
      <Group justify="space-between" mb={6}>
        <Title order={2} size="h5" id="waiting">
          {words.waiting(entries.length)}
        </Title>
        {isOnline ? (
          <Button size="compact-sm" variant="subtle" onClick={() => void flush()}>
            {words.sendNow}
          </Button>
        ) : null}
      </Group>
      <Stack gap={6} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
        {entries.map((entry) => {
          const { body, key, refusal } = entry;
          const account = facts.accounts.find((one) => one.id === body.account_id);
          const name = body.payee ?? body.description ?? words.noPayee;
          const amount = String(body.amount);
          return (
            <li key={key} className="card" style={{ padding: 10 }}>
              <Group justify="space-between" wrap="nowrap" gap="xs">
                <div style={{ minWidth: 0 }}>
                  <Text size="sm" fw={550} truncate>
                    {name}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {formatDay(body.date, locale)} ·{" "}
                    {refusal === null ? (
                      <>
                        <Clock size={11} aria-hidden /> {words.isWaiting}
                      </>
                    ) : (
                      <span style={{ color: "var(--expense)" }}>
                        <TriangleAlert size={11} aria-hidden /> {words.isRefused}
                      </span>
                    )}
                  </Text>
                </div>
                <span className="amount" style={{ color: `var(--${body.type.toLowerCase()})` }}>
                  {formatMoney(
                    body.type === "EXPENSE" ? negate(amount) : amount,
                    account?.currency ?? facts.currency,
                    locale,
                  )}
                </span>
              </Group>
              {refusal === null ? null : (
                <Text size="sm" mt={4} role="alert">
                  {refusal}
                </Text>
              )}
              <Group gap={6} mt={6}>
                {refusal === null ? null : (
                  <Button
                    size="compact-sm"
                    variant="light"
                    aria-label={words.correctNamed(name)}
                    onClick={() => correct(entry)}
                  >
                    {words.correct}
                  </Button>
                )}
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="red"
                  aria-label={words.dropNamed(name)}
                  onClick={() => void drop(key)}
                >
                  {words.drop}
                </Button>
              </Group>
            </li>
          );
        })}
      </Stack>
    </section>
  );
}
