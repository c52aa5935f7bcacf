/** Filters and order of the register, which are in the address under the names of the API. */
import type { ListTransactionsData } from "../../../api/generated";

export type Filters = Omit<
  NonNullable<ListTransactionsData["query"]>,
  "cursor" | "limit" | "totals" | "deleted"
>;

const TEXTS = [
  "q",
  "from",
  "to",
  "category_id",
  "category",
  "account_id",
  "account",
  "custom_type_id",
  "custom_type",
  "currency",
  "payee",
  "tag",
  "min_amount",
  "max_amount",
  "recurring_id",
  "goal_id",
] as const satisfies readonly (keyof Filters)[];

const TYPES = ["INCOME", "EXPENSE", "TRANSFER"] as const;
const STATES = ["UNCONVERTED", "EARLIER_RATE", "ESTIMATED"] as const;
export const SORTS = ["-date", "date", "-amount", "amount"] as const;

function oneOf<T extends string>(all: readonly T[], text: string | null): T | undefined {
  return all.find((one) => one === text);
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}

/** Read the filters from the query of an address; what is unknown there is left out. */
export function readFilters(search: string): Filters {
  const query = new URLSearchParams(search);
  const found: Filters = {};
  for (const name of TEXTS) {
    const value = query.get(name);
    if (value) found[name] = value;
  }
  const type = oneOf(TYPES, query.get("type"));
  if (type) found.type = type;
  const exchange = oneOf(STATES, query.get("exchange"));
  if (exchange) found.exchange = exchange;
  const sort = oneOf(SORTS, query.get("sort"));
  if (sort && sort !== "-date") found.sort = sort;
  if (query.get("unfiled") === "true") found.unfiled = true;
  if (query.get("untyped") === "true") found.untyped = true;
  const year = numberOf(query.get("year"));
  if (year !== undefined) found.year = year;
  const month = numberOf(query.get("month"));
  if (month !== undefined) found.month = month;
  return found;
}

/** Write filters as the query of an address, without `?`. */
export function writeFilters(filters: Filters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value !== undefined && value !== "" && value !== false) query.set(name, String(value));
  }
  return query.toString();
}

/** Return filters with changes; a value of undefined removes the filter. */
export function changed(
  filters: Filters,
  changes: { readonly [K in keyof Filters]?: Filters[K] | undefined },
): Filters {
  const all = { ...filters, ...changes };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined && value !== ""),
  );
}

/** Return how many filters are set; the order and the search text are none. */
export function countOf(filters: Filters): number {
  return Object.keys(filters).filter((name) => name !== "sort" && name !== "q").length;
}
