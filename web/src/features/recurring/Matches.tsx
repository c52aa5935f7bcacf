import { Button, Group, Stack, Text } from "@mantine/core";

import { useLedger, useMoney } from "../../api/ledger";
import { Card } from "../../components/Card";
import { formatDay } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { billWords } from "../../words/bills";
import { listed } from "../../words/schedule";
import { useWords } from "../../words/translated";
import { useMatches, useOccurrenceAction } from "./useBills";

/** Suggest which transactions paid which occurrences; nothing is shown where there is nothing to suggest. */
export function Matches() {
  const words = useWords(billWords).matches;
  const money = useMoney();
  const { locale } = usePreferences();
  const { canWrite } = useLedger();
  const write = useOccurrenceAction();
  const items = useMatches().data?.items ?? [];
  if (!items.length || !canWrite) return null;
  return (
    <Card title={words.title}>
      <Stack gap="xs">
        {items.map((one) => {
          const amount = money(one.transaction_amount, { currency: one.currency });
          const transaction = `${amount}, ${formatDay(one.transaction_date, locale)}`;
          const occurrence = `${one.name}, ${formatDay(one.date, locale)}`;
          const act = (kind: "match" | "dismissMatch") =>
            write.mutate({
              one,
              action:
                kind === "match"
                  ? {
                      kind,
                      transactionId: one.transaction_id,
                      replace: one.booked_transaction_id !== null,
                    }
                  : { kind, transactionId: one.transaction_id },
            });
          return (
            <Group
              key={one.recurring_id + one.nominal + one.transaction_id}
              justify="space-between"
            >
              <div style={{ flex: "1 1 240px" }}>
                <Text size="sm">{words.line(transaction, occurrence)}</Text>
                {one.doubts.length ? (
                  <Text size="xs" c="var(--warning)">
                    {listed(one.doubts.map((doubt) => words.doubts[doubt]))}
                  </Text>
                ) : null}
              </div>
              <Group gap="xs">
                <Button
                  size="xs"
                  disabled={write.isPending}
                  aria-label={`${words.accept}: ${occurrence}`}
                  onClick={() => act("match")}
                >
                  {words.accept}
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  disabled={write.isPending}
                  aria-label={`${words.dismiss}: ${occurrence}`}
                  onClick={() => act("dismissMatch")}
                >
                  {words.dismiss}
                </Button>
              </Group>
            </Group>
          );
        })}
      </Stack>
    </Card>
  );
}
