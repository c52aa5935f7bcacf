import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { Trash2, TriangleAlert } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { ask, newKey } from "../../../api/client";
import {
  getTransaction,
  patchTransaction,
  recordTransaction,
  type TransactionPatch,
  type TransactionView,
} from "../../../api/generated";
import { useLedger } from "../../../api/ledger";
import { ApiError } from "../../../api/problem";
import { useWrite } from "../../../api/queries";
import { Card } from "../../../components/Card";
import { WhyForbidden } from "../../../components/Forbidden";
import { showProblem } from "../../../components/forms/problem-form";
import { Failed } from "../../../components/States";
import { usePreferences } from "../../../lib/preferences";
import { editorWords } from "../../../words/transaction-editor";
import { transactionWords } from "../../../words/transactions";
import { useWords } from "../../../words/translated";
import { useDifferences } from "../grid/differences";
import { draftOf, emptyPart, newValues, patchOf, valuesOf } from "./draft";
import { EditorFields } from "./EditorFields";
import { EstimateAlert } from "./ExchangeFields";
import { HistoryList } from "./HistoryList";
import type { Transaction } from "../pages";
import { useEditorForm } from "./useEditorForm";

export type EditorPart = "fields" | "split" | "history";

export interface EditorProps {
  /** The transaction to edit; null for a new one. */
  readonly row: Transaction | null;
  readonly part: EditorPart;
  readonly saved: (row: TransactionView, isNew: boolean, goesOn: boolean) => void;
  readonly remove: (row: Transaction) => void;
  /** An undo in the history has removed it. */
  readonly gone: (id: string) => void;
}

/** Edit all fields of a transaction, and show its history. */
export function Editor({ row, part, saved, remove, gone }: EditorProps) {
  const words = useWords(editorWords);
  const { done } = useWords(transactionWords);
  const ledger = useLedger();
  const { locale } = usePreferences();
  const form = useEditorForm(row);
  const differences = useDifferences();
  /** The version that the form was filled from, or the one that was found in its place since. */
  const [base, setBase] = useState(row);
  const [conflict, setConflict] = useState<Transaction | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [key, setKey] = useState(newKey);
  const history = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (part === "history") history.current?.scrollIntoView();
    if (part === "split" && row?.splits.length === 0) {
      const { amount, category_id } = valuesOf(row, locale);
      form.setFieldValue("splits", [{ ...emptyPart(amount), category_id }, emptyPart()]);
    }
    // Only when the editor opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const create = useWrite(
    () =>
      recordTransaction({
        body: draftOf(form.getValues(), ledger, locale),
        headers: { "Idempotency-Key": key },
      }),
    { done: () => done.added, showsError: false, outdates: [] },
  );
  const change = useWrite(
    ({ patch, etag }: { patch: TransactionPatch; etag: string }) =>
      patchTransaction({
        path: { id: row?.id ?? "" },
        body: patch,
        headers: { "If-Match": etag },
      }),
    { done: () => done.saved, showsError: false, outdates: [] },
  );

  const attempt = async (work: () => Promise<void>) => {
    setFailure(null);
    try {
      await work();
      setConflict(null);
    } catch (error) {
      if (error instanceof ApiError && error.code === "precondition-failed") {
        setConflict(error.current as Transaction);
      } else setFailure(showProblem(form, error));
    }
  };
  const patch = (body: TransactionPatch) =>
    attempt(async () => {
      const { data } = await change.mutateAsync({
        patch: body,
        etag: (conflict ?? base)?.etag ?? "",
      });
      setBase(data);
      saved(data, false, false);
    });
  const submit = (goesOn: boolean) =>
    form.onSubmit((values) => {
      const draft = draftOf(values, ledger, locale);
      if (base) {
        const before = draftOf(valuesOf(base, locale), ledger, locale);
        return patch(patchOf(before, draft));
      }
      return attempt(async () => {
        const { data } = await create.mutateAsync();
        saved(data, true, goesOn);
        setKey(newKey());
        if (!goesOn) return;
        form.setValues({ ...newValues(ledger), type: draft.type, date: draft.date });
        form.getInputNode("amount")?.focus();
      });
    });
  const takeOver = () => {
    if (!conflict) return;
    form.setValues(valuesOf(conflict, locale));
    setBase(conflict);
    saved(conflict, false, true);
    setConflict(null);
  };
  /** Show what the transaction is after an undo in its history. */
  const reread = async () => {
    if (!row) return;
    const data = await ask(getTransaction({ path: { id: row.id } }));
    if (data.deleted_at !== null) {
      gone(data.id);
      return;
    }
    form.setValues(valuesOf(data, locale));
    setBase(data);
    setConflict(null);
    saved(data, false, true);
  };
  const isPending = create.isPending || change.isPending;

  return (
    <form onSubmit={submit(false)} noValidate>
      <Stack gap="md">
        {failure ? <Failed error={failure} /> : null}
        {conflict && base ? (
          <Alert
            color="yellow"
            role="alert"
            icon={<TriangleAlert size={18} />}
            title={words.changedMeanwhile}
          >
            <Stack gap={4} align="start">
              {differences(base, conflict).map(({ field, label, from, to }) => (
                <Text key={field} size="sm">
                  {label}: {words.fromTo(from, to)}
                </Text>
              ))}
              <Text size="sm">{words.changedHint}</Text>
              <Button size="xs" variant="default" onClick={takeOver}>
                {words.takeOver}
              </Button>
            </Stack>
          </Alert>
        ) : null}
        {base && ledger.canWrite ? (
          <EstimateAlert row={base} confirm={(body) => void patch(body)} />
        ) : null}
        <fieldset
          disabled={!ledger.canWrite}
          style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}
        >
          <EditorFields form={form} row={row} />
        </fieldset>
        <Group
          justify="space-between"
          wrap="nowrap"
          gap="xs"
          style={{
            position: "sticky",
            bottom: 0,
            zIndex: 3,
            background: "var(--mantine-color-body)",
            paddingBlock: 10,
            borderTop: "1px solid var(--line)",
          }}
        >
          {ledger.canWrite ? (
            <>
              {row ? (
                <Button
                  variant="subtle"
                  color="red"
                  px="xs"
                  leftSection={<Trash2 size={16} />}
                  onClick={() => remove(row)}
                >
                  {words.delete}
                </Button>
              ) : (
                <Button
                  variant="default"
                  px="sm"
                  disabled={isPending}
                  onClick={() => submit(true)()}
                >
                  {words.saveAndNew}
                </Button>
              )}
              <Button type="submit" loading={isPending}>
                {words.save}
              </Button>
            </>
          ) : (
            <WhyForbidden />
          )}
        </Group>
        {row ? (
          <div ref={history}>
            <Card title={words.history}>
              <HistoryList id={row.id} onUndone={() => void attempt(reread)} />
            </Card>
          </div>
        ) : null}
      </Stack>
    </form>
  );
}
