/** Periods in words. */
import { formatDay, formatMonth, utc, type Day } from "../../../lib/dates";
import type { reportWords } from "../../../words/reports";
import { quarterOf, type Period } from "./period";

type Words = (typeof reportWords)["de"];

/** Format days as a range, such as `5 – 9 Mar 2026`. */
export function formatDays(
  from: Day,
  to: Day,
  locale: string,
  options: Intl.DateTimeFormatOptions = { dateStyle: "medium" },
): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).formatRange(
    utc(from),
    utc(to),
  );
}

/** Return the name of a period, such as `March 2026` or `Quarter 1, 2026`. */
export function nameOf({ unit, first, last }: Period, locale: string, words: Words): string {
  switch (unit) {
    case "month":
      return formatMonth(first, locale);
    case "quarter":
      return words.period.quarter(String(quarterOf(first)), first.slice(0, 4));
    case "year":
      return first.slice(0, 4);
    case "months":
      return formatDays(`${first}-01`, `${last}-01`, locale, { month: "short", year: "numeric" });
    case "days":
      return formatDays(first, last, locale);
  }
}

/** Return the name of a period, with its days where they are not those of the calendar. */
export function labelOf(
  period: Period,
  { from, to }: { readonly from: Day; readonly to: Day },
  locale: string,
  words: Words,
): string {
  const name = nameOf(period, locale, words);
  const isCalendar = period.unit === "days" || from.slice(0, 7) === period.first;
  return isCalendar && from.endsWith("-01")
    ? name
    : period.unit === "days"
      ? name
      : `${name} · ${formatDays(from, to, locale)}`;
}

/** Return a short name of an interval of a trend for an axis. */
export function tickOf(
  interval: "DAY" | "WEEK" | "MONTH" | "YEAR",
  item: { readonly month: string | null; readonly from: Day },
  locale: string,
): string {
  switch (interval) {
    case "YEAR":
      return item.from.slice(0, 4);
    case "MONTH":
      return formatMonth(item.month ?? item.from.slice(0, 7), locale, {
        month: "short",
        year: "2-digit",
      });
    default:
      return formatDay(item.from, locale, { day: "numeric", month: "short" });
  }
}

/** Return the whole name of an interval of a trend. */
export function titleOf(
  interval: "DAY" | "WEEK" | "MONTH" | "YEAR",
  item: { readonly month: string | null; readonly from: Day; readonly to: Day },
  locale: string,
): string {
  switch (interval) {
    case "YEAR":
      return item.from.slice(0, 4);
    case "MONTH":
      return formatMonth(item.month ?? item.from.slice(0, 7), locale);
    case "WEEK":
      return formatDays(item.from, item.to, locale);
    case "DAY":
      return formatDay(item.from, locale, { dateStyle: "full" });
  }
}
