/** Layout of days in calendars of months, and the levels of a heat map. */
import { addDays, utc, type Day, type Month } from "../../lib/dates";

export interface CalendarMonth {
  readonly month: Month;
  /** Weeks of seven days; null for days of other months or outside of the period. */
  readonly weeks: readonly (readonly (Day | null)[])[];
}

/** Return the calendar months from one day to another; `weekStart` is 0 for Sunday, 1 for Monday. */
export function calendarOf(from: Day, to: Day, weekStart: number): CalendarMonth[] {
  const months = new Map<Month, Map<number, (Day | null)[]>>();
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const month = day.slice(0, 7);
    const weeks = months.get(month) ?? new Map<number, (Day | null)[]>();
    months.set(month, weeks);
    const firstColumn = columnOf(`${month}-01`, weekStart);
    const week = Math.floor((firstColumn + Number(day.slice(8)) - 1) / 7);
    const days = weeks.get(week) ?? new Array<Day | null>(7).fill(null);
    weeks.set(week, days);
    days[columnOf(day, weekStart)] = day;
  }
  return [...months].map(([month, weeks]) => ({ month, weeks: [...weeks.values()] }));
}

function columnOf(day: Day, weekStart: number): number {
  return (utc(day).getUTCDay() - weekStart + 7) % 7;
}

/** Return the first day of the week in a locale: 0 for Sunday, 1 for Monday. */
export function weekStartOf(locale: string): number {
  const found: unknown = new Intl.Locale(locale);
  if (!hasWeekInfo(found)) return 1;
  return (found.getWeekInfo?.() ?? found.weekInfo)?.firstDay === 7 ? 0 : 1;
}

interface WithWeekInfo {
  getWeekInfo?: () => { readonly firstDay: number };
  readonly weekInfo?: { readonly firstDay: number };
}

function hasWeekInfo(value: unknown): value is WithWeekInfo {
  return typeof value === "object" && value !== null;
}

/** Return the upper bounds of the levels above zero: quantiles, so that one large day hides no others. */
export function boundsOf(values: readonly number[], levels = 4): readonly number[] {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  if (sorted.length === 0) return [];
  const bounds = Array.from(
    { length: levels },
    (_, level) => sorted[Math.ceil(((level + 1) / levels) * sorted.length) - 1] ?? 0,
  );
  return [...new Set(bounds)];
}

/** Return the level of a value: 0 for none, else from 1. */
export function levelOf(value: number, bounds: readonly number[]): number {
  if (value <= 0) return 0;
  const level = bounds.findIndex((bound) => value <= bound);
  return level < 0 ? bounds.length : level + 1;
}
