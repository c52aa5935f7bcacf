import { Button, Group, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";

import type { OccurrenceView, RecurringView } from "../../api/generated";
import { AmountField, useAmountText } from "../../components/forms/AmountField";
import { DayField } from "../../components/forms/DayField";
import { billWords } from "../../words/bills";
import { commonWords } from "../../words/common";
import { formWords } from "../../words/forms";
import { useWords } from "../../words/translated";
import { useEntryChange, useOccurrenceAction } from "./useBills";

export interface ChangeFormProps {
  readonly one: OccurrenceView;
  readonly entry: RecurringView | undefined;
  readonly onClose: () => void;
}

/** Change the amount, day or note of one occurrence, or the amount of all from it on. */
export function ChangeForm({ one, entry, onClose }: ChangeFormProps) {
  const words = useWords(billWords).occurrence;
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const amounts = useAmountText();
  const write = useOccurrenceAction(onClose);
  const change = useEntryChange();
  const form = useForm({
    initialValues: {
      amount: amounts.write(one.amount),
      date: one.date,
      note: one.note ?? "",
      reach: "one",
    },
    validate: {
      amount: (text) => (amounts.read(text) === null ? forms.noAmount : null),
      date: (day) => (day ? null : forms.needed),
    },
  });
  const isOnward = form.values.reach === "onward";
  const save = form.onSubmit(({ amount: text, date, note }) => {
    const amount = amounts.read(text);
    if (amount === null) return;
    if (isOnward && entry) {
      const before = entry.amount_changes.filter((other) => other.from < one.nominal);
      const patch = { amount_changes: [...before, { from: one.nominal, amount }] };
      change.mutate({ entry, patch, done: words.changed(one.name) }, { onSuccess: onClose });
      return;
    }
    write.mutate({
      one,
      action: {
        kind: "change",
        patch: {
          ...(amount === one.amount ? {} : { amount }),
          ...(date === one.date ? {} : { date }),
          note: note.trim() || null,
        },
      },
    });
  });
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="sm">
        <AmountField
          label={forms.amount}
          currency={one.currency}
          autoFocus
          {...form.getInputProps("amount")}
        />
        {entry ? (
          <SegmentedControl
            aria-label={words.appliesTo}
            data={[
              { value: "one", label: words.onlyThis },
              { value: "onward", label: words.onward },
            ]}
            {...form.getInputProps("reach")}
          />
        ) : null}
        {isOnward ? null : (
          <>
            <DayField label={forms.date} {...form.getInputProps("date")} />
            <TextInput label={words.note} maxLength={200} {...form.getInputProps("note")} />
          </>
        )}
        <Group justify="end">
          <Button type="submit" loading={write.isPending || change.isPending}>
            {common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
