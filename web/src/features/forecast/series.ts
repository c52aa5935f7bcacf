/** What the chart of a forecast shows: the line of one account or of all, by day. */
import type { ForecastView } from "../../api/generated";
import type { Amount } from "../../lib/money";

export interface Series {
  readonly currency: string;
  readonly dates: readonly string[];
  readonly planned: readonly Amount[];
  readonly likely: readonly Amount[] | null;
  readonly low: readonly Amount[] | null;
  readonly high: readonly Amount[] | null;
  readonly lowest: { readonly date: string; readonly balance: Amount };
  readonly floor: Amount | null;
}

/** Return the series of an account, or of all together (null). */
export function seriesOf(forecast: ForecastView, accountId: string | null): Series {
  const account = forecast.accounts.find((one) => one.account_id === accountId);
  const source = account ?? forecast.total;
  return {
    currency: source.currency,
    dates: forecast.dates,
    planned: source.balances,
    likely: source.bands?.likely ?? null,
    low: source.bands?.low ?? null,
    high: source.bands?.high ?? null,
    lowest: source.lowest,
    floor: account?.floor ?? null,
  };
}

/** Return the least and greatest value of a chart with a margin, for its axis. */
export function boundsOf(lists: readonly (readonly Amount[] | null)[]): readonly [number, number] {
  const values = lists.flatMap((list) => list ?? []).map(Number);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - margin, high + margin];
}

/** Return round values for an axis, about so many. */
export function ticksOf(low: number, high: number, count: number): readonly number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick);
  return ticks;
}
