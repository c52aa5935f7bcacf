import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { Check, Plus, TriangleAlert, X } from "lucide-react";

import { useLedger, useMoney } from "../../../api/ledger";
import { fromMinor } from "../../../lib/money";
import { usePreferences } from "../../../lib/preferences";
import { editorWords } from "../../../words/transaction-editor";
import { useWords } from "../../../words/translated";
import {
  currencyOf,
  emptyPart,
  evenParts,
  remainderOf,
  typedMinor,
  type PartValues,
  type Values,
} from "./draft";
import { useCategoryOptions } from "./suggestions";
import { readAmount } from "../grid/typed";
import { toMinor } from "../../../lib/money";

/** Edit the parts of an amount, with what is left to divide. */
export function SplitFields({ form }: { form: UseFormReturnType<Values> }) {
  const words = useWords(editorWords);
  const ledger = useLedger();
  const money = useMoney();
  const { locale } = usePreferences();
  const { type, amount, splits, account_id } = form.values;
  const [currency, exponent] = currencyOf(ledger, account_id);
  const options = useCategoryOptions(type === "TRANSFER" ? null : type);
  const left = remainderOf(amount, splits, locale, exponent);
  const set = (next: PartValues[]) => form.setFieldValue("splits", next);
  const change = (index: number, part: Partial<PartValues>) =>
    set(splits.map((one, at) => (at === index ? { ...one, ...part } : one)));

  const takeRemainder = () => {
    if (left === null) return;
    const open = splits.findIndex((part) => part.amount.trim() === "");
    const index = open >= 0 ? open : splits.length - 1;
    const own = readAmount(splits[index]?.amount ?? "", locale, exponent).amount;
    const next = left + (own === null ? 0n : toMinor(own, exponent));
    change(index, { amount: typedMinor(next, exponent, locale) });
  };
  const divide = () => {
    const whole = readAmount(amount, locale, exponent).amount;
    if (whole === null) return;
    const amounts = evenParts(toMinor(whole, exponent), splits.length);
    set(
      splits.map((part, index) => ({
        ...part,
        amount: typedMinor(amounts[index] ?? 0n, exponent, locale),
      })),
    );
  };

  return (
    <fieldset style={{ border: "1px solid var(--line)", borderRadius: 8, padding: 12, margin: 0 }}>
      <legend style={{ padding: "0 6px", fontSize: 14, fontWeight: 550 }}>{words.parts}</legend>
      <Stack gap="xs">
        {splits.map((part, index) => (
          <Group key={part.key} gap={6} wrap="nowrap" align="start">
            <Select
              flex={1.4}
              miw={0}
              size="sm"
              searchable
              allowDeselect={false}
              aria-label={words.partCategory(index + 1)}
              data={options}
              value={part.category_id}
              onChange={(value) => change(index, { category_id: value ?? "" })}
            />
            <TextInput
              w={104}
              size="sm"
              inputMode="decimal"
              aria-label={words.partAmount(index + 1)}
              value={part.amount}
              onChange={(event) => change(index, { amount: event.currentTarget.value })}
              styles={{ input: { textAlign: "end", fontVariantNumeric: "tabular-nums" } }}
            />
            <TextInput
              flex={1}
              miw={0}
              visibleFrom="xs"
              size="sm"
              maxLength={200}
              aria-label={words.partNote(index + 1)}
              placeholder={words.note}
              value={part.note}
              onChange={(event) => change(index, { note: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={words.removePart(index + 1)}
              onClick={() => set(splits.filter((_, at) => at !== index))}
            >
              <X size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<Plus size={14} />}
              disabled={splits.length >= 50}
              onClick={() => set([...splits, emptyPart()])}
            >
              {words.addPart}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={divide}>
              {words.evenly}
            </Button>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => set([])}>
              {words.unsplit}
            </Button>
          </Group>
        </Group>
        {left === null ? null : (
          <Group justify="space-between" role="status" mih={28}>
            {left === 0n ? (
              <Text size="sm" style={{ color: "var(--income)" }}>
                <Check size={14} aria-hidden style={{ verticalAlign: -2 }} /> {words.exact}
              </Text>
            ) : (
              <>
                <Text size="sm" fw={550} style={{ color: "var(--warning)" }}>
                  <TriangleAlert size={14} aria-hidden style={{ verticalAlign: -2 }} />{" "}
                  {left > 0n
                    ? words.remainder(money(fromMinor(left, exponent), { currency }))
                    : words.tooMuch(money(fromMinor(-left, exponent), { currency }))}
                </Text>
                <Button size="compact-sm" variant="light" onClick={takeRemainder}>
                  {words.takeRemainder}
                </Button>
              </>
            )}
          </Group>
        )}
        {form.errors["splits"] ? (
          <Text size="xs" c="red" role="alert">
            {form.errors["splits"]}
          </Text>
        ) : null}
      </Stack>
    </fieldset>
  );
}
