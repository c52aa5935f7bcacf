import { Button, Group, NativeSelect, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";

import type { RecurringView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { AmountField, useAmountText } from "../../components/forms/AmountField";
import { DayField } from "../../components/forms/DayField";
import { negate } from "../../lib/money";
import { forecastWords } from "../../words/forecast";
import { formWords } from "../../words/forms";
import { useWords } from "../../words/translated";
import type { Change } from "./scenario";

const KINDS = ["AMOUNT", "RECURRING", "CATEGORY"] as const;

/** Ask for one change of a scenario. */
export function ScenarioForm({
  entries,
  onAdd,
}: {
  entries: readonly RecurringView[];
  onAdd: (change: Change) => void;
}) {
  const { what: words } = useWords(forecastWords);
  const forms = useWords(formWords);
  const ledger = useLedger();
  const amounts = useAmountText();
  const accounts = ledger.accounts.filter((one) => !one.archived);
  const categories = ledger.categories.filter((one) => !one.archived && one.type === "EXPENSE");
  const form = useForm({
    initialValues: {
      kind: "AMOUNT",
      direction: "out",
      amount: "",
      date: ledger.today,
      to: "",
      account_id: accounts[0]?.id ?? "",
      recurring_id: entries[0]?.id ?? "",
      category_id: categories[0]?.id ?? "",
      percent: "",
    },
    validate: {
      amount: (text, { kind }) =>
        kind !== "CATEGORY" && amounts.read(text) === null ? forms.noAmount : null,
      recurring_id: (id, { kind }) => (kind === "RECURRING" && !id ? forms.needed : null),
      percent: (text, { kind }) =>
        kind === "CATEGORY" && !/^[+-]?\d{1,4}$/.test(text.trim()) ? forms.noAmount : null,
    },
  });
  const submit = form.onSubmit((values) => {
    const amount = amounts.read(values.amount) ?? "0";
    if (values.kind === "AMOUNT")
      onAdd({
        kind: "AMOUNT",
        amount: values.direction === "out" ? negate(amount) : amount,
        date: values.date || null,
        to: values.to || null,
        account_id: values.account_id || null,
      });
    else if (values.kind === "RECURRING")
      onAdd({
        kind: "RECURRING",
        recurring_id: values.recurring_id,
        amount,
        from: values.date || null,
      });
    else
      onAdd({
        kind: "CATEGORY",
        category_id: values.category_id,
        percent: Number(values.percent.trim()),
      });
    form.setFieldValue("amount", "");
  });
  const { kind } = form.values;
  const entry = entries.find((one) => one.id === form.values.recurring_id);
  const named = (items: readonly { id: string; name: string }[]) =>
    items.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <NativeSelect
          label={words.kind}
          data={KINDS.map((one) => ({ value: one, label: words.kinds[one] }))}
          {...form.getInputProps("kind")}
        />
        <Group align="start" gap="sm">
          {kind === "AMOUNT" ? (
            <>
              <NativeSelect
                label={words.direction}
                data={[
                  { value: "out", label: words.out },
                  { value: "in", label: words.in },
                ]}
                {...form.getInputProps("direction")}
              />
              <AmountField
                label={words.amount}
                w={150}
                currency={ledger.account(form.values.account_id)?.currency ?? ledger.currency}
                {...form.getInputProps("amount")}
              />
              <NativeSelect
                label={words.account}
                data={named(accounts)}
                {...form.getInputProps("account_id")}
              />
            </>
          ) : null}
          {kind === "RECURRING" ? (
            <>
              <NativeSelect
                label={words.entry}
                data={named(entries)}
                {...form.getInputProps("recurring_id")}
              />
              <AmountField
                label={words.newAmount}
                placeholder={words.zero}
                w={170}
                currency={entry?.template.currency ?? ledger.currency}
                {...form.getInputProps("amount")}
              />
            </>
          ) : null}
          {kind === "CATEGORY" ? (
            <>
              <NativeSelect
                label={words.category}
                data={named(categories)}
                {...form.getInputProps("category_id")}
              />
              <AmountField
                label={words.percent}
                placeholder={words.percentHint}
                currency="%"
                {...form.getInputProps("percent")}
              />
            </>
          ) : (
            <DayField
              label={kind === "AMOUNT" ? words.date : words.from}
              min={ledger.today}
              {...form.getInputProps("date")}
            />
          )}
          {kind === "AMOUNT" ? (
            <DayField
              label={`${words.repeat} (${forms.optional})`}
              min={form.values.date}
              {...form.getInputProps("to")}
            />
          ) : null}
          <Button type="submit" mt={25}>
            {words.add}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
