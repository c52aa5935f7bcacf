import { ActionIcon, Button, Group, Stack, Table, Text } from "@mantine/core";
import { X } from "lucide-react";

import { listRecurring, type OutcomeView, type ScenarioView } from "../../api/generated";
import { useLedger, useMoney } from "../../api/ledger";
import { useRead } from "../../api/queries";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { Failed, Lines, Read } from "../../components/States";
import { formatDay } from "../../lib/dates";
import { negate, sum } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { forecastWords } from "../../words/forecast";
import { useWords } from "../../words/translated";
import { sayChange, type Change } from "./scenario";
import { ScenarioForm } from "./ScenarioForm";
import type { useScenario } from "./useForecast";

export interface ScenarioProps {
  readonly changes: readonly Change[];
  readonly onChanges: (changes: readonly Change[]) => void;
  readonly result: ReturnType<typeof useScenario>;
}

/** Try changes, and see what they do to each account that they touch. */
export function Scenario({ changes, onChanges, result }: ScenarioProps) {
  const { what: words } = useWords(forecastWords);
  const money = useMoney();
  const { locale } = usePreferences();
  const ledger = useLedger();
  const entries = useRead(["recurring", "first"], (signal) =>
    listRecurring({ query: { limit: 100 }, signal }),
  );
  return (
    <Card title={words.title}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {words.intro}
        </Text>
        <Read of={entries} waiting={<Lines count={2} height={60} />}>
          {({ items }) => (
            <>
              <ScenarioForm entries={items} onAdd={(change) => onChanges([...changes, change])} />
              {changes.length ? (
                <Stack gap={4}>
                  {changes.map((change, index) => {
                    const text = sayChange(change, words.lines, {
                      ledger,
                      entries: items,
                      locale,
                      money: (amount, currency) => money(amount, currency ? { currency } : {}),
                    });
                    return (
                      <Group key={index} gap="xs" wrap="nowrap">
                        <ActionIcon
                          variant="subtle"
                          color="gray"
                          aria-label={words.remove(text)}
                          onClick={() => onChanges(changes.filter((_, other) => other !== index))}
                        >
                          <X size={16} />
                        </ActionIcon>
                        <Text size="sm">{text}</Text>
                      </Group>
                    );
                  })}
                  <div>
                    <Button size="compact-sm" variant="subtle" onClick={() => onChanges([])}>
                      {words.clear}
                    </Button>
                  </div>
                </Stack>
              ) : null}
            </>
          )}
        </Read>
        {changes.length ? (
          result.error && !result.data ? (
            <Failed error={result.error} />
          ) : result.data ? (
            <div role="status" style={{ opacity: result.isPlaceholderData ? 0.6 : 1 }}>
              <Comparison view={result.data} />
            </div>
          ) : (
            <Lines count={3} />
          )
        ) : null}
      </Stack>
    </Card>
  );
}

function Comparison({ view }: { view: ScenarioView }) {
  const { accounts } = useWords(forecastWords);
  const { what: words } = useWords(forecastWords);
  const ledger = useLedger();
  const { locale } = usePreferences();
  const pairs = view.base.flatMap((before) => {
    const after = view.forecast.accounts.find((one) => one.account_id === before.account_id);
    return after && isDifferent(before, after) ? [{ before, after }] : [];
  });
  const day = (text: string | null) => (text ? formatDay(text, locale) : words.never);
  return (
    <Table.ScrollContainer minWidth={480} tabIndex={0} aria-label={words.title}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{accounts.account}</Table.Th>
            <Table.Th>{words.measure}</Table.Th>
            <Table.Th ta="end">{words.before}</Table.Th>
            <Table.Th ta="end">{words.after}</Table.Th>
            <Table.Th ta="end">{words.difference}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {pairs.flatMap(({ before, after }) => {
            const name = ledger.account(before.account_id)?.name ?? "";
            const lines = [
              [words.lowest, before.lowest.balance, after.lowest.balance],
              [words.end, before.closing_balance, after.closing_balance],
              [words.safe, before.safe_to_spend, after.safe_to_spend],
            ] as const;
            return [
              ...lines.map(([label, old, next]) =>
                old === null || next === null ? null : (
                  <Table.Tr key={before.account_id + label}>
                    <Table.Th scope="row">{name}</Table.Th>
                    <Table.Td>{label}</Table.Td>
                    <Money value={old} currency={before.currency} />
                    <Money value={next} currency={before.currency} />
                    <Money
                      value={sum([next, negate(old)], decimalsOf(next))}
                      currency={before.currency}
                      signed
                    />
                  </Table.Tr>
                ),
              ),
              <Table.Tr key={`${before.account_id}-below`}>
                <Table.Th scope="row">{name}</Table.Th>
                <Table.Td>{words.below}</Table.Td>
                <Table.Td ta="end">{day(before.first_below_floor)}</Table.Td>
                <Table.Td ta="end">{day(after.first_below_floor)}</Table.Td>
                <Table.Td />
              </Table.Tr>,
            ];
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function isDifferent(before: OutcomeView, after: OutcomeView): boolean {
  return (
    before.closing_balance !== after.closing_balance ||
    before.lowest.balance !== after.lowest.balance ||
    before.safe_to_spend !== after.safe_to_spend
  );
}

function decimalsOf(amount: string): number {
  const point = amount.indexOf(".");
  return point < 0 ? 0 : amount.length - point - 1;
}

function Money({
  value,
  currency,
  signed = false,
}: {
  value: string;
  currency: string;
  signed?: boolean;
}) {
  return (
    <Table.Td ta="end">
      <Amount value={value} currency={currency} tone="sign" signed={signed} />
    </Table.Td>
  );
}
