import { Button, Group, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";

import { Dialog } from "../../components/dialogs/Dialog";
import { newKey } from "../../api/client";
import { createAccount, patchAccount, type AccountKind } from "../../api/generated";
import { useLedger, useMoney, type Account } from "../../api/ledger";
import { ApiError } from "../../api/problem";
import { useWrite } from "../../api/queries";
import { AmountField, useAmountText } from "../../components/forms/AmountField";
import { ColorPicker } from "../../components/names/ColorPicker";
import { CurrencySelect } from "../../components/names/CurrencySelect";
import { DayField } from "../../components/forms/DayField";
import { FormFailure, type Fact } from "../../components/forms/FormFailure";
import { IconPicker } from "../../components/names/IconPicker";
import { showProblem } from "../../components/forms/problem-form";
import { accountsWords } from "../../words/accounts";
import { commonWords } from "../../words/common";
import { formWords } from "../../words/forms";
import { looksWords } from "../../words/looks";
import { mergingWords } from "../../words/merging";
import { useWords } from "../../words/translated";
import { KINDS } from "./groups";

interface Values extends Record<string, unknown> {
  name: string;
  kind: AccountKind;
  currency: string;
  opening_balance: string;
  opening_date: string;
  low_balance: string;
  color: string | null;
  icon: string | null;
}

export interface AccountFormProps {
  /** The account to change; null to create one. */
  readonly account: Account | null;
  readonly onClose: () => void;
}

const HINT_BELOW = ["label", "input", "description", "error"] as const;

/** Create or change an account. */
export function AccountForm({ account, onClose }: AccountFormProps) {
  const words = useWords(accountsWords);
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const looks = useWords(looksWords);
  const merging = useWords(mergingWords);
  const ledger = useLedger();
  const money = useMoney();
  const amounts = useAmountText();
  const [key] = useState(newKey);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const form = useForm<Values>({
    initialValues: {
      name: account?.name ?? "",
      kind: account?.kind ?? "CHECKING",
      currency: account?.currency ?? ledger.currency,
      opening_balance: amounts.write(account?.opening_balance),
      opening_date: account?.opening_date ?? ledger.today,
      low_balance: amounts.write(account?.low_balance),
      color: account?.color ?? null,
      icon: account?.icon ?? null,
    },
    validate: {
      name: (name) => (name.trim() ? null : forms.needed),
      opening_balance: (text) => (!text.trim() || amounts.read(text) ? null : forms.noAmount),
      low_balance: (text) => (!text.trim() || amounts.read(text) ? null : forms.noAmount),
      opening_date: (day) => (day ? null : forms.needed),
    },
  });
  const write = useWrite(
    (etag: string | null) => {
      const { opening_balance, low_balance, ...rest } = form.getValues();
      const body = {
        ...rest,
        opening_balance: amounts.read(opening_balance) ?? "0",
        low_balance: amounts.read(low_balance),
      };
      return account
        ? patchAccount({
            path: { id: account.id },
            headers: { "If-Match": etag ?? account.etag },
            body,
          })
        : createAccount({ headers: { "Idempotency-Key": key }, body });
    },
    {
      done: ({ name }) => (account ? merging.saved(name) : merging.created(name)),
      showsError: false,
      onDone: onClose,
    },
  );
  const save = (etag: string | null) => {
    setFailure(null);
    write.mutate(etag, {
      onError: (error) => setFailure(showProblem(form, error)),
    });
  };
  const facts = (one: Account): Fact[] => [
    { label: common.name, text: one.name },
    { label: words.kind, text: words.kinds[one.kind] },
    { label: looks.currency, text: one.currency },
    { label: words.openingBalance, text: money(one.opening_balance, { currency: one.currency }) },
    { label: words.openingDate, text: one.opening_date },
    {
      label: words.lowBalance,
      text: one.low_balance ? money(one.low_balance, { currency: one.currency }) : common.none,
    },
  ];
  const { color, icon, currency } = form.values;
  const isCurrencyFixed = (account?.transaction_count ?? 0) > 0;
  return (
    <Dialog onClose={onClose} size="lg" title={account ? words.edit(account.name) : words.create}>
      <form onSubmit={form.onSubmit(() => save(null))} noValidate>
        <Stack>
          <TextInput
            label={common.name}
            required
            maxLength={50}
            data-autofocus
            autoComplete="off"
            {...form.getInputProps("name")}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: "start" }}>
            <Select
              label={words.kind}
              allowDeselect={false}
              data={KINDS.map((one) => ({ value: one, label: words.kinds[one] }))}
              {...form.getInputProps("kind")}
            />
            <CurrencySelect
              disabled={isCurrencyFixed}
              description={isCurrencyFixed ? words.currencyHint : undefined}
              inputWrapperOrder={[...HINT_BELOW]}
              {...form.getInputProps("currency")}
            />
            <AmountField
              label={words.openingBalance}
              description={words.openingHint}
              inputWrapperOrder={[...HINT_BELOW]}
              currency={currency}
              {...form.getInputProps("opening_balance")}
            />
            <DayField label={words.openingDate} required {...form.getInputProps("opening_date")} />
            <AmountField
              label={words.lowBalance}
              description={words.lowHint}
              inputWrapperOrder={[...HINT_BELOW]}
              currency={currency}
              {...form.getInputProps("low_balance")}
            />
          </SimpleGrid>
          <ColorPicker value={color} onChange={(one) => form.setFieldValue("color", one)} />
          <IconPicker value={icon} onChange={(one) => form.setFieldValue("icon", one)} />
          <FormFailure
            error={failure}
            before={account}
            facts={facts}
            onRepeat={(current) => save(current.etag)}
          />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={write.isPending}>
              {account ? words.save : words.createIt}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
