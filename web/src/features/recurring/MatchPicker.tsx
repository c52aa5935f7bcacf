import { Button, Group, Stack, Text } from "@mantine/core";

import { listTransactions, type OccurrenceView } from "../../api/generated";
import { useMoney } from "../../api/ledger";
import { useRead } from "../../api/queries";
import { Lines, Read } from "../../components/States";
import { addDays, formatDay } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { billWords } from "../../words/bills";
import { commonWords } from "../../words/common";
import { useWords } from "../../words/translated";

/** Days before and after an occurrence in which its payment is looked for. */
const REACH = 14;

/** Choose the transaction that paid an occurrence, among those of its kind around its day. */
export function MatchPicker({
  one,
  isBusy,
  onTake,
}: {
  one: OccurrenceView;
  isBusy: boolean;
  onTake: (transactionId: string) => void;
}) {
  const words = useWords(billWords).occurrence;
  const common = useWords(commonWords);
  const money = useMoney();
  const { locale } = usePreferences();
  const [from, to] = [addDays(one.date, -REACH), addDays(one.date, REACH)];
  const found = useRead(["transactions", "around", one.type, from, to], (signal) =>
    listTransactions({ query: { from, to, type: one.type, limit: 50 }, signal }),
  );
  return (
    <Read of={found} waiting={<Lines count={3} />}>
      {({ items }) => {
        const distance = (amount: string) => Math.abs(Number(amount) - Number(one.amount));
        const nearest = [...items]
          .sort((a, b) => distance(a.amount) - distance(b.amount))
          .slice(0, 8);
        if (!nearest.length) return <Text size="sm">{words.noCandidates}</Text>;
        return (
          <Stack gap={4}>
            <Text size="sm" fw={600}>
              {words.candidates}
            </Text>
            {nearest.map((item) => {
              const name = item.payee ?? item.description ?? common.types[item.type];
              const amount = money(item.amount, { currency: item.currency });
              const text = `${formatDay(item.date, locale)} · ${name} · ${amount}`;
              return (
                <Group key={item.id} justify="space-between" wrap="nowrap">
                  <Text size="sm" style={{ minWidth: 0, overflowWrap: "anywhere" }}>
                    {text}
                  </Text>
                  <Button
                    size="compact-sm"
                    variant="default"
                    disabled={isBusy}
                    aria-label={words.choose(text)}
                    onClick={() => onTake(item.id)}
                  >
                    {words.match}
                  </Button>
                </Group>
              );
            })}
          </Stack>
        );
      }}
    </Read>
  );
}
