/** Expenses added up day by day, and their comparison with the month before. */
import type { Trend } from "../../api/generated";
import type { Day } from "../../lib/dates";
import { fromMinor, toMinor, type Amount } from "../../lib/money";

export interface DailySpending {
  /** The days of the month. */
  readonly days: readonly Day[];
  /** Expenses up to and including each day; null for days after today. */
  readonly current: readonly (Amount | null)[];
  /** Those of the month before, by the number of the day, up to the longer of both months. */
  readonly previous: readonly (Amount | null)[];
  /** The place of today among the days; null if it is in another month. */
  readonly today: number | null;
  /** Expenses until today, or of the whole month if it is over. */
  readonly total: Amount;
  /** `total` less the expenses of the month before by the same day. */
  readonly difference: Amount;
}

/** Add up the expenses of a month and of the one before, whose days are given in order. */
export function spendingOf(
  items: readonly Trend[],
  firstDay: Day,
  today: Day,
  exponent: number,
): DailySpending {
  const before = items.filter((one) => one.from < firstDay);
  const month = items.filter((one) => one.from >= firstDay);
  const reached = cumulate(month, exponent);
  const earlier = cumulate(before, exponent);
  const index = month.findIndex((one) => one.from === today);
  const last = index >= 0 ? index : reached.length - 1;
  const total = reached[last] ?? 0n;
  // The last day is compared with all of a longer month before.
  const isWhole = last === reached.length - 1;
  const same = (isWhole ? earlier.at(-1) : earlier[Math.min(last, earlier.length - 1)]) ?? 0n;
  const text = (minor: bigint) => fromMinor(minor, exponent);
  const length = Math.max(reached.length, earlier.length);
  return {
    days: month.map((one) => one.from),
    current: Array.from({ length }, (_, at) =>
      reached[at] === undefined || (month[at]?.from ?? "") > today ? null : text(reached[at]),
    ),
    previous: Array.from({ length }, (_, at) =>
      earlier[at] === undefined ? null : text(earlier[at]),
    ),
    today: index >= 0 ? index : null,
    total: text(total),
    difference: text(total - same),
  };
}

function cumulate(days: readonly Trend[], exponent: number): bigint[] {
  let total = 0n;
  return days.map((one) => (total += toMinor(one.expenses, exponent)));
}
