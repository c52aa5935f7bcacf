/** A recurring entry as its form holds it. */
import type {
  Mode,
  RecurringDraft,
  RecurringSuggestionView,
  RecurringView,
  TransactionType,
} from "../../api/generated";
import type { Amount } from "../../lib/money";
import { MONTHLY, draftOf, scheduleOf, type ScheduleValue } from "../../lib/schedule";

export type End = "NEVER" | "UNTIL" | "COUNT";

export interface EntryValues extends Record<string, unknown> {
  name: string;
  type: TransactionType;
  amount: string;
  account_id: string;
  to_account_id: string;
  category_id: string;
  payee: string;
  description: string;
  tags: string[];
  mode: Mode;
  remind_days: number;
  start: string;
  schedule: ScheduleValue;
  end: End;
  until: string;
  count: number;
}

/** What a form is filled from: an entry, a suggestion, or nothing. */
export type Source =
  | { readonly kind: "new" }
  | { readonly kind: "entry"; readonly entry: RecurringView }
  | { readonly kind: "suggestion"; readonly suggestion: RecurringSuggestionView };

/** Return the values that a form begins with; `write` writes amounts as they are typed. */
export function valuesOf(
  source: Source,
  today: string,
  defaultAccount: string,
  write: (amount: Amount) => string,
): EntryValues {
  const blank: EntryValues = {
    name: "",
    type: "EXPENSE",
    amount: "",
    account_id: defaultAccount,
    to_account_id: "",
    category_id: "",
    payee: "",
    description: "",
    tags: [],
    mode: "REMIND",
    remind_days: 0,
    start: today,
    schedule: MONTHLY,
    end: "NEVER",
    until: "",
    count: 12,
  };
  if (source.kind === "new") return blank;
  const { name, mode, template, schedule } =
    source.kind === "entry" ? source.entry : source.suggestion.entry;
  const known: EntryValues = {
    ...blank,
    name,
    mode,
    type: template.type,
    amount: write(template.amount),
    account_id: template.account_id,
    to_account_id: template.to_account_id ?? "",
    category_id: template.category_id ?? "",
    payee: template.payee ?? "",
    description: template.description ?? "",
    start: schedule.start,
    schedule: scheduleOf(schedule),
  };
  if (source.kind === "suggestion") return known;
  const { remind_days: remindDays, schedule: whole } = source.entry;
  return {
    ...known,
    tags: source.entry.template.tags,
    remind_days: remindDays,
    end: whole.until ? "UNTIL" : whole.count ? "COUNT" : "NEVER",
    until: whole.until ?? "",
    count: whole.count ?? 12,
  };
}

/** Return the entry that a form means; what the form does not show stays as in the source. */
export function draftOfEntry(values: EntryValues, amount: Amount, source: Source): RecurringDraft {
  const { type, end } = values;
  const before = source.kind === "entry" ? source.entry.template : null;
  const splits = type === before?.type ? (before.splits ?? []) : [];
  const isTransfer = type === "TRANSFER";
  return {
    name: values.name.trim(),
    mode: values.mode,
    remind_days: values.remind_days,
    template: {
      type,
      amount,
      account_id: values.account_id || null,
      to_account_id: isTransfer ? values.to_account_id || null : null,
      category_id: isTransfer || splits.length ? null : values.category_id || null,
      ...(splits.length
        ? {
            splits: splits.map(({ category_id, amount: part, note }) => ({
              category_id,
              amount: part,
              note,
            })),
          }
        : {}),
      to_amount: isTransfer ? (before?.to_amount ?? null) : null,
      custom_type_id: type === before?.type ? before.custom_type_id : null,
      payee: values.payee.trim() || null,
      description: values.description.trim() || null,
      notes: before?.notes ?? null,
      tags: values.tags,
    },
    schedule: {
      start: values.start,
      ...draftOf(values.schedule),
      until: end === "UNTIL" ? values.until || null : null,
      count: end === "COUNT" ? values.count : null,
    },
  };
}
