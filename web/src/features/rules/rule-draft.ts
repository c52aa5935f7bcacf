/** A rule while it is edited: texts as typed, whichever fields the conditions have. */
import type { Condition, RuleContentView, RuleDraft, TextMatch } from "../../api/generated";
import type { Amount } from "../../lib/money";

export type Field = Condition["field"];
export const FIELDS: readonly Field[] = [
  "PAYEE",
  "DESCRIPTION",
  "TEXT",
  "NOTES",
  "AMOUNT",
  "TYPE",
  "ACCOUNT",
];
export const OPERATORS: readonly TextMatch["operator"][] = [
  "CONTAINS",
  "EQUALS",
  "STARTS_WITH",
  "MATCHES",
];

export interface ConditionDraft {
  /** Names the row while others are added and removed. */
  readonly key: number;
  readonly field: Field;
  readonly operator: TextMatch["operator"];
  /** The text, the type, or the id of the account. */
  readonly value: string;
  readonly min: string;
  readonly max: string;
}

export interface Draft {
  readonly name: string;
  readonly enabled: boolean;
  readonly conditions: readonly ConditionDraft[];
  readonly category: string | null;
  readonly customType: string | null;
  readonly payee: string;
  readonly tags: string[];
}

/** Return a condition as it is when it is added. */
export function newCondition(key: number): ConditionDraft {
  return { key, field: "PAYEE", operator: "CONTAINS", value: "", min: "", max: "" };
}

/** Return a rule as a draft, or an empty one; `write` shows amounts as they are typed. */
export function draftOf(
  rule: RuleContentView | null,
  write: (amount: Amount | null) => string,
): Draft {
  if (!rule) {
    return {
      name: "",
      enabled: true,
      conditions: [newCondition(0)],
      category: null,
      customType: null,
      payee: "",
      tags: [],
    };
  }
  const { name, enabled, conditions, actions } = rule;
  return {
    name: name ?? "",
    enabled,
    conditions: conditions.map((one, key) => {
      const empty = { ...newCondition(key), field: one.field };
      if (one.field === "AMOUNT") return { ...empty, min: write(one.min), max: write(one.max) };
      if (one.field === "TYPE" || one.field === "ACCOUNT") return { ...empty, value: one.value };
      return { ...empty, operator: one.operator, value: one.value };
    }),
    category: actions.category_id,
    customType: actions.custom_type_id,
    payee: actions.payee ?? "",
    tags: actions.tags,
  };
}

/** Return which condition has a wrong or missing value: its key and the field that is wrong. */
export function wrongOf(
  draft: Draft,
  read: (text: string) => Amount | null,
): { readonly key: number; readonly part: "value" | "min" | "max" } | null {
  for (const { key, field, value, min, max } of draft.conditions) {
    if (field !== "AMOUNT") {
      if (!value.trim()) return { key, part: "value" };
      continue;
    }
    if (min.trim() && read(min) === null) return { key, part: "min" };
    if (max.trim() && read(max) === null) return { key, part: "max" };
    if (!min.trim() && !max.trim()) return { key, part: "min" };
  }
  return null;
}

/** Return whether a draft sets nothing. */
export function setsNothing({ category, customType, payee, tags }: Draft): boolean {
  return !category && !customType && !payee.trim() && tags.length === 0;
}

/** Return the body of a request. */
export function bodyOf(draft: Draft, read: (text: string) => Amount | null): RuleDraft {
  return {
    name: draft.name.trim() || null,
    enabled: draft.enabled,
    conditions: draft.conditions.map(({ field, operator, value, min, max }): Condition => {
      if (field === "AMOUNT") {
        return { field, operator: "BETWEEN", min: read(min), max: read(max) };
      }
      if (field === "TYPE") {
        return { field, operator: "IS", value: value === "INCOME" ? "INCOME" : "EXPENSE" };
      }
      if (field === "ACCOUNT") return { field, operator: "IS", value };
      return { field, operator, value: value.trim() };
    }),
    actions: {
      category_id: draft.category,
      custom_type_id: draft.customType,
      payee: draft.payee.trim() || null,
      tags: draft.tags,
    },
  };
}

/** Return ids in the order that they have after one has moved to another place. */
export function moved(ids: readonly string[], id: string, to: number): string[] {
  const rest = ids.filter((one) => one !== id);
  const place = Math.max(0, Math.min(to, rest.length));
  return [...rest.slice(0, place), id, ...rest.slice(place)];
}
