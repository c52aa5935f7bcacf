/** What a person asks of a plan that fills budgets, as the request that it is. */
import type {
  AvailableDraft,
  BudgetStatusView,
  FillDraft,
  FillMethod,
  FundSource,
} from "../../../api/generated";
import type { Amount } from "../../../lib/money";

export const METHODS: readonly FillMethod[] = [
  "AVERAGE",
  "MEDIAN",
  "LAST_PERIOD",
  "FIXED",
  "REFILL_TO",
  "BY_DATE",
  "PERCENT",
  "RECURRING",
  "REMAINDER",
];

/** What is chosen for one budget; the texts are as typed. */
export interface FillChoice {
  readonly method: FillMethod | "KEEP";
  readonly value: string;
  readonly by: string;
}

export interface SourceChoice {
  readonly source: FundSource;
  readonly accountIds: readonly string[];
  readonly amount: string;
}

/** Group budgets by their period, because one plan fills budgets of one period. */
export function byPeriod(
  items: readonly BudgetStatusView[],
): ReadonlyMap<string, readonly BudgetStatusView[]> {
  const groups = new Map<string, BudgetStatusView[]>();
  for (const item of items) {
    if (!item.is_ready) continue;
    const key = `${item.period.start_date}/${item.period.end_date}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return new Map([...groups].sort((a, b) => b[1].length - a[1].length));
}

/** Return what is asked for one budget; null if something is missing, undefined if nothing is asked. */
export function draftOfChoice(
  id: string,
  { method, value, by }: FillChoice,
  read: (text: string) => Amount | null,
): FillDraft | null | undefined {
  if (method === "KEEP") return undefined;
  const draft: FillDraft = { budget_id: id, method };
  if (method === "FIXED" || method === "REFILL_TO" || method === "BY_DATE") {
    const amount = read(value);
    if (amount === null || (method === "BY_DATE" && !by)) return null;
    return method === "BY_DATE" ? { ...draft, amount, by } : { ...draft, amount };
  }
  if (method === "PERCENT") {
    const percent = read(value);
    return percent === null ? null : { ...draft, percent };
  }
  if (method === "AVERAGE" || method === "MEDIAN" || method === "REMAINDER") {
    const count = value.trim() === "" ? (method === "REMAINDER" ? 1 : 3) : Number(value);
    if (!Number.isInteger(count) || count < 1) return null;
    return method === "REMAINDER" ? { ...draft, weight: count } : { ...draft, periods: count };
  }
  return draft;
}

/** Return the money of a plan; null if something is missing. */
export function availableOf(
  { source, accountIds, amount }: SourceChoice,
  read: (text: string) => Amount | null,
): AvailableDraft | null {
  if (source === "INCOME") return { source };
  if (source === "ACCOUNTS")
    return accountIds.length ? { source, account_ids: [...accountIds] } : null;
  const money = read(amount);
  return money === null ? null : { source, amount: money };
}
