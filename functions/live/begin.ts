/**
 * Documents that a browser reads from Firestore, and subscribes to.
 *
 * Generated from functions/live by `make openapi`; do not edit.
 * docs/web-client.md says how to use them.
 */

/** The version of these types; compare it with `live_version` of the tenant's document. */
export const LIVE_VERSION = 0;

/** Instant as the Firebase SDK gives it. */
export interface Timestamp {
  readonly seconds: number;
  readonly nanoseconds: number;
  toDate(): Date;
}

/** Path of a tenant's document, as `tenant` in the API. */
export type TenantPath = `users/${string}` | `demo_users/${string}` | `workspaces/${string}`;

/** Return whether a text is the path of a tenant's document. */
export function isTenantPath(path: string): path is TenantPath {
  return /^(users|demo_users|workspaces)\/[^/]+$/.test(path);
}

/** Return the path of the summary of a month, like 2026-03, for the `summary_edition` of the ledger. */
export function summaryPath(tenant: TenantPath, month: string, edition: string | null = null): string {
  return `${tenant}/summaries/${month}${edition ? `-${edition}` : ""}`;
}

/** Return the month, like 2026-03, of a day, like 2026-03-31, for the `month_start` of the ledger. */
export function monthOf(day: string, start: LedgerMonthStart): string {
  let begun = monthNumber(day) + 1;
  while (startIn(begun, start) > day) begun -= 1;
  return monthText(start.day > 15 ? begun + 1 : begun);
}

/** Return the first day of a month, like 2026-03, for the `month_start` of the ledger. */
export function firstDayOf(month: string, start: LedgerMonthStart): string {
  return startIn(monthNumber(month) - Number(start.day > 15), start);
}

/** Start of a ledger's months in the API, or in the tenant's document. */
export interface LedgerMonthStart {
  readonly day: number;
  readonly shift?: string;
  readonly weekend?: readonly string[];
  readonly moves?: string | null;
}

const DAY = 86_400_000;
const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const FIRST_OF_MOVES = 2020 * 12;

function monthNumber(text: string): number {
  return Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
}

function monthText(number: number): string {
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
}

/** Return the start of a calendar month by its number, which a shift may move out of it. */
function startIn(number: number, start: LedgerMonthStart): string {
  const [year, month] = [Math.floor(number / 12), number % 12];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const nominal = Date.UTC(year, month, Math.min(start.day, last));
  const move = start.moves?.[number - FIRST_OF_MOVES];
  const time = move === undefined ? shifted(nominal, start) : nominal + daysOfMove(move) * DAY;
  return new Date(time).toISOString().slice(0, 10);
}

function daysOfMove(move: string): number {
  if (move === ".") return 0;
  const code = move.charCodeAt(0);
  return code < 97 ? code - 64 : 96 - code;
}

/** Return the time of the day to which a shift moves one from the weekend. */
function shifted(time: number, start: LedgerMonthStart): number {
  const { shift = "NONE", weekend = ["SA", "SU"] } = start;
  const moved = (by: number): number => {
    let at = time;
    while (weekend.includes(WEEKDAYS[new Date(at).getUTCDay()] ?? "")) at += by;
    return at;
  };
  if (shift === "NONE") return time;
  if (shift === "PREVIOUS") return moved(-DAY);
  const next = moved(DAY);
  const leaves = new Date(next).getUTCMonth() !== new Date(time).getUTCMonth();
  return shift === "NEXT_IN_MONTH" && leaves ? moved(-DAY) : next;
}

/** Return the key of a tag in `by_tag` and `tags` without `#`; the name of most tags. */
export function tagOfTerm(term: string): string {
  return term.replace(/^#/, "");
}

/** A document is not as its type says: the page is older or newer than the server. */
export class LiveShapeError extends TypeError {}

type Shape =
  | "string"
  | "integer"
  | "number"
  | "boolean"
  | "timestamp"
  | "unknown"
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "nullable" | "list" | "map"; readonly of: Shape }
  | {
      readonly kind: "object";
      readonly fields: Readonly<Record<string, { readonly required: boolean; readonly shape: Shape }>>;
    };

function check(value: unknown, shape: Shape, at: string): void {
  if (!fits(value, shape, at)) {
    throw new LiveShapeError(`${at} is not as expected`);
  }
}

function fits(value: unknown, shape: Shape, at: string): boolean {
  switch (shape) {
    case "unknown":
      return true;
    case "integer":
      return Number.isSafeInteger(value);
    case "timestamp":
      return isTimestamp(value);
    case "string":
    case "number":
    case "boolean":
      return typeof value === shape;
  }
  switch (shape.kind) {
    case "enum":
      return typeof value === "string" && shape.values.includes(value);
    case "nullable":
      return value === null || fits(value, shape.of, at);
    case "list":
      if (!Array.isArray(value)) return false;
      value.forEach((one: unknown, index) => check(one, shape.of, `${at}[${index}]`));
      return true;
    case "map":
      if (typeof value !== "object" || value === null) return false;
      Object.entries(value).forEach(([key, one]) => check(one, shape.of, `${at}.${key}`));
      return true;
    case "object":
      return fitsFields(value, shape.fields, at);
  }
}

/** Fields that are not declared are ignored, so that a later server may add some. */
function fitsFields(
  value: unknown,
  fields: Readonly<Record<string, { readonly required: boolean; readonly shape: Shape }>>,
  at: string,
): boolean {
  if (typeof value !== "object" || value === null) return false;
  const present = new Map<string, unknown>(Object.entries(value));
  for (const [name, field] of Object.entries(fields)) {
    if (present.has(name)) {
      check(present.get(name), field.shape, `${at}.${name}`);
    } else if (field.required) {
      throw new LiveShapeError(`${at}.${name} is missing`);
    }
  }
  return true;
}

function isTimestamp(value: unknown): boolean {
  return typeof value === "object" && value !== null && "seconds" in value && "toDate" in value;
}
