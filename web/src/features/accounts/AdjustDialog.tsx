import { Group, Stack, Text } from "@mantine/core";
import { useState } from "react";

import { newKey } from "../../api/client";
import { recordTransaction } from "../../api/generated";
import { useLedger, useMoney, type Account } from "../../api/ledger";
import { useWrite } from "../../api/queries";
import { Amount } from "../../components/Amount";
import { AmountField, useAmountText } from "../../components/forms/AmountField";
import { CategorySelect } from "../../components/names/CategorySelect";
import { ConfirmDialog } from "../../components/dialogs/ConfirmDialog";
import { Failed } from "../../components/States";
import { isNegative, negate, sum } from "../../lib/money";
import { accountsWords } from "../../words/accounts";
import { commonWords } from "../../words/common";
import { formWords } from "../../words/forms";
import { useWords } from "../../words/translated";
import { exponentOf } from "./groups";

/** Record the difference between an account's balance and the bank's as one transaction. */
export function AdjustDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const words = useWords(accountsWords);
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const ledger = useLedger();
  const money = useMoney();
  const amounts = useAmountText();
  const [key] = useState(newKey);
  const [text, setText] = useState("");
  const [chosen, setCategory] = useState<string | null>(null);
  const { currency, balance } = account;
  const exponent = exponentOf(account);
  const bank = amounts.read(text);
  const isTooFine = (bank?.split(".")[1]?.length ?? 0) > exponent;
  const difference = bank && !isTooFine ? sum([bank, negate(balance)], exponent) : null;
  const isZero = difference !== null && !/[1-9]/.test(difference);
  const type = difference && isNegative(difference) ? "EXPENSE" : "INCOME";
  const size = difference && isNegative(difference) ? negate(difference) : difference;
  // A category of the other type does not fit any more when the sign changes.
  const category = ledger.category(chosen)?.type === type ? chosen : null;
  const write = useWrite(
    () =>
      recordTransaction({
        headers: { "Idempotency-Key": key },
        body: {
          type,
          amount: size ?? "",
          account_id: account.id,
          date: ledger.today,
          description: words.adjustment,
          ...(category ? { category_id: category } : {}),
        },
      }),
    { done: () => words.adjusted(account.name), showsError: false, onDone: onClose },
  );
  return (
    <ConfirmDialog
      opened
      title={words.adjustTitle(account.name)}
      confirm={words.record}
      isBusy={write.isPending}
      isDisabled={difference === null || isZero}
      onConfirm={() => write.mutate()}
      onClose={onClose}
    >
      <Text size="sm">{words.adjustHint}</Text>
      <AmountField
        label={words.bankBalance}
        currency={currency}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={text.trim() && difference === null ? forms.noAmount : null}
      />
      <Stack gap={4} aria-live="polite">
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {words.ledgerBalance}
          </Text>
          <Amount value={balance} currency={currency} />
        </Group>
        {difference !== null ? (
          <Group justify="space-between">
            <Text size="sm" c="dimmed">
              {words.difference}
            </Text>
            <Amount value={difference} currency={currency} signed weight={600} />
          </Group>
        ) : null}
        {isZero ? <Text size="sm">{words.noDifference}</Text> : null}
        {size && !isZero ? (
          <Text size="sm">{words.willRecord(common.types[type], money(size, { currency }))}</Text>
        ) : null}
      </Stack>
      {size && !isZero ? (
        <CategorySelect type={type} clearable value={category} onChange={setCategory} />
      ) : null}
      {write.error ? <Failed error={write.error} /> : null}
    </ConfirmDialog>
  );
}
