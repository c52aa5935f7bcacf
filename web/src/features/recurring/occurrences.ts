/** How occurrences are shown: their state in the page's words, sums, and the days of a calendar. */
import type { OccurrenceView } from "../../api/generated";
import { addDays, addMonths, utc, type Day, type Month } from "../../lib/dates";
import { sum, type Amount } from "../../lib/money";

export type ShownState = OccurrenceView["state"] | "OVERDUE";

/** Return the state to show; something due before today is overdue. */
export function shownState({ state, date }: OccurrenceView, today: Day): ShownState {
  return state === "DUE" && date < today ? "OVERDUE" : state;
}

/** Return whether an occurrence can still be booked, skipped, postponed or matched. */
export function isOpen({ state }: OccurrenceView): boolean {
  return state === "PLANNED" || state === "DUE" || state === "MISSED" || state === "POSTPONED";
}

/** Return whether somebody has to do something about an occurrence now. */
export function needsPerson(one: OccurrenceView, today: Day): boolean {
  return isOpen(one) && one.date <= today && one.waits_for !== null;
}

export interface Sums {
  readonly currency: string;
  readonly income: Amount;
  readonly expenses: Amount;
  /** The part of the expenses that is not handled. */
  readonly toCome: Amount;
}

function decimals(amount: Amount): number {
  const point = amount.indexOf(".");
  return point < 0 ? 0 : amount.length - point - 1;
}

/** Add up what is not skipped, by currency; transfers are neither income nor expenses. */
export function sumsOf(items: readonly OccurrenceView[]): readonly Sums[] {
  const counted = items.filter((one) => one.state !== "SKIPPED" && one.type !== "TRANSFER");
  return [...new Set(counted.map((one) => one.currency))].map((currency) => {
    const own = counted.filter((one) => one.currency === currency);
    const exponent = Math.max(...own.map((one) => decimals(one.amount)));
    const of = (some: readonly OccurrenceView[]) =>
      sum(
        some.map((one) => one.amount),
        exponent,
      );
    const expenses = own.filter((one) => one.type === "EXPENSE");
    return {
      currency,
      income: of(own.filter((one) => one.type === "INCOME")),
      expenses: of(expenses),
      toCome: of(expenses.filter(isOpen)),
    };
  });
}

/** Return the last day of a calendar month. */
export function lastDayOf(month: Month): Day {
  return addDays(`${addMonths(month, 1)}-01`, -1);
}

/** Return the first day of the week in a locale: 1 is Monday, 7 Sunday. */
export function firstWeekday(locale: string): number {
  const found = new Intl.Locale(locale);
  // Browsers have the method, or an older property; types have neither.
  const method: unknown = Reflect.get(found, "getWeekInfo");
  const info: unknown =
    typeof method === "function"
      ? Reflect.apply(method, found, [])
      : Reflect.get(found, "weekInfo");
  if (typeof info === "object" && info !== null && "firstDay" in info) return Number(info.firstDay);
  return 1;
}

/** Return the weeks that show a month, each of seven days, also those of the months around it. */
export function weeksOf(month: Month, firstDay: number): readonly (readonly Day[])[] {
  const first = `${month}-01`;
  // Sunday is 0 in JavaScript and 7 here.
  const weekday = utc(first).getUTCDay() || 7;
  let day = addDays(first, -((weekday - firstDay + 7) % 7));
  const weeks: Day[][] = [];
  while (day <= lastDayOf(month)) {
    const week = Array.from({ length: 7 }, (_, index) => addDays(day, index));
    weeks.push(week);
    day = addDays(day, 7);
  }
  return weeks;
}
