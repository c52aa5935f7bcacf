import { Group, NativeSelect, SegmentedControl, Stack, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";

import { useLedger } from "../../api/ledger";
import { AmountField } from "../../components/forms/AmountField";
import { formWords } from "../../words/forms";
import { goalWords } from "../../words/goals";
import { useWords } from "../../words/translated";
import type { GoalValues } from "./goal";

/** Ask for what the money of a goal comes from, by the kind that was chosen. */
export function FundingFields({
  form,
  currency,
  isNew,
}: {
  form: UseFormReturnType<GoalValues>;
  currency: string;
  isNew: boolean;
}) {
  const { form: words } = useWords(goalWords);
  const forms = useWords(formWords);
  const ledger = useLedger();
  const { kind, part } = form.values;
  const chosen = (items: readonly { id: string; name: string }[]) => [
    { value: "", label: "–" },
    ...items.map(({ id, name }) => ({ value: id, label: name })),
  ];
  const accounts = ledger.accounts.filter((one) => !one.archived);
  switch (kind) {
    case "ALLOCATION":
      return (
        <Stack gap="sm">
          <NativeSelect
            label={words.account}
            required
            data={chosen(accounts)}
            {...form.getInputProps("account_id")}
          />
          <Group grow align="end" gap="sm">
            <SegmentedControl
              aria-label={words.part}
              value={part}
              onChange={(value) =>
                form.setFieldValue("part", value === "share" ? "share" : "amount")
              }
              data={[
                { value: "amount", label: words.parts.amount },
                { value: "share", label: words.parts.share },
              ]}
            />
            {part === "amount" ? (
              <AmountField
                label={words.partAmount}
                required
                currency={currency}
                {...form.getInputProps("part_amount")}
              />
            ) : (
              <AmountField
                label={words.partShare}
                required
                currency="%"
                {...form.getInputProps("part_share")}
              />
            )}
          </Group>
        </Stack>
      );
    case "ACCOUNT":
      return (
        <NativeSelect
          label={words.account}
          required
          data={chosen(accounts)}
          {...form.getInputProps("account_id")}
        />
      );
    case "DEBT":
      return (
        <Group grow align="start" gap="sm">
          <NativeSelect
            label={words.debtAccount}
            required
            data={chosen(accounts)}
            {...form.getInputProps("account_id")}
          />
          <AmountField
            label={words.debt}
            description={isNew ? words.debtHint : undefined}
            currency={currency}
            {...form.getInputProps("debt")}
          />
        </Group>
      );
    case "CATEGORY":
      return (
        <NativeSelect
          label={forms.category}
          required
          data={chosen(ledger.categories.filter((one) => !one.archived))}
          {...form.getInputProps("category_id")}
        />
      );
    case "TAG":
      return (
        <Group grow align="start" gap="sm">
          <TextInput label={words.tag} required maxLength={64} {...form.getInputProps("tag")} />
          <NativeSelect
            label={words.counts}
            data={(["EXPENSE", "INCOME"] as const).map((one) => ({
              value: one,
              label: words.types[one],
            }))}
            {...form.getInputProps("type")}
          />
        </Group>
      );
    case "TRANSACTIONS":
      return null;
  }
}
