import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";

import { changed, readFilters, writeFilters, type Filters } from "./filters";

/** Names in the address that are no filters: what is open. */
const OPEN = ["show", "new"] as const;

export type FilterChange = { readonly [K in keyof Filters]?: Filters[K] | undefined };

/** Read and change the filters, which are in the address, so that they can be linked and go back. */
export function useFilters() {
  const search = useSearch();
  const [address, go] = useLocation();
  const query = useMemo(() => writeFilters(readFilters(search)), [search]);
  const filters = useMemo(() => readFilters(query), [query]);
  const shown = useMemo(() => new URLSearchParams(search).get("show"), [search]);
  const isNew = useMemo(() => new URLSearchParams(search).has("new"), [search]);

  const setAll = useCallback(
    (next: Filters, replace = false) => {
      const text = writeFilters(next);
      go(text ? `${address}?${text}` : address, { replace });
    },
    [address, go],
  );
  const change = useCallback(
    (changes: FilterChange, replace = false) => setAll(changed(filters, changes), replace),
    [filters, setAll],
  );
  const clear = useCallback(
    () => setAll(filters.sort ? { sort: filters.sort } : {}),
    [filters, setAll],
  );
  /** Forget in the address what was open. */
  const closeShown = useCallback(() => {
    if (OPEN.some((name) => new URLSearchParams(search).has(name))) setAll(filters, true);
  }, [filters, search, setAll]);
  return { filters, shown, isNew, change, clear, closeShown };
}

export type FilterState = ReturnType<typeof useFilters>;
