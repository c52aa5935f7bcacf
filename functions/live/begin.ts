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

/** Return the path of the summary of a month, like 2026-03, for the start day and edition of the ledger. */
export function summaryPath(tenant: TenantPath, month: string, startDay: number, edition = ""): string {
  const suffix = startDay === 1 ? "" : `-d${String(startDay).padStart(2, "0")}`;
  return `${tenant}/summaries/${month}${suffix}${edition && `-${edition}`}`;
}

/** Return the month, like 2026-03, of a day, like 2026-03-31, for the start day of the ledger. */
export function monthOf(day: string, startDay: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const isBehind = date >= startDay;
  const later = startDay > 15 ? Number(isBehind) : Number(isBehind) - 1;
  const months = year * 12 + (month - 1) + later;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}`;
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
