/** Reads and writes of what recurs. */
import { newKey } from "../../api/client";
import {
  dismissMatch,
  linkTransaction,
  listAllOccurrences,
  listMatches,
  listRecurring,
  patchOccurrence,
  patchRecurring,
  postponeOccurrence,
  processRecurring,
  skipOccurrence,
  unlinkTransaction,
  type OccurrencePatch,
  type OccurrenceView,
  type RecurringPatch,
  type RecurringView,
} from "../../api/generated";
import { useRead, useWrite } from "../../api/queries";
import type { Month } from "../../lib/dates";
import { billWords } from "../../words/bills";
import { useWords } from "../../words/translated";
import { lastDayOf } from "./occurrences";

/** Read the occurrences of a calendar month. */
export function useOccurrences(month: Month) {
  const [from, to] = [`${month}-01`, lastDayOf(month)];
  return useRead(
    ["recurring", "occurrences", from, to],
    (signal) => listAllOccurrences({ query: { from, to }, signal }),
    { keepsPrevious: true },
  );
}

async function allEntries(signal: AbortSignal) {
  const first = await listRecurring({ query: { limit: 100 }, signal });
  const items = [...(first.data?.items ?? [])];
  let cursor = first.data?.next_cursor;
  while (cursor) {
    const page = await listRecurring({ query: { limit: 100, cursor }, signal });
    if (!page.data) return page;
    items.push(...page.data.items);
    cursor = page.data.next_cursor;
  }
  return first.data ? { ...first, data: { ...first.data, items } } : first;
}

/** Read all recurring entries. */
export function useEntries() {
  return useRead(["recurring", "list"], allEntries);
}

/** Read which transactions may pay which occurrences. */
export function useMatches() {
  return useRead(["recurring", "matches"], (signal) => listMatches({ signal }));
}

export type OccurrenceAction =
  | { readonly kind: "book" | "skip" | "unmatch" }
  | { readonly kind: "postpone"; readonly to: string }
  | { readonly kind: "change"; readonly patch: OccurrencePatch }
  | { readonly kind: "match"; readonly transactionId: string; readonly replace: boolean }
  | { readonly kind: "dismissMatch"; readonly transactionId: string };

export type OccurrenceName = Pick<OccurrenceView, "recurring_id" | "nominal" | "name">;

/** Return the write that does something with one occurrence. */
export function useOccurrenceAction(onDone?: () => void) {
  const words = useWords(billWords);
  return useWrite<object, { one: OccurrenceName; action: OccurrenceAction }>(
    ({ one: { recurring_id: id, nominal }, action }) => {
      const path = { id };
      const headers = { "Idempotency-Key": newKey() };
      switch (action.kind) {
        case "book":
          return processRecurring({ path, headers, body: { nominal } });
        case "skip":
          return skipOccurrence({ path, headers, body: { nominal } });
        case "unmatch":
          return unlinkTransaction({ path, headers, body: { nominal } });
        case "postpone":
          return postponeOccurrence({ path, headers, body: { nominal, to: action.to } });
        case "change":
          return patchOccurrence({ path: { id, nominal }, body: action.patch });
        case "match": {
          const { transactionId: transaction_id, replace } = action;
          return linkTransaction({ path, headers, body: { nominal, transaction_id, replace } });
        }
        case "dismissMatch": {
          const { transactionId: transaction_id } = action;
          return dismissMatch({ path, headers, body: { nominal, transaction_id } });
        }
      }
    },
    {
      done: (_, { one: { name }, action }) => {
        const { occurrence, matches } = words;
        return {
          book: occurrence.booked(name),
          skip: occurrence.skipped(name),
          unmatch: occurrence.unmatched(name),
          postpone: occurrence.postponed(name),
          change: occurrence.changed(name),
          match: occurrence.matched(name),
          dismissMatch: matches.dismissed,
        }[action.kind];
      },
      onDone: () => onDone?.(),
    },
  );
}

export interface EntryChange {
  readonly entry: RecurringView;
  readonly patch: RecurringPatch;
  readonly done: string;
}

/** Return the write that changes fields of a recurring entry. */
export function useEntryChange() {
  return useWrite(
    ({ entry, patch }: EntryChange) =>
      patchRecurring({
        path: { id: entry.id },
        body: patch,
        headers: { "If-Match": entry.etag },
      }),
    { done: (_, { done }) => done },
  );
}
