/** The kinds of reports, their groups, and the periods that each has. */
import {
  convert,
  monthsOf,
  monthsTo,
  ofMonth,
  ofYear,
  type Period,
  type Unit,
} from "./periods/period";
import { monthOf, type LedgerMonthStart } from "../../api/generated/live";
import { addMonths, type Day } from "../../lib/dates";

export const GROUPS = {
  glance: ["overview", "month", "cash-flow"],
  parts: ["categories", "tags", "payees", "accounts", "types"],
  time: ["trends", "net-worth", "calendar", "years", "averages"],
} as const;

export type Group = keyof typeof GROUPS;
export type Kind = (typeof GROUPS)[Group][number];

export const GROUP_NAMES: readonly Group[] = ["glance", "parts", "time"];
export const KINDS: readonly Kind[] = GROUP_NAMES.flatMap(
  (group): readonly Kind[] => GROUPS[group],
);

const ALL: readonly Unit[] = ["month", "quarter", "year", "months", "days"];
/** Units of reports that do not have all. */
const OWN_UNITS: { readonly [K in Kind]?: readonly Unit[] } = {
  month: ["month"],
  types: ["month", "quarter", "year", "months"],
  "net-worth": ["months", "quarter", "year"],
  calendar: ["year", "quarter", "months", "days"],
  years: ["year", "month", "quarter", "days"],
};

/** Return the kind of an address, such as `/reports/tags`; null if there is no such report. */
export function kindOf(address: string): Kind | null {
  const name = address.split("/")[2] ?? "";
  return name === "" ? "overview" : (KINDS.find((kind) => kind === name) ?? null);
}

/** Return the units of period that a report has, the fittest first where another is converted. */
export function unitsOf(kind: Kind): readonly Unit[] {
  return OWN_UNITS[kind] ?? ALL;
}

/** Return the period that a report shows if no other is asked for. */
export function periodByDefault(kind: Kind, today: Day, start: LedgerMonthStart): Period {
  const month = monthOf(today, start);
  switch (kind) {
    case "trends":
    case "net-worth":
      return monthsTo(month);
    case "averages":
      return monthsTo(addMonths(month, -1));
    case "calendar":
    case "years":
      return ofYear(month);
    default:
      return ofMonth(month);
  }
}

/** Return the period as a report can show it. */
export function fit(kind: Kind, period: Period, today: Day, start: LedgerMonthStart): Period {
  const units = unitsOf(kind);
  if (units.includes(period.unit)) return period;
  if (period.unit === "days" && units.includes("months")) {
    const { first, last } = monthsOf(period, start);
    if (first < last) return { unit: "months", first, last };
  }
  return convert(period, units[0] ?? "month", start, today);
}
