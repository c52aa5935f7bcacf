/** A goal as its page and its form show it. */
import type {
  FundingDraft,
  FundingKind,
  GoalAmountsView,
  GoalStatusView,
  GoalView,
} from "../../api/generated";
import { formatNumber, type Amount } from "../../lib/money";

export const KINDS: readonly FundingKind[] = [
  "ALLOCATION",
  "ACCOUNT",
  "CATEGORY",
  "TAG",
  "TRANSACTIONS",
  "DEBT",
];

export type GoalStanding =
  | { readonly kind: "reached" | "paused" | "cancelled" | "onTrack" | "open" }
  | { readonly kind: "behind" | "short"; readonly by: Amount };

function isZero(amount: Amount | null): boolean {
  return amount === null || !/[1-9]/.test(amount);
}

/** Return how a goal stands; `short` is an allocation that the balance does not cover. */
export function standingOf(amounts: GoalAmountsView, goal: GoalView): GoalStanding {
  if (amounts.state === "COMPLETED") return { kind: "reached" };
  if (amounts.state === "PAUSED") return { kind: "paused" };
  if (amounts.state === "CANCELLED") return { kind: "cancelled" };
  if (!isZero(amounts.shortfall)) return { kind: "short", by: amounts.shortfall };
  if (amounts.is_behind && amounts.behind !== null) return { kind: "behind", by: amounts.behind };
  return { kind: goal.target_date ? "onTrack" : "open" };
}

/** Return the words about when a goal may be reached. */
export function completionText<W extends CompletionWords>(
  { earliest, latest, reason }: GoalAmountsView["completion"],
  words: W,
  month: (month: string) => string,
): string {
  if (reason) return words[reason];
  if (!earliest) return words.NO_HISTORY;
  if (!latest) return words.notBefore(month(earliest));
  return earliest === latest
    ? words.in(month(earliest))
    : words.between(month(earliest), month(latest));
}

interface CompletionWords extends Readonly<
  Record<NonNullable<GoalAmountsView["completion"]["reason"]>, string>
> {
  readonly between: (from: string, to: string) => string;
  readonly in: (month: string) => string;
  readonly notBefore: (month: string) => string;
}

export interface GoalValues extends Record<string, unknown> {
  name: string;
  kind: FundingKind;
  account_id: string;
  part: "amount" | "share";
  part_amount: string;
  part_share: string;
  category_id: string;
  tag: string;
  type: "INCOME" | "EXPENSE";
  debt: string;
  target: string;
  start: string;
  target_date: string;
}

/** Return basis points of a typed percentage, such as 2500 of 25; null if it is none up to 100. */
export function basisPointsOf(percent: Amount | null): number | null {
  if (percent === null || !/^\d{1,3}(\.\d{1,2})?$/.test(percent)) return null;
  const points = Math.round(Number(percent) * 100);
  return points >= 1 && points <= 10_000 ? points : null;
}

/** Return the values that the form begins with. */
export function valuesOf(
  goal: GoalView | null,
  today: string,
  locale: string,
  write: (amount: Amount | null | undefined) => string,
): GoalValues {
  const last = goal?.allocations.at(-1);
  const funding = goal?.funding;
  return {
    name: goal?.name ?? "",
    kind: funding?.kind ?? "ALLOCATION",
    account_id: funding?.account_id ?? "",
    part: last?.basis_points ? "share" : "amount",
    part_amount: write(last?.amount),
    part_share: last?.basis_points ? formatNumber(last.basis_points / 100, locale) : "",
    category_id: funding?.category_id ?? "",
    tag: funding?.tag ?? "",
    type: funding?.type ?? "EXPENSE",
    debt: write(funding?.debt),
    target: write(goal?.target),
    start: goal?.start ?? today,
    target_date: goal?.target_date ?? "",
  };
}

/** Return the funding that a form means, of its kind alone. */
export function fundingOf(values: GoalValues, read: (text: string) => Amount | null): FundingDraft {
  const { kind } = values;
  const account_id = values.account_id || null;
  switch (kind) {
    case "ALLOCATION":
      return values.part === "share"
        ? { kind, account_id, basis_points: basisPointsOf(read(values.part_share)) }
        : { kind, account_id, amount: read(values.part_amount) };
    case "ACCOUNT":
      return { kind, account_id };
    case "DEBT":
      return { kind, account_id, debt: read(values.debt) };
    case "CATEGORY":
      return { kind, category_id: values.category_id || null };
    case "TAG":
      return { kind, tag: values.tag.trim(), type: values.type };
    case "TRANSACTIONS":
      return { kind };
  }
}

/** Return the address of the transactions that count for a goal; null if balances count. */
export function transactionsOf({ goal }: GoalStatusView): string | null {
  const { kind, category_id: category, tag } = goal.funding;
  if (kind === "TRANSACTIONS") return `/transactions?goal_id=${goal.id}`;
  if (kind === "CATEGORY" && category) return `/transactions?category_id=${category}`;
  if (kind === "TAG" && tag) return `/transactions?tag=${encodeURIComponent(tag)}`;
  const account = goal.funding.account_id;
  return account ? `/transactions?account_id=${account}` : null;
}
