import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { ask } from "../../api/client";
import { listTransactions, type TransactionList } from "../../api/generated";
import type { ApiError } from "../../api/problem";
import { useLedgerKey, useRead } from "../../api/queries";
import type { Filters } from "./filters/filters";
import { flatten, pagesOf, patchRows, replacePage, type Pages, type Transaction } from "./pages";

const PAGE = 100;
/** After so long, what is shown again may be out of date. */
const FRESH_MS = 15_000;

/**
 * Read the register page by page.
 *
 * Pages are never all read again. An edit patches the loaded rows; when something else has changed,
 * pages count as stale, and each is read again once it is in view.
 */
export function useRegister(filters: Filters) {
  const cache = useQueryClient();
  const ledger = useLedgerKey();
  const key = useMemo(() => [...ledger, "register", filters], [ledger, filters]);
  const stale = useRef(new Set<number>());
  const [version, setVersion] = useState(0);

  const read = useCallback(
    (cursor: string, signal?: AbortSignal) =>
      ask(
        listTransactions({
          query: { ...filters, limit: PAGE, ...(cursor ? { cursor } : {}) },
          ...(signal ? { signal } : {}),
        }),
      ),
    [filters],
  );

  const query = useInfiniteQuery<TransactionList, ApiError, Pages, readonly unknown[], string>({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: "static",
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });

  const markStale = useCallback(() => {
    const count = cache.getQueryData<Pages>(key)?.pages.length ?? 0;
    for (let index = 0; index < count; index += 1) stale.current.add(index);
    setVersion((former) => former + 1);
  }, [cache, key]);

  useEffect(() => {
    stale.current.clear();
    const state = cache.getQueryState(key);
    const isOld = state?.data !== undefined && Date.now() - state.dataUpdatedAt > FRESH_MS;
    // After the rows in view are known, which are read again first.
    const timer = isOld ? setTimeout(markStale) : undefined;
    const hash = JSON.stringify(key);
    const forget = cache.getQueryCache().subscribe((event) => {
      if (event.type !== "updated" || event.action.type !== "invalidate") return;
      if (JSON.stringify(event.query.queryKey) === hash) markStale();
    });
    const onVisible = () => {
      const at = cache.getQueryState(key)?.dataUpdatedAt ?? 0;
      if (document.visibilityState === "visible" && Date.now() - at > FRESH_MS) markStale();
    };
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      forget();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [cache, key, markStale]);

  const rows = useMemo(() => flatten(query.data), [query.data]);

  /** Read the stale pages again that the rows from one index to another are on. */
  const refresh = useCallback(
    async (first: number, last: number) => {
      for (const index of pagesOf(rows, first, last)) {
        if (!stale.current.delete(index)) continue;
        const cursor = cache.getQueryData<Pages>(key)?.pageParams[index];
        if (cursor === undefined) continue;
        try {
          const page = await read(cursor);
          cache.setQueryData<Pages>(
            key,
            (data) => data && replacePage(data, index, page, filters.sort),
          );
        } catch {
          // The rows stay as they were; the next view of the page tries again.
          stale.current.add(index);
        }
      }
    },
    [cache, filters.sort, key, read, rows],
  );

  const patch = useCallback(
    (ids: ReadonlySet<string>, change: (row: Transaction) => Transaction | null) => {
      cache.setQueriesData<Pages>(
        { queryKey: [...ledger, "register"] },
        (data) => data && patchRows(data, ids, change),
      );
    },
    [cache, ledger],
  );

  /** Make everything of the ledger but the register out of date, after a write that patched it. */
  const outdateOthers = useCallback(
    () =>
      cache.invalidateQueries({
        queryKey: ledger,
        predicate: ({ queryKey }) => queryKey[ledger.length] !== "register",
      }),
    [cache, ledger],
  );

  const find = useCallback(
    (id: string) => flatten(cache.getQueryData<Pages>(key)).items.find((row) => row.id === id),
    [cache, key],
  );

  return { query, rows, version, refresh, patch, markStale, outdateOthers, find };
}

export type Register = ReturnType<typeof useRegister>;

/** Read the totals of all transactions that match. */
export function useTotals(filters: Filters) {
  return useRead(
    ["register-totals", filters],
    (signal) => listTransactions({ query: { ...filters, totals: true, limit: 1 }, signal }),
    { keepsPrevious: true },
  );
}
