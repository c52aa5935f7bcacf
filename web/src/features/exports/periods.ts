/** Periods of an export, as first and last day or month of the ledger's calendar. */
import { addMonths, type Day } from "../../lib/dates";

export const PERIODS = ["month", "lastMonth", "year", "lastYear", "all", "own"] as const;
export type Period = (typeof PERIODS)[number];

export interface Bounds {
  readonly from?: string;
  readonly to?: string;
}

/** Return the bounds of a period; `current` is the month of the ledger that is under way. */
export function boundsOf(period: Period, current: string, from: Day, to: Day): Bounds {
  const year = current.slice(0, 4);
  const lastYear = String(Number(year) - 1);
  switch (period) {
    case "month":
      return { from: current, to: current };
    case "lastMonth":
      return { from: addMonths(current, -1), to: addMonths(current, -1) };
    case "year":
      return { from: `${year}-01`, to: `${year}-12` };
    case "lastYear":
      return { from: `${lastYear}-01`, to: `${lastYear}-12` };
    case "all":
      return {};
    case "own":
      return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
  }
}
