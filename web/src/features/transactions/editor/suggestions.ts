/** Suggestions for fields of transactions. */
import { useDebouncedValue } from "@mantine/hooks";
import { useMemo } from "react";

import type { EntryType } from "../../../api/generated";
import { listPayees, listTags } from "../../../api/generated";
import { useLedger } from "../../../api/ledger";
import { useRead } from "../../../api/queries";
import { commonWords } from "../../../words/common";
import { useWords } from "../../../words/translated";

/** Read payees whose words begin as typed, most used first, each with its last category. */
export function usePayees(typed: string) {
  const [q] = useDebouncedValue(typed.trim(), 150);
  const { data } = useRead(
    ["payees", "suggestions", q],
    (signal) => listPayees({ query: { limit: 12, ...(q ? { q } : {}) }, signal }),
    { keepsPrevious: true, staleTime: 60_000 },
  );
  return data?.items ?? [];
}

/** Read the tags in use, most used first. */
export function useTagNames(): string[] {
  const { data } = useRead(["tags"], (signal) => listTags({ signal }), { staleTime: 60_000 });
  return useMemo(() => data?.items.map(({ tag }) => tag) ?? [], [data]);
}

export const UNFILED = "";

/** Return the categories to choose from for a type, those without category first. */
export function useCategoryOptions(type: EntryType | null, present?: string | null) {
  const { categories } = useLedger();
  const { unfiled } = useWords(commonWords);
  return useMemo(
    () => [
      { value: UNFILED, label: unfiled },
      ...categories
        .filter((one) => type === null || one.type === type)
        .filter((one) => !one.archived || one.id === present)
        .map(({ id, name }) => ({ value: id, label: name })),
    ],
    [categories, present, type, unfiled],
  );
}

/** Return the accounts to choose from, with their currency where it is not the ledger's. */
export function useAccountOptions(present?: string | null) {
  const { accounts, currency } = useLedger();
  return useMemo(
    () =>
      accounts
        .filter((one) => !one.archived || one.id === present)
        .map((one) => ({
          value: one.id,
          label: one.currency === currency ? one.name : `${one.name} (${one.currency})`,
        })),
    [accounts, currency, present],
  );
}
