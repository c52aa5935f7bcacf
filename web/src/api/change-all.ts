/** One change of many transactions: all that a query finds, in batches. */
import {
  applyBatch,
  listTransactions,
  type BatchUpdate,
  type ListTransactionsData,
  type TransactionView,
} from "./generated";
import { newKey } from "./client";

const BATCH = 500;
const PAGE = 100;

interface Fields {
  readonly data?: { readonly changed: number };
  readonly error?: unknown;
  readonly response?: Response | undefined;
}

/**
 * Change all transactions that a query finds; `change` returns null for those that stay.
 *
 * All are read first, so that changes do not move the position of the list. Up to 500 are one
 * operation, which one undo takes back; of more, the undo takes back the last batch.
 */
export async function changeAll(
  query: NonNullable<ListTransactionsData["query"]>,
  change: (transaction: TransactionView) => Omit<BatchUpdate, "id" | "etag"> | null,
  onProgress: (changed: number) => void,
): Promise<Fields> {
  const updates: BatchUpdate[] = [];
  let cursor: string | null = null;
  let response: Response | undefined;
  do {
    const page: Awaited<ReturnType<typeof listTransactions>> = await listTransactions({
      query: { ...query, limit: PAGE, ...(cursor ? { cursor } : {}) },
    });
    if (!page.data) return { error: page.error, response: page.response };
    response = page.response;
    for (const one of page.data.items) {
      const fields = change(one);
      if (fields) updates.push({ ...fields, id: one.id, etag: one.etag });
    }
    cursor = page.data.next_cursor;
  } while (cursor);
  for (let start = 0; start < updates.length; start += BATCH) {
    const answer = await applyBatch({
      headers: { "Idempotency-Key": newKey() },
      body: { update: updates.slice(start, start + BATCH) },
    });
    if (!answer.data) return { error: answer.error, response: answer.response };
    response = answer.response;
    onProgress(Math.min(start + BATCH, updates.length));
  }
  return { data: { changed: updates.length }, response };
}
