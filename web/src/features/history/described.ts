/** Changes of the log as people read them: groups of one request, names, fields before and after. */
import type { ChangeView } from "../../api/generated";

export interface Group {
  /** The change that is told; the others of the request are counted. */
  readonly first: ChangeView;
  readonly count: number;
}

/** Group neighbouring changes of one request, the newest first. */
export function groupsOf(changes: readonly ChangeView[]): readonly Group[] {
  const groups: { first: ChangeView; count: number }[] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    if (last?.first.operation_id === change.operation_id) last.count += 1;
    else groups.push({ first: change, count: 1 });
  }
  return groups;
}

type State = Readonly<Record<string, unknown>>;

function stateOf(value: object | null): State | null {
  return value === null ? null : Object.fromEntries(Object.entries(value));
}

/** Return the name by which people know what was changed; null if it has none. */
export function nameOf({ before, after }: ChangeView): string | null {
  const state = stateOf(after ?? before);
  for (const field of ["name", "payee", "description", "email", "display_name", "url"]) {
    const value = state?.[field];
    if (typeof value === "string" && value !== "") return value;
  }
  return null;
}

export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Fields that follow from others, or that only programs read. */
const HIDDEN = new Set(["etag", "updated_at", "created_at", "id", "uid", "deleted"]);

/** Return the fields that an update changed, with both values; none if it made or removed something. */
export function fieldsOf({ before, after, changed_fields }: ChangeView): readonly FieldChange[] {
  const [old, now] = [stateOf(before), stateOf(after)];
  return changed_fields
    .filter((field) => !HIDDEN.has(field))
    .map((field) => ({ field, before: old?.[field] ?? null, after: now?.[field] ?? null }))
    .filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
}

/** Kinds that are undone by nobody. */
const FINAL = new Set(["WORKSPACE", "MEMBER", "INVITATION", "SIGN_IN", "SETTLED_SUGGESTION"]);
/** What FinanceFlow did to make a ledger or to keep it right. */
const OWN_CAUSES = new Set([
  "DEMO",
  "CLAIM",
  "PROVISIONING",
  "ERASURE",
  "RATES",
  "REBUILD",
  "RESTORE",
  "SIGN_IN",
  "IMPORT_UNDO",
]);

/** Return whether the log's reader may undo a change: admins all, others their own. */
export function canUndo(
  change: ChangeView,
  uid: string | null,
  role: "VIEWER" | "ANALYST" | "ADMIN",
): boolean {
  if (FINAL.has(change.entity) || OWN_CAUSES.has(change.cause)) return false;
  return role === "ADMIN" || (role === "ANALYST" && change.actor === uid);
}
