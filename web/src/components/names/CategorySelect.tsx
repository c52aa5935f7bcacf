import { Select, type SelectProps } from "@mantine/core";
import { forwardRef } from "react";

import { useLedger } from "../../api/ledger";
import type { EntryType } from "../../api/generated";
import { commonWords } from "../../words/common";
import { looksWords } from "../../words/looks";
import { useWords } from "../../words/translated";
import { NameWithIcon } from "./CategoryBadge";
import { CategoryIcon } from "./CategoryIcon";

export interface CategorySelectProps extends Omit<SelectProps, "data" | "renderOption"> {
  /** Offer only categories of this type. */
  readonly type?: EntryType;
  /** Do not offer these. */
  readonly without?: readonly string[];
}

/** Choose a category, by type; archived ones are hidden unless one of them is chosen. */
export const CategorySelect = forwardRef<HTMLInputElement, CategorySelectProps>(
  function CategorySelect({ type, without = [], value, ...props }, ref) {
    const common = useWords(commonWords);
    const words = useWords(looksWords);
    const ledger = useLedger();
    const types: readonly EntryType[] = type ? [type] : ["EXPENSE", "INCOME"];
    const chosen = ledger.category(value);
    return (
      <Select
        ref={ref}
        label={words.category}
        searchable
        nothingFoundMessage={words.nothingFound}
        data={types.map((one) => ({
          group: common.types[one],
          items: ledger.categories
            .filter((each) => each.type === one && !without.includes(each.id))
            .filter((each) => !each.archived || each.id === value)
            .map((each) => ({ value: each.id, label: each.name })),
        }))}
        value={value ?? null}
        leftSection={
          chosen ? <CategoryIcon color={chosen.color} icon={chosen.icon} size={20} /> : undefined
        }
        renderOption={({ option }) => (
          <NameWithIcon of={ledger.category(option.value) ?? plain(option)} />
        )}
        {...props}
      />
    );
  },
);

function plain({ label }: { label: string }) {
  return { name: label, color: null, icon: null };
}
