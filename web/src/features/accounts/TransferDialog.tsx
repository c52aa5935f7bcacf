import { Button, Group, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";

import { Dialog } from "../../components/dialogs/Dialog";
import { newKey } from "../../api/client";
import { recordTransaction } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { ApiError } from "../../api/problem";
import { useWrite } from "../../api/queries";
import { AccountSelect } from "../../components/names/AccountSelect";
import { AmountField, useAmountText } from "../../components/forms/AmountField";
import { DayField } from "../../components/forms/DayField";
import { Failed } from "../../components/States";
import { showProblem } from "../../components/forms/problem-form";
import { accountsWords } from "../../words/accounts";
import { commonWords } from "../../words/common";
import { formWords } from "../../words/forms";
import { useWords } from "../../words/translated";

const NAMES = { account_id: "from", to_account_id: "to", description: "note" } as const;

/** Record a transfer between two of the ledger's accounts. */
export function TransferDialog({ from, onClose }: { from: string | null; onClose: () => void }) {
  const words = useWords(accountsWords);
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const ledger = useLedger();
  const amounts = useAmountText();
  const [key] = useState(newKey);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const form = useForm<Record<"from" | "to" | "amount" | "to_amount" | "date" | "note", string>>({
    initialValues: {
      from: from ?? ledger.accounts.find((one) => one.is_default)?.id ?? "",
      to: "",
      amount: "",
      to_amount: "",
      date: ledger.today,
      note: "",
    },
    validate: {
      from: (id) => (id ? null : forms.needed),
      to: (id, values) => (!id ? forms.needed : id === values.from ? words.sameAccount : null),
      amount: (text) => (amounts.read(text) ? null : forms.noAmount),
      to_amount: (text) => (!text.trim() || amounts.read(text) ? null : forms.noAmount),
      date: (day) => (day ? null : forms.needed),
    },
  });
  const source = ledger.account(form.values.from);
  const target = ledger.account(form.values.to);
  const crosses = source && target && source.currency !== target.currency;
  const write = useWrite(
    () => {
      const values = form.getValues();
      const arrives = crosses ? amounts.read(values.to_amount) : null;
      return recordTransaction({
        headers: { "Idempotency-Key": key },
        body: {
          type: "TRANSFER",
          account_id: values.from,
          to_account_id: values.to,
          amount: amounts.read(values.amount) ?? "",
          date: values.date,
          ...(arrives ? { to_amount: arrives } : {}),
          ...(values.note.trim() ? { description: values.note.trim() } : {}),
        },
      });
    },
    { done: () => words.transferred, showsError: false, onDone: onClose },
  );
  const save = () =>
    write.mutate(undefined, {
      onError: (error) => setFailure(showProblem(form, error, NAMES)),
    });
  return (
    <Dialog onClose={onClose} title={words.transferTitle}>
      <form noValidate onSubmit={form.onSubmit(save)}>
        <Stack>
          <AccountSelect label={words.from} required {...form.getInputProps("from")} />
          <AccountSelect
            label={words.to}
            required
            without={form.values.from ? [form.values.from] : []}
            {...form.getInputProps("to")}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: "start" }}>
            <AmountField
              label={forms.amount}
              required
              data-autofocus
              {...(source ? { currency: source.currency } : {})}
              {...form.getInputProps("amount")}
            />
            <DayField label={forms.date} required {...form.getInputProps("date")} />
          </SimpleGrid>
          {crosses ? (
            <AmountField
              label={words.arrives(target.currency)}
              description={words.arrivesHint}
              currency={target.currency}
              {...form.getInputProps("to_amount")}
            />
          ) : null}
          <TextInput label={words.note} maxLength={200} {...form.getInputProps("note")} />
          {failure ? <Failed error={failure} /> : null}
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={write.isPending}>
              {words.transferIt}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
