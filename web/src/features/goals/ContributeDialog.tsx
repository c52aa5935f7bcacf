import { Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";

import { newKey } from "../../api/client";
import {
  contribute,
  listTransactions,
  type Contribution,
  type GoalView,
  type TransactionType,
} from "../../api/generated";
import { useLedger, useMoney } from "../../api/ledger";
import type { ApiError } from "../../api/problem";
import { useRead, useWrite } from "../../api/queries";
import { AmountField, useAmountText } from "../../components/forms/AmountField";
import { DayField } from "../../components/forms/DayField";
import { showProblem } from "../../components/forms/problem-form";
import { Failed, Lines, Read } from "../../components/States";
import { addDays, formatDay } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { formWords } from "../../words/forms";
import { goalWords } from "../../words/goals";
import { Dialog } from "../../components/dialogs/Dialog";
import { useWords } from "../../words/translated";

const TYPES: readonly TransactionType[] = ["EXPENSE", "TRANSFER", "INCOME"];
const NAMES = {
  "transaction.amount": "amount",
  "transaction.date": "date",
  "transaction.account_id": "account_id",
  "transaction.to_account_id": "to_account_id",
} as const;

/** Let a new or an existing transaction count for a goal. */
export function ContributeDialog({ goal, onClose }: { goal: GoalView; onClose: () => void }) {
  const { contribution: words, contributed } = useWords(goalWords);
  const money = useMoney();
  const [key] = useState(newKey);
  const write = useWrite(
    ({ body }: { body: Contribution; amount: string; currency: string }) =>
      contribute({ path: { id: goal.id }, body, headers: { "Idempotency-Key": key } }),
    {
      done: (_, { amount, currency }) => contributed(money(amount, { currency }), goal.name),
      showsError: false,
      onDone: onClose,
    },
  );
  const send = (
    body: Contribution,
    amount: string,
    currency: string,
    onError: (error: ApiError) => void,
  ) => write.mutate({ body, amount, currency }, { onError });
  return (
    <Dialog onClose={onClose} title={words.title(goal.name)}>
      <Stack>
        <NewOne isBusy={write.isPending} send={send} />
        <Existing isBusy={write.isPending} send={send} />
      </Stack>
    </Dialog>
  );
}

interface PartProps {
  readonly isBusy: boolean;
  readonly send: (
    body: Contribution,
    amount: string,
    currency: string,
    onError: (error: ApiError) => void,
  ) => void;
}

function NewOne({ isBusy, send }: PartProps) {
  const { contribution: words } = useWords(goalWords);
  const forms = useWords(formWords);
  const ledger = useLedger();
  const amounts = useAmountText();
  const [failure, setFailure] = useState<ApiError | null>(null);
  const accounts = ledger.accounts.filter((one) => !one.archived);
  const choices = accounts.map(({ id, name }) => ({ value: id, label: name }));
  const form = useForm<Record<"amount" | "type" | "account_id" | "to_account_id" | "date", string>>(
    {
      initialValues: {
        amount: "",
        type: "EXPENSE",
        account_id: accounts[0]?.id ?? "",
        to_account_id: accounts[1]?.id ?? "",
        date: ledger.today,
      },
      validate: {
        amount: (text) => (amounts.read(text) === null ? forms.noAmount : null),
        date: (day) => (day ? null : forms.needed),
      },
    },
  );
  const currency = ledger.account(form.values.account_id)?.currency ?? ledger.currency;
  const submit = form.onSubmit(({ amount: text, type: typed, account_id, to_account_id, date }) => {
    const amount = amounts.read(text);
    const type = TYPES.find((one) => one === typed);
    if (amount === null || !type) return;
    setFailure(null);
    const transfer = type === "TRANSFER" ? { to_account_id } : {};
    send(
      { transaction: { type, amount, date, account_id, ...transfer } },
      amount,
      currency,
      (error) => setFailure(showProblem(form, error, NAMES)),
    );
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <AmountField
          label={words.amount}
          required
          data-autofocus
          currency={currency}
          {...form.getInputProps("amount")}
        />
        <NativeSelect
          label={words.how}
          data={TYPES.map((one) => ({ value: one, label: words[one] }))}
          {...form.getInputProps("type")}
        />
        <Group grow align="start" gap="sm">
          <NativeSelect label={words.from} data={choices} {...form.getInputProps("account_id")} />
          {form.values.type === "TRANSFER" ? (
            <NativeSelect
              label={words.to}
              data={choices}
              {...form.getInputProps("to_account_id")}
            />
          ) : null}
          <DayField label={forms.date} {...form.getInputProps("date")} />
        </Group>
        {failure ? <Failed error={failure} /> : null}
        <Group justify="end">
          <Button type="submit" loading={isBusy}>
            {words.done}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Existing({ isBusy, send }: PartProps) {
  const { contribution: words } = useWords(goalWords);
  const common = useWords(commonWords);
  const money = useMoney();
  const { locale } = usePreferences();
  const { today } = useLedger();
  const [failure, setFailure] = useState<ApiError | null>(null);
  const from = addDays(today, -60);
  const found = useRead(["transactions", "recent", from], (signal) =>
    listTransactions({ query: { from, limit: 15 }, signal }),
  );
  return (
    <Stack gap={4}>
      <Text fw={600} size="sm">
        {words.existing}
      </Text>
      {failure ? <Failed error={failure} /> : null}
      <Read of={found} waiting={<Lines count={4} />}>
        {({ items }) => (
          <Stack gap={4} mah={240} style={{ overflowY: "auto" }} tabIndex={0}>
            {items.map((item) => {
              const name = item.payee ?? item.description ?? common.types[item.type];
              const amount = money(item.amount, { currency: item.currency });
              const text = `${formatDay(item.date, locale)} · ${name} · ${amount}`;
              return (
                <Group key={item.id} justify="space-between" wrap="nowrap">
                  <Text size="sm" style={{ minWidth: 0, overflowWrap: "anywhere" }}>
                    {text}
                  </Text>
                  <Button
                    size="compact-sm"
                    variant="default"
                    disabled={isBusy}
                    aria-label={words.choose(text)}
                    onClick={() =>
                      send({ transaction_id: item.id }, item.amount, item.currency, setFailure)
                    }
                  >
                    {words.counts}
                  </Button>
                </Group>
              );
            })}
          </Stack>
        )}
      </Read>
    </Stack>
  );
}
