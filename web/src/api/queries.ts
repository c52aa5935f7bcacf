/** Cached reads and writes of the API, by TanStack Query. */
import {
  QueryClient,
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from "@tanstack/react-query";
import { useMemo } from "react";

import { ask, askWhole, type Answer } from "./client";
import type { ApiError } from "./problem";
import { useSession } from "./people/session";

declare module "@tanstack/react-query" {
  interface Register {
    defaultError: ApiError;
  }
}

/** The cache; requests repeat themselves, so it does not. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: 15_000, gcTime: 10 * 60_000, networkMode: "offlineFirst" },
    mutations: { retry: false, networkMode: "always" },
  },
});

interface Fields<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response?: Response | undefined;
}

/** Return the key of all that is read in the ledger that is shown, for that person. */
export function useLedgerKey(): readonly unknown[] {
  const { person, workspaceId } = useSession();
  const uid = person?.uid ?? null;
  return useMemo(() => ["ledger", uid, workspaceId], [uid, workspaceId]);
}

export interface ReadOptions {
  readonly enabled?: boolean;
  /** Show the answer to the former question until there is one to the new. */
  readonly keepsPrevious?: boolean;
  readonly staleTime?: number;
  readonly refetchInterval?: number | false;
}

/** Read something of the ledger that is shown; `key` names the request and all that it depends on. */
export function useRead<T>(
  key: readonly unknown[],
  read: (signal: AbortSignal) => Promise<Fields<T>>,
  { enabled = true, keepsPrevious = false, staleTime, refetchInterval }: ReadOptions = {},
): UseQueryResult<T, ApiError> {
  const ledger = useLedgerKey();
  return useQuery<T, ApiError>({
    queryKey: [...ledger, ...key],
    queryFn: ({ signal }) => ask(read(signal)),
    enabled,
    ...(keepsPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(staleTime === undefined ? {} : { staleTime }),
    ...(refetchInterval === undefined ? {} : { refetchInterval }),
  });
}

export interface WriteOptions<T, V> {
  /** What was done, for the toast, such as "Deleted 3 transactions"; null for no toast. */
  readonly done?: (data: T, variables: V) => string | null;
  /** Keys, as given to `useRead`, that the write makes out of date; by default all of the ledger. */
  readonly outdates?: readonly (readonly unknown[])[];
  /** Do not show a toast of a failure, because the form shows it. */
  readonly showsError?: boolean;
  readonly onDone?: (answer: Answer<T>, variables: V) => void;
}

/** What happens after a write, set by the app: toasts with undo, and toasts of failures. */
export const afterWrite: {
  succeeded: (text: string, changeId: string | null) => void;
  failed: (error: ApiError) => void;
} = { succeeded: () => undefined, failed: () => undefined };

/** Write something; the toast of a success has an undo if the answer has a change id. */
export function useWrite<T, V = void>(
  write: (variables: V) => Promise<Fields<T>>,
  { done, outdates, showsError = true, onDone }: WriteOptions<T, V> = {},
): UseMutationResult<Answer<T>, ApiError, V> {
  const cache = useQueryClient();
  const ledger = useLedgerKey();
  return useMutation<Answer<T>, ApiError, V>({
    mutationFn: (variables) => askWhole(write(variables)),
    onSuccess: async (answer, variables) => {
      const text = done?.(answer.data, variables);
      if (text) afterWrite.succeeded(text, answer.changeId);
      onDone?.(answer, variables);
      const keys = outdates?.map((key) => [...ledger, ...key]) ?? [ledger];
      await Promise.all(keys.map((queryKey) => cache.invalidateQueries({ queryKey })));
    },
    onError: (error) => {
      if (showsError) afterWrite.failed(error);
    },
  });
}
