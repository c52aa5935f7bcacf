import { Button, Group, NativeSelect, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";

import { newKey } from "../../api/client";
import {
  acceptRecurringSuggestion,
  createRecurring,
  patchRecurring,
  type RecurringDraft,
  type RecurringView,
} from "../../api/generated";
import { useLedger, useMoney } from "../../api/ledger";
import type { ApiError } from "../../api/problem";
import { useWrite } from "../../api/queries";
import { useAmountText } from "../../components/forms/AmountField";
import { DayField } from "../../components/forms/DayField";
import { FormFailure } from "../../components/forms/FormFailure";
import { showProblem } from "../../components/forms/problem-form";
import { ScheduleFields } from "../../components/forms/ScheduleFields";
import { scheduleOf } from "../../lib/schedule";
import { billWords } from "../../words/bills";
import { commonWords } from "../../words/common";
import { formWords } from "../../words/forms";
import { scheduleWords } from "../../words/schedule";
import { Dialog } from "../../components/dialogs/Dialog";
import { useWords } from "../../words/translated";
import { draftOfEntry, valuesOf, type End, type EntryValues, type Source } from "./entry";
import { TemplateFields } from "./TemplateFields";

const ENDS: readonly End[] = ["NEVER", "UNTIL", "COUNT"];

/** Fields of the request, by fields of the form. */
const NAMES = {
  "template.amount": "amount",
  "template.category_id": "category_id",
  "template.account_id": "account_id",
  "template.to_account_id": "to_account_id",
  "template.payee": "payee",
  "template.description": "description",
  "template.tags": "tags",
  "schedule.start": "start",
  "schedule.until": "until",
  "schedule.count": "count",
} as const;

export interface EntryFormProps {
  readonly source: Source;
  readonly onClose: () => void;
}

/** Ask for all of a recurring entry, in a dialog. */
export function EntryForm({ source, onClose }: EntryFormProps) {
  const { form: words } = useWords(billWords);
  const title = source.kind === "entry" ? words.editTitle(source.entry.name) : words.newTitle;
  return (
    <Dialog onClose={onClose} title={title} size="lg">
      <Fields source={source} onClose={onClose} />
    </Dialog>
  );
}

function Fields({ source, onClose }: EntryFormProps) {
  const { form: words, entries, modes } = useWords(billWords);
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const rules = useWords(scheduleWords);
  const money = useMoney();
  const ledger = useLedger();
  const amounts = useAmountText();
  const [key] = useState(newKey);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const form = useForm<EntryValues>({
    initialValues: valuesOf(source, ledger.today, ledger.accounts[0]?.id ?? "", amounts.write),
    validate: {
      name: (name) => (name.trim() ? null : forms.needed),
      amount: (text) => (amounts.read(text) === null ? forms.noAmount : null),
      to_account_id: (id, { type }) => (type === "TRANSFER" && !id ? forms.needed : null),
      start: (day) => (day ? null : forms.needed),
      until: (day, { end }) => (end === "UNTIL" && !day ? forms.needed : null),
    },
  });
  const write = useWrite<RecurringView, { body: RecurringDraft; etag: string | null }>(
    ({ body, etag }) => {
      const headers = { "Idempotency-Key": key };
      if (source.kind === "entry" && etag)
        return patchRecurring({
          path: { id: source.entry.id },
          body,
          headers: { "If-Match": etag },
        });
      if (source.kind === "suggestion")
        return acceptRecurringSuggestion({ path: { id: source.suggestion.id }, body, headers });
      return createRecurring({ body, headers });
    },
    {
      done: ({ name }) =>
        source.kind === "entry" ? entries.wasSaved(name) : entries.wasCreated(name),
      showsError: false,
      onDone: onClose,
    },
  );
  const save = (values: EntryValues, etag: string | null) => {
    const amount = amounts.read(values.amount);
    if (amount === null) return;
    setFailure(null);
    write.mutate(
      { body: draftOfEntry(values, amount, source), etag },
      { onError: (error) => setFailure(showProblem(form, error, NAMES)) },
    );
  };
  const entry = source.kind === "entry" ? source.entry : null;
  const { schedule, end } = form.values;
  return (
    <form onSubmit={form.onSubmit((values) => save(values, entry?.etag ?? null))} noValidate>
      <Stack gap="sm">
        <TextInput
          label={words.name}
          maxLength={100}
          required
          data-autofocus
          {...form.getInputProps("name")}
        />
        <TemplateFields form={form} hasSplits={!!entry?.template.splits.length} />
        <DayField label={words.start} required {...form.getInputProps("start")} />
        <ScheduleFields
          value={schedule}
          onChange={(value) => form.setFieldValue("schedule", value)}
        />
        <Group grow align="start">
          <NativeSelect
            label={words.end}
            data={ENDS.map((one) => ({ value: one, label: words.ends[one] }))}
            {...form.getInputProps("end")}
          />
          {end === "UNTIL" ? (
            <DayField label={words.until} {...form.getInputProps("until")} />
          ) : null}
          {end === "COUNT" ? (
            <NumberInput
              label={words.count}
              min={1}
              max={1000}
              allowDecimal={false}
              {...form.getInputProps("count")}
            />
          ) : null}
        </Group>
        <Text size="sm" role="status" fw={500}>
          {rules.describe(schedule)}
        </Text>
        {form.errors["schedule"] ? (
          <Text size="sm" c="var(--expense)" role="alert">
            {form.errors["schedule"]}
          </Text>
        ) : null}
        <NativeSelect
          label={words.mode}
          data={(["REMIND", "APPROVE", "AUTO"] as const).map((one) => ({
            value: one,
            label: modes[one],
          }))}
          {...form.getInputProps("mode")}
        />
        <NumberInput
          label={words.remind}
          min={0}
          max={30}
          allowDecimal={false}
          {...form.getInputProps("remind_days")}
        />
        <FormFailure
          error={failure}
          before={entry}
          facts={(one) => [
            { label: words.name, text: one.name },
            {
              label: forms.amount,
              text: money(one.template.amount, { currency: one.template.currency }),
            },
            { label: rules.repeats, text: rules.describe(scheduleOf(one.schedule)) },
            { label: words.mode, text: modes[one.mode] },
          ]}
          onRepeat={(current) => save(form.getValues(), current.etag)}
        />
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button type="submit" loading={write.isPending}>
            {entry ? common.save : common.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
