/** What quick add needs of the ledger, kept in this browser so that it opens without a connection. */
import type { HomeView, TransactionType } from "../generated";

const KEY = "financeflow.quick-add";

export interface Choice {
  readonly id: string;
  readonly name: string;
  readonly color: string | null;
  readonly icon: string | null;
}

export interface Facts {
  readonly uid: string;
  readonly workspaceId: string | null;
  readonly canWrite: boolean;
  readonly currency: string;
  readonly accounts: readonly (Choice & {
    readonly currency: string;
    readonly exponent: number;
    readonly isDefault: boolean;
  })[];
  readonly categories: readonly (Choice & { readonly type: TransactionType })[];
  readonly payees: readonly {
    readonly payee: string;
    readonly categoryId: string | null;
    readonly count: number;
  }[];
}

/** Return the copy of this browser. */
export function storedFacts(): Facts | null {
  try {
    const text = localStorage.getItem(KEY);
    return text ? (JSON.parse(text) as Facts) : null;
  } catch {
    return null;
  }
}

/** Keep a copy in this browser; null removes it. */
export function storeFacts(facts: Facts | null): void {
  try {
    if (facts) localStorage.setItem(KEY, JSON.stringify(facts));
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is full or blocked: the page works with a connection.
  }
}

/** Return the facts of an answer; the payees come by a request of their own. */
export function factsOf(
  home: HomeView,
  uid: string,
  workspaceId: string | null,
  payees: Facts["payees"],
): Facts {
  return {
    uid,
    workspaceId,
    canWrite: home.role !== "VIEWER",
    currency: home.settings.currency,
    accounts: home.accounts
      .filter((one) => !one.archived)
      .map(({ id, name, color, icon, currency, balance, is_default }) => ({
        id,
        name,
        color,
        icon,
        currency,
        exponent: balance.split(".")[1]?.length ?? 0,
        isDefault: is_default,
      })),
    categories: home.categories
      .filter((one) => !one.archived)
      .map(({ id, name, color, icon, type }) => ({ id, name, color, icon, type })),
    payees,
  };
}
