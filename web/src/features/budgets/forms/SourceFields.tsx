import { MultiSelect, NativeSelect } from "@mantine/core";

import type { FundSource } from "../../../api/generated";
import { useLedger } from "../../../api/ledger";
import { AmountField } from "../../../components/forms/AmountField";
import { budgetFormWords } from "../../../words/budget-forms";
import { useWords } from "../../../words/translated";
import type { SourceChoice } from "./fill";

const SOURCES: readonly FundSource[] = ["INCOME", "ACCOUNTS", "AMOUNT"];

/** Ask where the money of a plan comes from. */
export function SourceFields({
  value,
  onChange,
}: {
  value: SourceChoice;
  onChange: (value: SourceChoice) => void;
}) {
  const words = useWords(budgetFormWords).filling;
  const { accounts } = useLedger();
  return (
    <>
      <NativeSelect
        label={words.source}
        value={value.source}
        onChange={(event) => {
          const source = SOURCES.find((one) => one === event.currentTarget.value);
          if (source) onChange({ ...value, source });
        }}
        data={SOURCES.map((one) => ({ value: one, label: words.sources[one] }))}
      />
      {value.source === "ACCOUNTS" ? (
        <MultiSelect
          label={words.accounts}
          miw={200}
          value={[...value.accountIds]}
          onChange={(accountIds) => onChange({ ...value, accountIds })}
          data={accounts
            .filter((one) => !one.archived)
            .map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : null}
      {value.source === "AMOUNT" ? (
        <AmountField
          label={words.amount}
          w={140}
          value={value.amount}
          onChange={(event) => onChange({ ...value, amount: event.currentTarget.value })}
        />
      ) : null}
    </>
  );
}
