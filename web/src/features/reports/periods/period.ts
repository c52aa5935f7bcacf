/** Periods of reports: a month, quarter or year of the ledger's calendar, several months, or any days. */
import { firstDayOf, monthOf, type LedgerMonthStart } from "../../../api/generated/live";
import { addDays, addMonths, daysBetween, utc, type Day, type Month } from "../../../lib/dates";

export const UNITS = ["month", "quarter", "year", "months", "days"] as const;
export type Unit = (typeof UNITS)[number];

export interface Period {
  readonly unit: Unit;
  /** The first day if the unit is `days`, else the first month, such as `2026-03`. */
  readonly first: Day;
  /** The last day or month, inclusive. */
  readonly last: Day;
}

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = utc(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Return a month. */
export function ofMonth(month: Month): Period {
  return { unit: "month", first: month, last: month };
}

/** Return the quarter in which a month is. */
export function ofQuarter(month: Month): Period {
  const first = addMonths(month, -((Number(month.slice(5)) - 1) % 3));
  return { unit: "quarter", first, last: addMonths(first, 2) };
}

/** Return the year in which a month is. */
export function ofYear(month: Month): Period {
  const year = month.slice(0, 4);
  return { unit: "year", first: `${year}-01`, last: `${year}-12` };
}

/** Return so many months, the last of which is given. */
export function monthsTo(month: Month, count = 12): Period {
  return { unit: "months", first: addMonths(month, 1 - count), last: month };
}

/** Return the days from one to another, in whichever order they are given. */
export function ofDays(from: Day, to: Day): Period {
  return from <= to
    ? { unit: "days", first: from, last: to }
    : { unit: "days", first: to, last: from };
}

/** Read a period of an address, such as `2026-03`, `2026-Q1`, `2026`, `2026-01..2026-03`; null if it is none. */
export function parsePeriod(text: string): Period | null {
  if (MONTH.test(text)) return ofMonth(text);
  if (/^\d{4}$/.test(text)) return ofYear(`${text}-01`);
  const quarter = /^(\d{4})-Q([1-4])$/.exec(text);
  if (quarter) return ofQuarter(addMonths(`${quarter[1]}-01`, (Number(quarter[2]) - 1) * 3));
  const [first = "", last = "", ...rest] = text.split("..");
  if (rest.length > 0 || first > last) return null;
  if (MONTH.test(first) && MONTH.test(last)) return { unit: "months", first, last };
  return isDay(first) && isDay(last) ? ofDays(first, last) : null;
}

/** Write a period as `parsePeriod` reads it. */
export function textOf({ unit, first, last }: Period): string {
  if (unit === "month") return first;
  if (unit === "year") return first.slice(0, 4);
  if (unit === "quarter") return `${first.slice(0, 4)}-Q${quarterOf(first)}`;
  return `${first}..${last}`;
}

/** Return the number of the quarter, from 1, in which a month is. */
export function quarterOf(month: Month): number {
  return Math.floor((Number(month.slice(5, 7)) - 1) / 3) + 1;
}

function countMonths(first: Month, last: Month): number {
  const number = (month: Month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  return number(last) - number(first) + 1;
}

/** Return the period that is so many periods of the same length later. */
export function shift({ unit, first, last }: Period, count: number): Period {
  if (unit === "days") {
    const days = (daysBetween(first, last) + 1) * count;
    return { unit, first: addDays(first, days), last: addDays(last, days) };
  }
  const months = countMonths(first, last) * count;
  return { unit, first: addMonths(first, months), last: addMonths(last, months) };
}

/** Return the first and the last day of a period. */
export function daysOf(
  { unit, first, last }: Period,
  start: LedgerMonthStart,
): { readonly from: Day; readonly to: Day } {
  if (unit === "days") return { from: first, to: last };
  return {
    from: firstDayOf(first, start),
    to: addDays(firstDayOf(addMonths(last, 1), start), -1),
  };
}

/** Return the months of the ledger that have a day of a period. */
export function monthsOf(
  { unit, first, last }: Period,
  start: LedgerMonthStart,
): { readonly first: Month; readonly last: Month } {
  return unit === "days"
    ? { first: monthOf(first, start), last: monthOf(last, start) }
    : { first, last };
}

/** Return the period of another unit that comes closest, and is not needlessly in the future. */
export function convert(period: Period, unit: Unit, start: LedgerMonthStart, today: Day): Period {
  if (period.unit === unit) return period;
  const { first, last } = monthsOf(period, start);
  const present = monthOf(today, start);
  const month = present >= first && present < last ? present : last;
  if (unit === "month") return ofMonth(month);
  if (unit === "quarter") return ofQuarter(month);
  if (unit === "year") return ofYear(month);
  if (unit === "months") return monthsTo(month);
  const { from, to } = daysOf(period, start);
  return ofDays(from, to);
}

/** Return periods of a unit around the present and the chosen one, latest first, for a list to choose from. */
export function choices(period: Period, present: Month): readonly Period[] {
  const count = { month: 36, quarter: 16, year: 10, months: 24, days: 0 }[period.unit];
  const newest = {
    month: ofMonth(present),
    quarter: ofQuarter(present),
    year: ofYear(present),
    months: monthsTo(
      present,
      period.unit === "months" ? countMonths(period.first, period.last) : 12,
    ),
    days: period,
  }[period.unit];
  const step = period.unit === "months" ? oneMonthLater : shift;
  const found = Array.from({ length: count + 1 }, (_, index) => step(newest, 1 - index));
  if (!found.some((one) => one.first === period.first)) found.push(period);
  return found.sort((one, other) => (one.first < other.first ? 1 : -1));
}

function oneMonthLater({ unit, first, last }: Period, count: number): Period {
  return { unit, first: addMonths(first, count), last: addMonths(last, count) };
}

export const INTERVALS = ["DAY", "WEEK", "MONTH", "YEAR"] as const;
export type Interval = (typeof INTERVALS)[number];

/** Days at most for each interval, as the API has them. */
const LONGEST: Readonly<Record<Interval, number>> = {
  DAY: 731,
  WEEK: 262 * 7,
  MONTH: 240 * 30,
  YEAR: 20 * 365,
};

/** Return the intervals into which a period can be divided. */
export function intervalsFor(from: Day, to: Day): readonly Interval[] {
  const days = daysBetween(from, to) + 1;
  return INTERVALS.filter((one) => days <= LONGEST[one]);
}

/** Return the interval that divides a period into a number of parts that can be seen. */
export function intervalFor(from: Day, to: Day): Interval {
  const days = daysBetween(from, to) + 1;
  if (days <= 45) return "DAY";
  if (days <= 140) return "WEEK";
  return days <= 5 * 366 ? "MONTH" : "YEAR";
}
