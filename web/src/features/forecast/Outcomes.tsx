import { Group, Table, Text } from "@mantine/core";
import { CircleAlert, CircleCheck } from "lucide-react";

import type { AccountForecastView, OutcomeView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { formatDay } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { forecastWords } from "../../words/forecast";
import { useWords } from "../../words/translated";

/** Say whether an account stays above its least balance, or when it does not, in words and with an icon. */
export function FloorText({ outcome }: { outcome: OutcomeView }) {
  const { summary: words } = useWords(forecastWords);
  const { locale } = usePreferences();
  const { floor, first_below_floor: below } = outcome;
  if (floor === null)
    return (
      <Text size="sm" c="dimmed">
        {words.noFloor}
      </Text>
    );
  const Icon = below ? CircleAlert : CircleCheck;
  return (
    <Group gap={4} wrap="nowrap" style={{ color: below ? "var(--expense)" : "var(--income)" }}>
      <Icon size={14} aria-hidden style={{ flexShrink: 0 }} />
      <Text size="sm" fw={550} c="inherit">
        {below ? words.below(formatDay(below, locale)) : words.above}
      </Text>
    </Group>
  );
}

/** List all accounts with their lowest and last balance, and what may be spent. */
export function Outcomes({ accounts }: { accounts: readonly AccountForecastView[] }) {
  const { accounts: words } = useWords(forecastWords);
  const { locale } = usePreferences();
  const ledger = useLedger();
  return (
    <Card title={words.title}>
      <Table.ScrollContainer minWidth={620} tabIndex={0} aria-label={words.title}>
        <Table verticalSpacing={8}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.account}</Table.Th>
              <Table.Th ta="end">{words.now}</Table.Th>
              <Table.Th ta="end">{words.lowest}</Table.Th>
              <Table.Th ta="end">{words.end}</Table.Th>
              <Table.Th ta="end">{words.safe}</Table.Th>
              <Table.Th>{words.state}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {accounts.map((one) => (
              <Table.Tr key={one.account_id}>
                <Table.Th scope="row">{ledger.account(one.account_id)?.name}</Table.Th>
                <Money value={one.opening_balance} currency={one.currency} />
                <Table.Td ta="end">
                  <Amount value={one.lowest.balance} currency={one.currency} tone="sign" />
                  <Text size="xs" c="dimmed">
                    {formatDay(one.lowest.date, locale, { day: "numeric", month: "short" })}
                  </Text>
                </Table.Td>
                <Money value={one.closing_balance} currency={one.currency} />
                <Money value={one.safe_to_spend} currency={one.currency} />
                <Table.Td>
                  <FloorText outcome={one} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}

function Money({ value, currency }: { value: string | null; currency: string }) {
  return (
    <Table.Td ta="end">
      {value === null ? (
        <Text span c="dimmed">
          –
        </Text>
      ) : (
        <Amount value={value} currency={currency} tone="sign" />
      )}
    </Table.Td>
  );
}
