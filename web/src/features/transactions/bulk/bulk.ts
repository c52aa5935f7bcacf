/** Changes of many transactions: batches of at most 500 rows, one after the other. */
import { askWhole, newKey } from "../../../api/client";
import { applyBatch, type Batch, type TransactionPatch } from "../../../api/generated";
import type { Transaction } from "../pages";

export const BATCH_ROWS = 500;

export interface BulkChange {
  readonly category_id?: string | null;
  readonly account_id?: string;
  readonly date?: string;
  readonly addedTags?: readonly string[];
  readonly removedTags?: readonly string[];
}

function folded(tag: string): string {
  return tag.normalize("NFKC").toLowerCase();
}

/** Return the tags of a transaction after some were added and removed; names that look alike are one. */
export function tagsAfter(
  tags: readonly string[],
  added: readonly string[] = [],
  removed: readonly string[] = [],
): string[] {
  const gone = new Set(removed.map(folded));
  const kept = tags.filter((tag) => !gone.has(folded(tag)));
  const present = new Set(kept.map(folded));
  return [...kept, ...added.filter((tag) => !present.has(folded(tag)))];
}

/** Return the fields of one transaction that a change sets. */
export function fieldsOf(row: Transaction, change: BulkChange): TransactionPatch {
  const { category_id, account_id, date, addedTags, removedTags } = change;
  return {
    // A transfer has no category, so that a selection with some can get one.
    ...(category_id === undefined || row.type === "TRANSFER" ? {} : { category_id }),
    ...(account_id === undefined ? {} : { account_id }),
    ...(date === undefined ? {} : { date }),
    ...(addedTags || removedTags ? { tags: tagsAfter(row.tags, addedTags, removedTags) } : {}),
  };
}

/** Divide rows into parts of at most so many. */
export function chunks<T>(rows: readonly T[], size = BATCH_ROWS): T[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );
}

export interface BulkStep {
  readonly rows: readonly Transaction[];
  /** The new version of each changed row. */
  readonly etags: ReadonlyMap<string, string>;
  readonly changeId: string | null;
  readonly done: number;
}

/**
 * Send rows in batches, each whole or not at all, and tell each that was answered.
 *
 * @throws {ApiError} A batch was refused; the ones before it stay.
 */
export async function sendBatches(
  rows: readonly Transaction[],
  batchOf: (rows: readonly Transaction[]) => Batch,
  onStep: (step: BulkStep) => void,
): Promise<void> {
  let done = 0;
  for (const part of chunks(rows)) {
    const { data, changeId } = await askWhole(
      applyBatch({ body: batchOf(part), headers: { "Idempotency-Key": newKey() } }),
    );
    done += part.length;
    const etags = new Map(data.updated.map(({ id, etag }) => [id, etag]));
    onStep({ rows: part, etags, changeId, done });
  }
}
