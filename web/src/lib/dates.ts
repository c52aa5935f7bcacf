/** Days and months as text, `2026-03-31` and `2026-03`, shown by `Intl`. */

/** A day, like `2026-03-31`. */
export type Day = string;
/** A month, like `2026-03`. */
export type Month = string;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options]);
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(locale, options)));
  return found;
}

/** Return a day as midnight in UTC, in which days have no gaps. */
export function utc(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** Format a day, by default as `31 Mar 2026` in the order of the locale. */
export function formatDay(
  day: Day,
  locale: string,
  options: Intl.DateTimeFormatOptions = { dateStyle: "medium" },
): string {
  return format(locale, { ...options, timeZone: "UTC" }).format(utc(day));
}

/** Format a month, by default as `March 2026`. */
export function formatMonth(
  month: Month,
  locale: string,
  options: Intl.DateTimeFormatOptions = { month: "long", year: "numeric" },
): string {
  return formatDay(`${month}-01`, locale, options);
}

/** Format an instant in RFC 3339 in the time zone of the browser. */
export function formatInstant(
  instant: string,
  locale: string,
  options: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeStyle: "short" },
): string {
  return format(locale, options).format(new Date(instant));
}

/** Return the day that is so many days later. */
export function addDays(day: Day, days: number): Day {
  return new Date(utc(day).getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Return the month that is so many months later. */
export function addMonths(month: Month, months: number): Month {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(count / 12)).padStart(4, "0")}-${String((count % 12) + 1).padStart(2, "0")}`;
}

/** Return the number of days from one day to another. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((utc(to).getTime() - utc(from).getTime()) / 86_400_000);
}

/** Return the present day in the time zone of the browser; the ledger's own is `today` of the ledger. */
export function browserToday(): Day {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
