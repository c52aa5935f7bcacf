/** Accounts in the groups of the page: assets and liabilities, each by kind. */
import type { AccountKind } from "../../api/generated";
import type { Account } from "../../api/ledger";

export const KINDS: readonly AccountKind[] = [
  "CHECKING",
  "SAVINGS",
  "CASH",
  "INVESTMENT",
  "PROPERTY",
  "OTHER",
  "CREDIT_CARD",
  "LOAN",
];
const DEBTS: readonly AccountKind[] = ["CREDIT_CARD", "LOAN"];

export interface KindGroup {
  readonly kind: AccountKind;
  readonly accounts: readonly Account[];
}

export interface AccountGroups {
  readonly assets: readonly KindGroup[];
  readonly liabilities: readonly KindGroup[];
}

/** Sort accounts into groups by kind; kinds without accounts are left out. */
export function groupsOf(accounts: readonly Account[]): AccountGroups {
  const groups = KINDS.map((kind) => ({
    kind,
    accounts: accounts.filter((one) => one.kind === kind),
  })).filter((group) => group.accounts.length > 0);
  return {
    assets: groups.filter(({ kind }) => !DEBTS.includes(kind)),
    liabilities: groups.filter(({ kind }) => DEBTS.includes(kind)),
  };
}

/** Return the number of decimals of amounts in an account's currency, which its balance has. */
export function exponentOf({ balance }: Pick<Account, "balance">): number {
  const point = balance.indexOf(".");
  return point < 0 ? 0 : balance.length - point - 1;
}
