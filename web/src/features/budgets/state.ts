/** How a budget stands, as one of a few states that the page has words for. */
import type { BudgetStatusView } from "../../api/generated";
import { isNegative, negate, sum, type Amount } from "../../lib/money";

export type BudgetState =
  | { readonly kind: "counting" | "needsAmount" | "onTrack" | "untouched" | "used" }
  | {
      readonly kind: "over" | "overFromBefore" | "short" | "fast" | "kept";
      readonly by: Amount;
    };

/** What a state means at a glance: colour and icon follow it, beside its words. */
export function toneOf(state: BudgetState): "good" | "warning" | "bad" | "neutral" {
  if (state.kind === "over" || state.kind === "overFromBefore") return "bad";
  if (state.kind === "short" || state.kind === "needsAmount") return "warning";
  if (state.kind === "counting") return "neutral";
  return "good";
}

function isZero(amount: Amount): boolean {
  return !/[1-9]/.test(amount);
}

/** Return the state of a budget; `exponent` is the decimals of the ledger's currency. */
export function stateOf(status: BudgetStatusView, today: string, exponent: number): BudgetState {
  const { amount, available, spent, left, projected, expected, end_date: end } = status.period;
  if (!status.is_ready) return { kind: "counting" };
  if (
    status.needs_amount ||
    amount === null ||
    available === null ||
    spent === null ||
    left === null
  )
    return { kind: "needsAmount" };
  if (isNegative(left)) {
    const kind = isZero(spent) && isNegative(available) ? "overFromBefore" : "over";
    return { kind, by: negate(left) };
  }
  if (end < today) return isZero(left) ? { kind: "used" } : { kind: "kept", by: left };
  if (isZero(spent)) return { kind: "untouched" };
  if (projected !== null) {
    const short = sum([projected, negate(available)], exponent);
    if (!isNegative(short) && !isZero(short)) return { kind: "short", by: short };
  }
  if (expected !== null) {
    const ahead = sum([spent, negate(expected)], exponent);
    if (!isNegative(ahead) && !isZero(ahead)) return { kind: "fast", by: ahead };
  }
  return { kind: "onTrack" };
}

/** Return what part of an amount another is, from 0 to 1, for lengths on the screen. */
export function partOf(part: Amount | null, whole: Amount | null): number {
  const [some, all] = [Number(part ?? 0), Number(whole ?? 0)];
  if (all <= 0) return some > 0 || all < 0 ? 1 : 0;
  return Math.min(1, Math.max(0, some / all));
}

/** Return the address of the transactions that a budget counts in a period. */
export function transactionsOf({ scope, period }: BudgetStatusView): string {
  const query = new URLSearchParams({ from: period.start_date, to: period.end_date });
  if (scope.kind === "EVERYTHING" || scope.kind === "ACCOUNTS") query.set("type", "EXPENSE");
  const name = { EVERYTHING: null, CATEGORIES: "category_id", TAGS: "tag", ACCOUNTS: "account_id" }[
    scope.kind
  ];
  const [first] = scope.ids;
  // The list takes one of each; a budget of several shows all expenses of its period.
  if (name && first !== undefined && scope.ids.length === 1) query.set(name, first);
  else query.set("type", "EXPENSE");
  return `/transactions?${query.toString()}`;
}
