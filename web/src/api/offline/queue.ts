/**
 * Transactions that wait to be sent: kept in this browser with their idempotency keys, sent in order.
 *
 * An entry is removed only after its answer. One that is sent again, by another tab or after a lost
 * answer, has the same key and body, so that it is recorded once.
 */
import { createStore, get, update } from "idb-keyval";

import { makeStore } from "../../lib/store";
import { askWhole, newKey } from "../client";
import { storeFacts } from "./facts";
import { recordTransaction, type TransactionDraft } from "../generated";
import { ApiError } from "../problem";
import { queryClient } from "../queries";
import { session } from "../people/session";

export interface QueuedTransaction {
  readonly key: string;
  readonly uid: string;
  readonly workspaceId: string | null;
  readonly body: TransactionDraft;
  /** The API's message if it has refused the entry; it is not sent again as it is. */
  readonly refusal: string | null;
}

const NAME = "financeflow-queue";
const LIST = "list";
const stored = createStore(NAME, "entries");
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(NAME);

/** All entries of this browser, in order. */
export const queue = makeStore<readonly QueuedTransaction[]>([]);

/** What is told of an entry that was sent: its key, and the id by which it can be undone. */
export const sent = makeStore<ReadonlyMap<string, string | null>>(new Map());

async function reload(): Promise<readonly QueuedTransaction[]> {
  const list = (await get<QueuedTransaction[]>(LIST, stored)) ?? [];
  queue.set(list);
  return list;
}

async function change(
  next: (list: readonly QueuedTransaction[]) => readonly QueuedTransaction[],
): Promise<void> {
  // One transaction of the database, so that tabs do not overwrite each other.
  await update<readonly QueuedTransaction[]>(LIST, (list) => next(list ?? []), stored);
  await reload();
  channel?.postMessage("changed");
}

/** Return the entries of who is signed in, for the ledger that is shown. */
export function ownEntries(
  list: readonly QueuedTransaction[],
  uid: string | null | undefined,
  workspaceId: string | null,
): QueuedTransaction[] {
  return list.filter((entry) => entry.uid === uid && entry.workspaceId === workspaceId);
}

/** Keep a transaction, then send what waits; resolves when it is kept. */
export async function enqueue(
  body: TransactionDraft,
  uid: string,
  workspaceId: string | null,
): Promise<string> {
  const entry: QueuedTransaction = { key: newKey(), uid, workspaceId, body, refusal: null };
  await change((list) => [...list, entry]);
  void flush();
  return entry.key;
}

/** Remove an entry that will not be sent. */
export async function drop(key: string): Promise<void> {
  await change((list) => list.filter((entry) => entry.key !== key));
  void flush();
}

function isForLater(error: ApiError): boolean {
  const { status } = error;
  return status === 0 || status === 401 || status === 429 || status >= 500;
}

async function sendNext(): Promise<boolean> {
  const { person, workspaceId, status } = session.get();
  if (status !== "signed-in" || !person) return false;
  const [entry] = ownEntries(await reload(), person.uid, workspaceId);
  if (!entry || entry.refusal !== null) return false;
  try {
    const { changeId } = await askWhole(
      recordTransaction({ body: entry.body, headers: { "Idempotency-Key": entry.key } }),
    );
    await change((list) => list.filter((one) => one.key !== entry.key));
    sent.set(new Map([...sent.get(), [entry.key, changeId]]));
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (!isForLater(error)) {
      await change((list) =>
        list.map((one) => (one.key === entry.key ? { ...one, refusal: error.message } : one)),
      );
    }
    return false;
  }
}

async function sendAll(): Promise<void> {
  let hasSent = false;
  while (navigator.onLine && (await sendNext())) hasSent = true;
  if (hasSent) await queryClient.invalidateQueries({ queryKey: ["ledger"] });
}

/** Send what waits, in order, one tab at a time; stops at the first that fails. */
export async function flush(): Promise<void> {
  // A browser without locks sends twice at worst, and the keys make that once.
  if ("locks" in navigator) await navigator.locks.request(NAME, sendAll);
  else await sendAll();
}

let isStarted = false;

/** Send what waits now, when the connection is back, and when the page or the ledger is shown. */
export function startQueue(): void {
  if (isStarted) return;
  isStarted = true;
  const attempt = () => void flush();
  channel?.addEventListener("message", () => void reload());
  window.addEventListener("online", attempt);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") attempt();
  });
  session.subscribe(() => {
    // What was read of a ledger does not stay behind for the next who signs in.
    if (session.get().status === "signed-out") storeFacts(null);
    attempt();
  });
  attempt();
  void reload();
}
