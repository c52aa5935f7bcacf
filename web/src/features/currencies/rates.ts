/** Rates, and points of their chart. */
import type { DailyRateView } from "../../api/generated";
import { daysBetween } from "../../lib/dates";

/** Return whether a text is a rate that the API takes. */
export function isRate(text: string | null): text is string {
  return text !== null && /^\d{1,10}(\.\d{1,12})?$/.test(text) && /[1-9]/.test(text);
}

export interface RatePoint {
  readonly day: string;
  readonly rate: string;
  readonly x: number;
  readonly y: number;
}

export interface RateLine {
  readonly points: readonly RatePoint[];
  readonly low: RatePoint;
  readonly high: RatePoint;
}

/** Return rates as points within a box; null with fewer than two. */
export function lineOf(
  items: readonly DailyRateView[],
  width: number,
  height: number,
): RateLine | null {
  const first = items[0];
  const last = items.at(-1);
  if (!first || !last || items.length < 2) return null;
  const days = Math.max(1, daysBetween(first.date, last.date));
  const values = items.map((one) => Number(one.rate));
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const points = items.map(({ date, rate }) => ({
    day: date,
    rate,
    x: (daysBetween(first.date, date) / days) * width,
    y: height - ((Number(rate) - low) / span) * height,
  }));
  const byHeight = [...points].sort((a, b) => b.y - a.y);
  const lowest = byHeight[0];
  const highest = byHeight.at(-1);
  return lowest && highest ? { points, low: lowest, high: highest } : null;
}
