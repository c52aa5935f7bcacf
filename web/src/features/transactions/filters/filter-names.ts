import { useMemo } from "react";

import { useLedger } from "../../../api/ledger";
import { formatDay, formatMonth } from "../../../lib/dates";
import { formatMoney } from "../../../lib/money";
import { usePreferences } from "../../../lib/preferences";
import { commonWords } from "../../../words/common";
import { filterWords } from "../../../words/transaction-filters";
import { useWords } from "../../../words/translated";
import type { Filters } from "./filters";

export interface FilterName {
  /** The filters that go when it is removed. */
  readonly keys: readonly (keyof Filters)[];
  readonly text: string;
}

/** Return what each filter is called that is set, such as "Account: Savings". */
export function useFilterNames(filters: Filters): FilterName[] {
  const words = useWords(filterWords);
  const common = useWords(commonWords);
  const ledger = useLedger();
  const { locale } = usePreferences();
  return useMemo(() => {
    const day = (text: string) =>
      text.length === 7 ? formatMonth(text, locale) : formatDay(text, locale);
    const money = (amount: string | number) => formatMoney(String(amount), ledger.currency, locale);
    const found: (FilterName | null)[] = [
      filters.type ? { keys: ["type"], text: common.types[filters.type] } : null,
      filters.year !== undefined
        ? {
            keys: ["year", "month"],
            text:
              filters.month === undefined
                ? `${words.period}: ${filters.year}`
                : `${words.period}: ${formatMonth(`${filters.year}-${String(filters.month).padStart(2, "0")}`, locale)}`,
          }
        : null,
      filters.from ? { keys: ["from"], text: `${words.from}: ${day(filters.from)}` } : null,
      filters.to ? { keys: ["to"], text: `${words.to}: ${day(filters.to)}` } : null,
      named(
        "category_id",
        words.category,
        filters.category_id,
        ledger.category(filters.category_id),
      ),
      named("category", words.category, filters.category),
      named("account_id", words.account, filters.account_id, ledger.account(filters.account_id)),
      named("account", words.account, filters.account),
      named(
        "custom_type_id",
        words.customType,
        filters.custom_type_id,
        ledger.customType(filters.custom_type_id),
      ),
      named("custom_type", words.customType, filters.custom_type),
      named("payee", words.payee, filters.payee),
      named("tag", words.tag, filters.tag),
      named("currency", words.currency, filters.currency),
      filters.min_amount !== undefined
        ? { keys: ["min_amount"], text: `${words.minAmount}: ${money(filters.min_amount)}` }
        : null,
      filters.max_amount !== undefined
        ? { keys: ["max_amount"], text: `${words.maxAmount}: ${money(filters.max_amount)}` }
        : null,
      filters.unfiled ? { keys: ["unfiled"], text: words.unfiled } : null,
      filters.untyped ? { keys: ["untyped"], text: words.untyped } : null,
      filters.exchange ? { keys: ["exchange"], text: words.states[filters.exchange] } : null,
      filters.recurring_id ? { keys: ["recurring_id"], text: words.recurring } : null,
      filters.goal_id ? { keys: ["goal_id"], text: words.goal } : null,
    ];
    return found.filter((one) => one !== null);
  }, [common, filters, ledger, locale, words]);
}

function named(
  key: keyof Filters,
  label: string,
  value: string | undefined,
  found?: { readonly name: string },
): FilterName | null {
  return value ? { keys: [key], text: `${label}: ${found?.name ?? value}` } : null;
}
