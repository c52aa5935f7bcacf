import { useCallback, useRef, useState } from "react";

import { askWhole, newKey } from "../../../api/client";
import {
  deleteTransaction,
  patchTransaction,
  recordTransaction,
  type TransactionDraft,
  type TransactionPatch,
} from "../../../api/generated";
import { ApiError } from "../../../api/problem";
import { afterWrite } from "../../../api/queries";
import { transactionWords } from "../../../words/transactions";
import { useWords } from "../../../words/translated";
import type { Transaction } from "../pages";
import type { Register } from "../useRegister";

/** An edit that somebody else's change is in the way of. */
export interface Conflict {
  readonly mine: TransactionPatch;
  readonly current: Transaction;
}

/** An edit of a cell that the API has refused. */
export interface Refusal {
  readonly id: string;
  readonly field: string;
  readonly message: string;
}

function isTransaction(value: unknown): value is Transaction {
  return typeof value === "object" && value !== null && "etag" in value && "id" in value;
}

/** Show an edit before its answer; what the server calculates comes with the answer. */
export function applied(row: Transaction, patch: TransactionPatch): Transaction {
  const { category_id, account_id, payee, date, amount, tags } = patch;
  return {
    ...row,
    ...(category_id === undefined ? {} : { category_id, splits: [] }),
    ...(account_id === undefined ? {} : { account_id }),
    ...(payee === undefined ? {} : { payee }),
    ...(date === undefined ? {} : { date }),
    ...(amount === undefined ? {} : { amount: String(amount) }),
    ...(tags === undefined ? {} : { tags }),
  };
}

/** Write edits of single transactions, at once on the screen, and in order for each transaction. */
export function useEdits(register: Register) {
  const words = useWords(transactionWords);
  const { patch, find, outdateOthers, markStale } = register;
  const chains = useRef(new Map<string, Promise<unknown>>());
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const put = useCallback((row: Transaction) => patch(new Set([row.id]), () => row), [patch]);

  const send = useCallback(
    async (before: Transaction, body: TransactionPatch, etag: string) => {
      try {
        const { data, changeId } = await askWhole(
          patchTransaction({ path: { id: before.id }, body, headers: { "If-Match": etag } }),
        );
        put(data);
        if (changeId) afterWrite.succeeded(words.done.saved, changeId);
        void outdateOthers();
      } catch (error) {
        put(before);
        if (!(error instanceof ApiError)) throw error;
        if (error.code === "precondition-failed" && isTransaction(error.current)) {
          put(error.current);
          setConflict({ mine: body, current: error.current });
        } else if (error.status === 404) {
          patch(new Set([before.id]), () => null);
          afterWrite.failed(error);
        } else if (error.fields[0]) {
          const [{ field, message }] = [error.fields[0]];
          setRefusal({ id: before.id, field: field.split(".")[0] ?? field, message });
          afterWrite.failed(error);
        } else afterWrite.failed(error);
      }
    },
    [outdateOthers, patch, put, words],
  );

  /** Change fields of a transaction that is in the register. */
  const save = useCallback(
    (id: string, body: TransactionPatch): void => {
      setRefusal(null);
      const shown = find(id);
      if (!shown) return;
      put(applied(shown, body));
      const former = chains.current.get(id) ?? Promise.resolve();
      const next = former.then(() => {
        // The answer of the former edit has brought the row's present version.
        const present = find(id);
        const etag = present?.etag ?? shown.etag;
        if (present) put(applied(present, body));
        return send({ ...shown, etag }, body, etag);
      });
      chains.current.set(id, next);
    },
    [find, put, send],
  );

  /** Settle a conflict: repeat the edit on the present version, or leave that. */
  const settle = useCallback(
    (keepsMine: boolean) => {
      setConflict(null);
      if (!conflict || !keepsMine) return;
      save(conflict.current.id, conflict.mine);
    },
    [conflict, save],
  );

  const remove = useCallback(
    async (row: Transaction) => {
      patch(new Set([row.id]), () => null);
      try {
        const { changeId } = await askWhole(
          deleteTransaction({ path: { id: row.id }, headers: { "If-Match": row.etag } }),
        );
        afterWrite.succeeded(words.done.deleted(1), changeId);
        void outdateOthers();
      } catch (error) {
        markStale();
        if (!(error instanceof ApiError)) throw error;
        // Deleted meanwhile is what was wanted.
        if (error.status !== 404) afterWrite.failed(error);
      }
    },
    [markStale, outdateOthers, patch, words],
  );

  const duplicate = useCallback(
    async (draft: TransactionDraft) => {
      try {
        const { changeId } = await askWhole(
          recordTransaction({ body: draft, headers: { "Idempotency-Key": newKey() } }),
        );
        afterWrite.succeeded(words.done.duplicated, changeId);
        markStale();
        void outdateOthers();
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        afterWrite.failed(error);
      }
    },
    [markStale, outdateOthers, words],
  );

  return { save, settle, remove, duplicate, conflict, refusal };
}

export type Edits = ReturnType<typeof useEdits>;
