import {
  Group,
  NativeSelect,
  SegmentedControl,
  Select,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";

import type { TransactionType } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { AmountField } from "../../components/forms/AmountField";
import { billWords } from "../../words/bills";
import { commonWords } from "../../words/common";
import { formWords } from "../../words/forms";
import { useWords } from "../../words/translated";
import type { EntryValues } from "./entry";

const TYPES: readonly TransactionType[] = ["EXPENSE", "INCOME", "TRANSFER"];

/** Ask for the transaction that recurs. */
export function TemplateFields({
  form,
  hasSplits,
}: {
  form: UseFormReturnType<EntryValues>;
  hasSplits: boolean;
}) {
  const { form: words } = useWords(billWords);
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const ledger = useLedger();
  const { type, account_id: accountId, category_id: categoryId } = form.values;
  const accounts = ledger.accounts
    .filter((one) => !one.archived || one.id === accountId)
    .map(({ id, name }) => ({ value: id, label: name }));
  const categories = ledger.categories
    .filter((one) => one.type === type && (!one.archived || one.id === categoryId))
    .map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label={words.type}
        value={type}
        onChange={(value) => {
          const next = TYPES.find((one) => one === value);
          if (next) form.setValues({ type: next, category_id: "" });
        }}
        data={TYPES.map((one) => ({ value: one, label: common.types[one] }))}
      />
      <Group grow align="start" gap="sm">
        <AmountField
          label={forms.amount}
          required
          currency={ledger.account(accountId)?.currency ?? ledger.currency}
          {...form.getInputProps("amount")}
        />
        <NativeSelect
          label={type === "TRANSFER" ? words.from : forms.account}
          data={accounts}
          {...form.getInputProps("account_id")}
        />
      </Group>
      {type === "TRANSFER" ? (
        <NativeSelect
          label={forms.toAccount}
          required
          data={[{ value: "", label: "–" }, ...accounts.filter((one) => one.value !== accountId)]}
          {...form.getInputProps("to_account_id")}
        />
      ) : hasSplits ? (
        <Text size="sm" c="dimmed">
          {words.split}
        </Text>
      ) : (
        <Select
          label={forms.category}
          placeholder={common.unfiled}
          data={categories}
          searchable
          clearable
          key={type}
          {...form.getInputProps("category_id")}
          value={categoryId || null}
          onChange={(id: string | null) => form.setFieldValue("category_id", id ?? "")}
        />
      )}
      <Group grow align="start" gap="sm">
        <TextInput label={words.payee} maxLength={100} {...form.getInputProps("payee")} />
        <TextInput
          label={words.description}
          maxLength={200}
          {...form.getInputProps("description")}
        />
      </Group>
      <TagsInput label={words.tags} {...form.getInputProps("tags")} />
    </>
  );
}
