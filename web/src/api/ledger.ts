/** Facts of the ledger that is shown, which most pages need: `GET /dashboard`, read once and cached. */
import { useMemo } from "react";

import type { AccountView, CategoryView, CustomTypeView, HomeView } from "./generated";
import { dashboardHome } from "./generated";
import { useRead } from "./queries";
import { usePreferences } from "../lib/preferences";
import { formatMoney, type Amount, type MoneyStyle } from "../lib/money";

export type Account = AccountView;
export type Category = CategoryView;
export type CustomType = CustomTypeView;

export const LEDGER_KEY = ["dashboard"] as const;

export interface Ledger {
  readonly home: HomeView;
  readonly currency: string;
  readonly exponent: number;
  /** The present day in the ledger's time zone. */
  readonly today: string;
  readonly role: HomeView["role"];
  /** The caller may create and change: analysts and admins. */
  readonly canWrite: boolean;
  readonly isAdmin: boolean;
  readonly accounts: readonly Account[];
  readonly categories: readonly Category[];
  readonly customTypes: readonly CustomType[];
  account(id: string | null | undefined): Account | undefined;
  category(id: string | null | undefined): Category | undefined;
  customType(id: string | null | undefined): CustomType | undefined;
}

function ledgerOf(home: HomeView): Ledger {
  const accounts = new Map(home.accounts.map((one) => [one.id, one]));
  const categories = new Map(home.categories.map((one) => [one.id, one]));
  const customTypes = new Map(home.custom_types.map((one) => [one.id, one]));
  return {
    home,
    currency: home.settings.currency,
    exponent: home.settings.exponent,
    today: home.today,
    role: home.role,
    canWrite: home.role !== "VIEWER",
    isAdmin: home.role === "ADMIN",
    accounts: home.accounts,
    categories: home.categories,
    customTypes: home.custom_types,
    account: (id) => (id ? accounts.get(id) : undefined),
    category: (id) => (id ? categories.get(id) : undefined),
    customType: (id) => (id ? customTypes.get(id) : undefined),
  };
}

/**
 * Read the home page's answer, of which the ledger's facts are a part.
 *
 * With a month, like `2026-03`, its reports are those of that month; the former ones stay until then.
 */
export function useHome(month: string | null = null) {
  return useRead(
    month === null ? LEDGER_KEY : [...LEDGER_KEY, month],
    (signal) =>
      dashboardHome({ query: { recent: 8, ...(month === null ? {} : { month }) }, signal }),
    { keepsPrevious: month !== null },
  );
}

/**
 * Read the ledger's facts.
 *
 * For components below `LedgerGate`, which waits for them.
 *
 * @throws {Error} They are not there yet.
 */
export function useLedger(): Ledger {
  const { data } = useHome();
  const ledger = useMemo(() => (data ? ledgerOf(data) : null), [data]);
  if (!ledger) throw new Error("useLedger outside of LedgerGate");
  return ledger;
}

/** Return a function that formats amounts, by default in the ledger's currency. */
export function useMoney(): (amount: Amount, style?: MoneyStyle & { currency?: string }) => string {
  const { locale } = usePreferences();
  const { currency } = useLedger();
  return (amount, { currency: own = currency, ...style } = {}) =>
    formatMoney(amount, own, locale, style);
}
