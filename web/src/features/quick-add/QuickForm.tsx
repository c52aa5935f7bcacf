import {
  Button,
  Chip,
  Group,
  NativeSelect,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useId } from "react";

import type { Facts } from "../../api/offline/facts";
import type { TransactionDraft } from "../../api/generated";
import { CategoryIcon } from "../../components/names/CategoryIcon";
import { browserToday } from "../../lib/dates";
import { fromMinor, parseAmount, toMinor } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { quickAddWords } from "../../words/quick-add";
import { useWords } from "../../words/translated";
import { byUse, suggested } from "./facts";

const TYPES = ["EXPENSE", "INCOME", "TRANSFER"] as const;
/** So many categories are one press away; the others are in a list. */
const CHIPS = 8;

interface Values extends Record<string, unknown> {
  type: (typeof TYPES)[number];
  amount: string;
  payee: string;
  category: string;
  account: string;
  toAccount: string;
  date: string;
  note: string;
}

export interface QuickFormProps {
  readonly facts: Facts;
  /** A refused transaction that is corrected; else the form is empty. */
  readonly first: TransactionDraft | null;
  readonly save: (draft: TransactionDraft) => Promise<void>;
}

/** Show the few fields of most transactions; after saving it is ready for the next. */
export function QuickForm({ facts, first, save }: QuickFormProps) {
  const words = useWords(quickAddWords);
  const common = useWords(commonWords);
  const { locale } = usePreferences();
  const payees = useId();
  const start = facts.accounts.find((one) => one.isDefault) ?? facts.accounts[0];
  const exponentOf = (id: string) => facts.accounts.find((one) => one.id === id)?.exponent ?? 2;
  const read = (text: string, account: string) => {
    const amount = parseAmount(text, locale);
    if (amount === null || !/[1-9]/.test(amount)) return words.needsAmount;
    const exponent = exponentOf(account);
    const decimals = amount.split(".")[1] ?? "";
    if (decimals.replace(/0+$/, "").length > exponent) return words.tooPrecise(exponent);
    return null;
  };
  const form = useForm<Values>({
    initialValues: {
      type: first?.type ?? "EXPENSE",
      amount: first ? String(first.amount) : "",
      payee: first?.payee ?? "",
      category: first?.category_id ?? "",
      account: first?.account_id ?? start?.id ?? "",
      toAccount: first?.to_account_id ?? "",
      date: first?.date ?? browserToday(),
      note: first?.description ?? "",
    },
    validate: {
      amount: (text, { account }) => read(text, account),
      date: (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? null : words.needsDate),
      toAccount: (id, { type, account }) =>
        type === "TRANSFER" && (!id || id === account) ? words.needsOtherAccount : null,
    },
    onSubmitPreventDefault: "always",
  });
  const { type, payee, category, account } = form.values;
  const isTransfer = type === "TRANSFER";
  const categories = byUse(facts, type);
  const chips = categories.slice(0, CHIPS);
  const rest = categories.slice(CHIPS);
  const currency = facts.accounts.find((one) => one.id === account)?.currency ?? facts.currency;
  const accounts = facts.accounts.map(({ id, name }) => ({ value: id, label: name }));

  const takePayee = (name: string) => {
    const last = facts.payees.find((one) => one.payee === name)?.categoryId;
    if (last && categories.some((one) => one.id === last)) form.setFieldValue("category", last);
  };
  const submit = form.onSubmit(async (values) => {
    const exponent = exponentOf(values.account);
    const amount = (parseAmount(values.amount, locale) ?? "0").replace(/(\.\d*?)0+$/, "$1");
    await save({
      type: values.type,
      amount: fromMinor(toMinor(amount.replace(/\.$/, ""), exponent), exponent),
      date: values.date,
      payee: values.payee.trim() || null,
      account_id: values.account,
      category_id: isTransfer ? null : values.category || null,
      to_account_id: isTransfer ? values.toAccount : null,
      description: values.note.trim() || null,
    });
    // The day and the account are often those of the next one, too.
    form.setValues({ amount: "", payee: "", category: "", note: "" });
    form.resetDirty();
    form.getInputNode("amount")?.focus();
  });

  return (
    <form onSubmit={submit} noValidate style={{ display: "grid", gap: 14 }}>
      <SegmentedControl
        fullWidth
        aria-label={words.type}
        value={type}
        onChange={(value) => {
          form.setFieldValue("type", TYPES.find((one) => one === value) ?? "EXPENSE");
          form.setFieldValue("category", "");
        }}
        data={TYPES.map((one) => ({ value: one, label: common.types[one] }))}
      />
      <TextInput
        {...form.getInputProps("amount")}
        label={words.amountIn(currency)}
        autoFocus
        inputMode="decimal"
        enterKeyHint="done"
        autoComplete="off"
        placeholder="0"
        styles={{
          input: {
            height: 76,
            fontSize: 44,
            fontWeight: 650,
            textAlign: "center",
            fontVariantNumeric: "tabular-nums",
            color: `var(--${type.toLowerCase()})`,
          },
        }}
      />
      {isTransfer ? null : (
        <>
          <TextInput
            {...form.getInputProps("payee")}
            label={words.payee}
            maxLength={100}
            list={payees}
            autoComplete="off"
            onBlur={() => !category && takePayee(payee.trim())}
          />
          <datalist id={payees}>
            {suggested(facts, payee).map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
      {isTransfer ? null : (
        <Stack gap={6}>
          <Text size="sm" fw={500} id="category-label">
            {words.category}
          </Text>
          <Chip.Group value={category} onChange={(value) => form.setFieldValue("category", value)}>
            <Group gap={6} role="radiogroup" aria-labelledby="category-label">
              {chips.map((one) => (
                <Chip
                  key={one.id}
                  value={one.id}
                  variant="outline"
                  onClick={() => one.id === category && form.setFieldValue("category", "")}
                >
                  <Group gap={6} wrap="nowrap" component="span" style={{ display: "inline-flex" }}>
                    <CategoryIcon color={one.color} icon={one.icon} size={18} />
                    {one.name}
                  </Group>
                </Chip>
              ))}
            </Group>
          </Chip.Group>
          {rest.length > 0 ? (
            <NativeSelect
              aria-label={words.moreCategories}
              data={[
                { value: "", label: words.moreCategories },
                ...rest.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              value={rest.some((one) => one.id === category) ? category : ""}
              onChange={(event) => form.setFieldValue("category", event.currentTarget.value)}
            />
          ) : null}
        </Stack>
      )}
      <SimpleGrid cols={2} spacing="sm">
        <NativeSelect
          {...form.getInputProps("account")}
          label={isTransfer ? words.fromAccount : words.account}
          data={accounts}
        />
        {isTransfer ? (
          <NativeSelect
            {...form.getInputProps("toAccount")}
            label={words.toAccount}
            data={[{ value: "", label: "" }, ...accounts.filter((one) => one.value !== account)]}
          />
        ) : null}
        <TextInput {...form.getInputProps("date")} label={words.date} type="date" />
        {isTransfer ? <TextInput {...form.getInputProps("note")} label={words.note} /> : null}
      </SimpleGrid>
      {isTransfer ? null : (
        <TextInput {...form.getInputProps("note")} label={words.note} maxLength={200} />
      )}
      <Button type="submit" size="lg" loading={form.submitting}>
        {words.save}
      </Button>
    </form>
  );
}
