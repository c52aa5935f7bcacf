import { Group, Select, type SelectProps } from "@mantine/core";
import { forwardRef } from "react";

import { useLedger } from "../../api/ledger";
import { looksWords } from "../../words/looks";
import { useWords } from "../../words/translated";
import { Amount } from "../Amount";
import { NameWithIcon } from "./CategoryBadge";
import { CategoryIcon } from "./CategoryIcon";

export interface AccountSelectProps extends Omit<SelectProps, "data" | "renderOption"> {
  /** Do not offer these. */
  readonly without?: readonly string[];
}

/** Choose an account, each with its balance; archived ones are hidden unless one of them is chosen. */
export const AccountSelect = forwardRef<HTMLInputElement, AccountSelectProps>(
  function AccountSelect({ without = [], value, ...props }, ref) {
    const words = useWords(looksWords);
    const ledger = useLedger();
    const chosen = ledger.account(value);
    return (
      <Select
        ref={ref}
        label={words.account}
        searchable
        nothingFoundMessage={words.nothingFound}
        data={ledger.accounts
          .filter((each) => !without.includes(each.id))
          .filter((each) => !each.archived || each.id === value)
          .map((each) => ({ value: each.id, label: each.name }))}
        value={value ?? null}
        leftSection={
          chosen ? <CategoryIcon color={chosen.color} icon={chosen.icon} size={20} /> : undefined
        }
        renderOption={({ option }) => {
          const found = ledger.account(option.value);
          return found ? (
            <Group justify="space-between" wrap="nowrap" w="100%" gap="xs">
              <NameWithIcon of={found} />
              <Amount value={found.balance} currency={found.currency} size="0.8rem" />
            </Group>
          ) : (
            option.label
          );
        }}
        {...props}
      />
    );
  },
);
