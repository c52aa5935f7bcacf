import { useInfiniteQuery } from "@tanstack/react-query";

import { ask } from "../api/client";
import type { ApiError } from "../api/problem";
import { useLedgerKey } from "../api/queries";

interface Fields<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response?: Response | undefined;
}

interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
}

/** Read a list of the API page by page; `key` names the list and all that it depends on. */
export function usePages<Item, P extends PageOf<Item>>(
  key: readonly unknown[],
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Fields<P>>,
) {
  const ledger = useLedgerKey();
  return useInfiniteQuery<P, ApiError, Item[], readonly unknown[], string | undefined>({
    queryKey: [...ledger, ...key],
    queryFn: ({ pageParam, signal }) => ask(read(pageParam, signal)),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    select: ({ pages }) => pages.flatMap((page) => [...page.items]),
  });
}
