import { useState } from "react";

import type { Batch } from "../../../api/generated";
import { ApiError } from "../../../api/problem";
import { afterWrite } from "../../../api/queries";
import { transactionWords } from "../../../words/transactions";
import { useWords } from "../../../words/translated";
import { fieldsOf, sendBatches, type BulkChange, type BulkStep } from "./bulk";
import type { Transaction } from "../pages";
import type { Selection } from "./selection";
import { applied } from "../grid/useEdits";
import type { Register } from "../useRegister";

export interface Progress {
  readonly done: number;
  readonly all: number;
}

/** Change or delete the selected rows, with progress where it takes several requests. */
export function useBulk(register: Register, selection: Selection) {
  const words = useWords(transactionWords);
  const [progress, setProgress] = useState<Progress | null>(null);
  const { patch, markStale, outdateOthers } = register;

  const run = async (
    rows: readonly Transaction[],
    batchOf: (rows: readonly Transaction[]) => Batch,
    onStep: (step: BulkStep) => void,
  ): Promise<void> => {
    setProgress({ done: 0, all: rows.length });
    try {
      await sendBatches(rows, batchOf, (step) => {
        onStep(step);
        setProgress({ done: step.done, all: rows.length });
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      markStale();
      afterWrite.failed(
        error.code === "precondition-failed"
          ? Object.assign(error, { message: words.bulk.changedMeanwhile })
          : error,
      );
    } finally {
      setProgress(null);
      void outdateOthers();
    }
  };

  const change = (bulk: BulkChange) =>
    run(
      selection.rows,
      (rows) => ({
        update: rows.map((row) => ({ id: row.id, etag: row.etag, ...fieldsOf(row, bulk) })),
      }),
      ({ rows, etags, changeId }) => {
        patch(new Set(rows.map((row) => row.id)), (row) => {
          return { ...applied(row, fieldsOf(row, bulk)), etag: etags.get(row.id) ?? row.etag };
        });
        afterWrite.succeeded(words.done.changed(rows.length), changeId);
        // What the server calculates for rows in other currencies is not in the answer.
        if (rows.some((row) => row.exchange) && (bulk.date ?? bulk.account_id)) markStale();
      },
    );

  const remove = (rows: readonly Transaction[]) =>
    run(
      rows,
      (part) => ({ delete: part.map(({ id, etag }) => ({ id, etag })) }),
      ({ rows: part, changeId }) => {
        patch(new Set(part.map((row) => row.id)), () => null);
        afterWrite.succeeded(words.done.deleted(part.length), changeId);
        selection.clear();
      },
    );

  return { progress, change, remove };
}

export type Bulk = ReturnType<typeof useBulk>;
