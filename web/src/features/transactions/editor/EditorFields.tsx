import {
  Autocomplete,
  Button,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  TextInput,
  Textarea,
} from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { Split } from "lucide-react";
import { useRef } from "react";

import { useLedger } from "../../../api/ledger";
import { usePreferences } from "../../../lib/preferences";
import { commonWords } from "../../../words/common";
import { editorWords } from "../../../words/transaction-editor";
import { useWords } from "../../../words/translated";
import { currencyOf, emptyPart, type Values } from "./draft";
import { ExchangeFields } from "./ExchangeFields";
import type { Transaction } from "../pages";
import { SplitFields } from "./SplitFields";
import { typedAmount } from "../grid/typed";
import { useAccountOptions, useCategoryOptions, usePayees, useTagNames } from "./suggestions";

const TYPES = ["EXPENSE", "INCOME", "TRANSFER"] as const;

/** Show all fields of a transaction. */
export function EditorFields({
  form,
  row,
}: {
  form: UseFormReturnType<Values>;
  row: Transaction | null;
}) {
  const words = useWords(editorWords);
  const common = useWords(commonWords);
  const ledger = useLedger();
  const { locale } = usePreferences();
  const { type, account_id, to_account_id, splits, payee } = form.values;
  const isTransfer = type === "TRANSFER";
  const [currency] = currencyOf(ledger, account_id);
  const [toCurrency] = currencyOf(ledger, to_account_id);
  const categories = useCategoryOptions(isTransfer ? null : type, row?.category_id);
  const accounts = useAccountOptions(row?.account_id);
  const customTypes = ledger.customTypes.filter((one) => one.type === type && !one.archived);
  const payees = usePayees(payee);
  const tags = useTagNames();
  // A category that the person has chosen is not replaced by that of a payee.
  const hasChosen = useRef(row !== null && row.category_id !== null);

  const takePayee = (name: string) => {
    const last = payees.find((one) => one.payee === name)?.category_id;
    const fits = last && categories.some((one) => one.value === last);
    if (fits && !hasChosen.current && splits.length === 0) form.setFieldValue("category_id", last);
  };
  const takeType = (next: string) => {
    form.setFieldValue("type", TYPES.find((one) => one === next) ?? "EXPENSE");
    form.setFieldValue("category_id", "");
    form.setFieldValue("custom_type_id", "");
    if (next === "TRANSFER") form.setFieldValue("splits", []);
    hasChosen.current = false;
  };

  return (
    <Stack gap="sm">
      <SegmentedControl
        fullWidth
        aria-label={words.type}
        value={type}
        onChange={takeType}
        data={TYPES.map((one) => ({ value: one, label: common.types[one] }))}
      />
      <SimpleGrid cols={2} spacing="sm">
        <TextInput
          label={words.amountIn(currency)}
          inputMode="decimal"
          autoComplete="off"
          data-autofocus
          styles={{ input: { fontSize: 20, fontWeight: 600, fontVariantNumeric: "tabular-nums" } }}
          {...form.getInputProps("amount")}
        />
        <TextInput label={words.date} type="date" {...form.getInputProps("date")} />
      </SimpleGrid>
      <Autocomplete
        label={words.payee}
        maxLength={100}
        data={payees.map((one) => one.payee)}
        filter={({ options }) => options}
        {...form.getInputProps("payee")}
        onOptionSubmit={takePayee}
      />
      {isTransfer ? null : splits.length > 0 ? (
        <SplitFields form={form} />
      ) : (
        <Stack gap={4} align="stretch">
          <Select
            label={words.category}
            searchable
            selectFirstOptionOnChange
            allowDeselect={false}
            data={categories}
            {...form.getInputProps("category_id")}
            onChange={(value: string | null) => {
              hasChosen.current = true;
              form.setFieldValue("category_id", value ?? "");
            }}
          />
          <Button
            size="compact-xs"
            variant="subtle"
            style={{ alignSelf: "start" }}
            leftSection={<Split size={13} />}
            onClick={() =>
              form.setFieldValue("splits", [
                { ...emptyPart(form.values.amount), category_id: form.values.category_id },
                emptyPart(),
              ])
            }
          >
            {words.split}
          </Button>
        </Stack>
      )}
      <SimpleGrid cols={isTransfer ? 2 : 1} spacing="sm">
        <Select
          label={isTransfer ? words.fromAccount : words.account}
          searchable
          allowDeselect={false}
          data={accounts}
          {...form.getInputProps("account_id")}
        />
        {isTransfer ? (
          <Select
            label={words.toAccount}
            searchable
            allowDeselect={false}
            data={accounts.filter((one) => one.value !== account_id)}
            {...form.getInputProps("to_account_id")}
          />
        ) : null}
      </SimpleGrid>
      {isTransfer && to_account_id && toCurrency !== currency ? (
        <TextInput
          label={words.toAmount(toCurrency)}
          description={words.toAmountHint}
          placeholder={row?.to_amount ? typedAmount(row.to_amount, locale) : ""}
          inputMode="decimal"
          {...form.getInputProps("to_amount")}
        />
      ) : null}
      <ExchangeFields form={form} row={row} />
      <TextInput label={words.description} maxLength={200} {...form.getInputProps("description")} />
      <TagsInput label={words.tags} data={tags} maxTags={20} {...form.getInputProps("tags")} />
      {customTypes.length > 0 ? (
        <Select
          label={words.customType}
          clearable
          data={customTypes.map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps("custom_type_id")}
          onChange={(value: string | null) => form.setFieldValue("custom_type_id", value ?? "")}
        />
      ) : null}
      <Textarea
        label={words.notes}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        {...form.getInputProps("notes")}
      />
    </Stack>
  );
}
