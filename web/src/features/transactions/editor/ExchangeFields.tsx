import { Alert, Button, Group, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { Info } from "lucide-react";

import { useLedger, useMoney } from "../../../api/ledger";
import { formatDay } from "../../../lib/dates";
import { formatNumber } from "../../../lib/money";
import { usePreferences } from "../../../lib/preferences";
import { editorWords } from "../../../words/transaction-editor";
import { useWords } from "../../../words/translated";
import { currencyOf, type Values } from "./draft";
import type { Transaction } from "../pages";

/** Edit what a transaction of an account in another currency is booked at. */
export function ExchangeFields({
  form,
  row,
}: {
  form: UseFormReturnType<Values>;
  row: Transaction | null;
}) {
  const words = useWords(editorWords);
  const ledger = useLedger();
  const money = useMoney();
  const { locale } = usePreferences();
  const [currency] = currencyOf(ledger, form.values.account_id);
  if (currency === ledger.currency) return null;
  const exchange = row?.exchange ?? null;
  return (
    <fieldset style={{ border: "1px solid var(--line)", borderRadius: 8, padding: 12, margin: 0 }}>
      <legend style={{ padding: "0 6px", fontSize: 14, fontWeight: 550 }}>
        {words.exchange(ledger.currency)}
      </legend>
      <Stack gap="xs">
        {exchange === null ? null : exchange.base_amount === null ? (
          <Text size="sm" style={{ color: "var(--warning)" }}>
            {words.noRate}
          </Text>
        ) : (
          <Text size="sm">
            {exchange.rate && exchange.rate_date && exchange.rate_source
              ? words.bookedAt(
                  money(exchange.base_amount, { currency: exchange.currency }),
                  formatNumber(exchange.rate, locale),
                  formatDay(exchange.rate_date, locale),
                  words.sources[exchange.rate_source],
                )
              : words.booked(money(exchange.base_amount, { currency: exchange.currency }))}
          </Text>
        )}
        <SimpleGrid cols={2} spacing="sm">
          <TextInput
            label={words.baseAmount(ledger.currency)}
            inputMode="decimal"
            {...form.getInputProps("base_amount")}
          />
          <TextInput
            label={words.rate}
            description={words.rateHint(currency, ledger.currency)}
            inputWrapperOrder={["label", "input", "description", "error"]}
            inputMode="decimal"
            {...form.getInputProps("rate")}
          />
        </SimpleGrid>
        <Text size="xs" c="dimmed">
          {words.exchangeHint}
        </Text>
      </Stack>
    </fieldset>
  );
}

/** Ask to confirm an amount that was calculated from another currency. */
export function EstimateAlert({
  row,
  confirm,
}: {
  row: Transaction;
  confirm: (patch: { amount?: string; to_amount?: string }) => void;
}) {
  const words = useWords(editorWords);
  const money = useMoney();
  const { original } = row;
  if (!row.is_amount_estimated && !row.is_to_amount_estimated && !original) return null;
  if (!row.is_amount_estimated && !row.is_to_amount_estimated && original) {
    return (
      <Text size="sm" c="dimmed">
        {words.original(money(original.amount, { currency: original.currency }))}
      </Text>
    );
  }
  return (
    <Alert color="yellow" icon={<Info size={18} />}>
      <Stack gap="xs" align="start">
        <Text size="sm">{words.estimated}</Text>
        {original ? (
          <Text size="sm">
            {words.original(money(original.amount, { currency: original.currency }))}
          </Text>
        ) : null}
        <Group>
          <Button
            size="xs"
            variant="default"
            onClick={() =>
              confirm({
                ...(row.is_amount_estimated ? { amount: row.amount } : {}),
                ...(row.is_to_amount_estimated && row.to_amount !== null
                  ? { to_amount: row.to_amount }
                  : {}),
              })
            }
          >
            {words.confirm}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
