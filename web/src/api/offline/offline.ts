/**
 * What was read last, kept in the browser for a reload without a connection.
 *
 * It is kept for the person who read it, bounded in size and age, and forgotten at sign-out. It is
 * shown only where the server does not answer: otherwise a page shows what is there now.
 */
import type { Query, QueryClient } from "@tanstack/react-query";
import { createStore, del, get, set, type UseStore } from "idb-keyval";

import { LIVE_VERSION } from "../generated/live";
import { chooseKept, type Kept } from "./offline-choice";
import type { ApiError } from "../problem";
import { session } from "../people/session";

interface Stored {
  readonly version: string;
  readonly queries: readonly Kept[];
}

/** Of another version of the app, answers may have other members. */
const VERSION = `1.${LIVE_VERSION}`;
const KEEP_AFTER_MS = 1_500;

/** Keep the answers of a cache, show them where the server does not answer, forget them at sign-out. */
export function keepOffline(cache: QueryClient): void {
  let store: UseStore;
  try {
    store = createStore("financeflow-offline", "answers");
  } catch {
    return; // The browser has no storage: what was read lasts as long as the page.
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  let uid = session.get().person?.uid ?? null;
  let isRestored = false;

  const isOwn = ({ queryKey }: { queryKey: readonly unknown[] }) =>
    queryKey[0] === "ledger" && queryKey[1] === uid;

  const keep = () => {
    timer = undefined;
    if (uid === null) return;
    const queries = cache
      .getQueryCache()
      .findAll({ predicate: (query) => isOwn(query) && query.state.status === "success" })
      .map(({ queryKey, state }) => ({
        key: queryKey,
        data: state.data,
        at: state.dataUpdatedAt,
      }));
    const stored: Stored = { version: VERSION, queries: chooseKept(queries, Date.now()) };
    set(uid, stored, store).catch(() => undefined); // A full or private storage keeps nothing.
  };

  const restore = async () => {
    if (isRestored || uid === null) return;
    isRestored = true;
    const wanted = uid;
    const stored = await get<Stored>(wanted, store).catch(() => undefined);
    if (stored?.version !== VERSION || uid !== wanted) return;
    for (const { key, data, at } of chooseKept(stored.queries, Date.now())) {
      if (cache.getQueryData(key) === undefined) cache.setQueryData(key, data, { updatedAt: at });
    }
  };

  cache.getQueryCache().subscribe((event) => {
    const query = event.query as Query<unknown, ApiError>;
    if (event.type !== "updated" || !isOwn(query)) return;
    const { status, error, fetchStatus } = query.state;
    if (status === "success" && fetchStatus === "idle" && navigator.onLine)
      timer ??= setTimeout(keep, KEEP_AFTER_MS);
    const isUnanswered = fetchStatus === "paused" || error?.code === "network";
    if (isUnanswered && query.state.data === undefined) void restore();
  });

  const follow = () => {
    const next = session.get();
    const person = next.person?.uid ?? null;
    if (person === uid) return;
    if (uid !== null) {
      clearTimeout(timer);
      timer = undefined;
      void forget(uid, store);
    }
    uid = person;
    isRestored = false;
    if (!navigator.onLine) void restore();
  };
  session.subscribe(follow);
  if (!navigator.onLine) void restore();
}

async function forget(uid: string, store: UseStore): Promise<void> {
  await del(uid, store).catch(() => undefined);
  const { closeFirestore } = await import("../people/firebase");
  await closeFirestore();
}
