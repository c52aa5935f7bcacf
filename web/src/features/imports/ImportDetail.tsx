import { Alert, Anchor, Badge, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { CircleCheck, Info, Undo2 } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";

import { Dialog } from "../../components/dialogs/Dialog";
import { askUntilDone } from "../../api/client";
import { getImport, undoImport, type ImportView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { ApiError } from "../../api/problem";
import { useLedgerKey, useRead } from "../../api/queries";
import { Card } from "../../components/Card";
import { WhyForbidden } from "../../components/Forbidden";
import { Page } from "../../components/Page";
import { Failed, Lines, Read } from "../../components/States";
import { configuration } from "../../lib/configuration";
import { formatInstant } from "../../lib/dates";
import { formatShare } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { importWords } from "../../words/imports";
import { useWords } from "../../words/translated";
import { Rows } from "./preview/Rows";

/** The page of one import: what it did, its rows, its undo. */
export function ImportDetail({ id }: { id: string }) {
  const words = useWords(importWords);
  const { locale } = usePreferences();
  const one = useRead(["imports", id], (signal) => getImport({ path: { id }, signal }));
  return (
    <Page
      title={one.data?.file_name ?? words.history.unnamed}
      description={one.data ? formatInstant(one.data.created_at, locale) : "…"}
      actions={
        <Button variant="default" component={Link} href="/import">
          {words.one.back}
        </Button>
      }
    >
      <Read of={one} waiting={<Lines count={8} height={34} />}>
        {(found) => (
          <>
            <Result import={found} />
            {found.planned.total > 0 ? <Rows import={found} /> : null}
          </>
        )}
      </Read>
    </Page>
  );
}

/** Return the address of the transactions of an import: its account and its days. */
function addressOf({ account_id, first_date, last_date }: ImportView): string {
  const query = new URLSearchParams({ account_id });
  if (first_date) query.set("from", first_date);
  if (last_date) query.set("to", last_date);
  return `/transactions?${query.toString()}`;
}

function Result({ import: found }: { import: ImportView }) {
  const { one: words, history } = useWords(importWords);
  const { canWrite } = useLedger();
  const { locale } = usePreferences();
  const { status, planned } = found;
  const isDone = status === "COMPLETED";
  const lines = [
    isDone ? words.done(found.imported) : null,
    found.confirmed > 0 && isDone ? words.confirmed(found.confirmed) : null,
    found.skipped > 0 ? words.skipped(found.skipped) : null,
    status === "UNDONE" ? words.undone(found.undone) : null,
    isDone && planned.unfiled > 0 ? words.unfiledHint(planned.unfiled) : null,
    isDone && found.rules_not_applied.length > 0 ? words.rules : null,
  ].filter((line) => line !== null);
  return (
    <Card title={history.status[status]}>
      <Stack gap="sm">
        {status === "PREVIEWED" ? (
          <Alert color="gray" icon={<Info size={18} />}>
            {words.notCarriedOut}
          </Alert>
        ) : null}
        {lines.map((line, index) => (
          <Group key={line} gap="xs" wrap="nowrap">
            {index === 0 && isDone ? (
              <CircleCheck size={20} color="var(--income)" aria-hidden style={{ flexShrink: 0 }} />
            ) : null}
            <Text fw={index === 0 ? 600 : 400}>{line}</Text>
          </Group>
        ))}
        <Group gap="sm">
          {isDone && found.imported > 0 ? (
            <Button component={Link} href={addressOf(found)} variant="light">
              {words.transactions}
            </Button>
          ) : null}
          {isDone || status === "UNDOING" ? (
            canWrite ? (
              <UndoImport import={found} />
            ) : (
              <WhyForbidden />
            )
          ) : null}
          {status === "UNDONE" ? (
            <Anchor component={Link} href="/transactions/trash">
              {words.trash}
            </Anchor>
          ) : null}
          {status === "RUNNING" ? (
            <Badge variant="light">{formatShare(found.progress, locale)}</Badge>
          ) : null}
        </Group>
      </Stack>
    </Card>
  );
}

function UndoImport({ import: found }: { import: ImportView }) {
  const { one: words } = useWords(importWords);
  const common = useWords(commonWords);
  const { locale } = usePreferences();
  const cache = useQueryClient();
  const ledger = useLedgerKey();
  const [isAsking, dialog] = useDisclosure(false);
  const [progress, setProgress] = useState<number | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const undo = async () => {
    setError(null);
    setProgress(0);
    try {
      await askUntilDone(
        () => undoImport({ baseUrl: configuration.longWorkUrl, path: { id: found.id } }),
        ({ data }) => setProgress(data.progress),
      );
      dialog.close();
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      setError(failure);
    } finally {
      setProgress(null);
      await cache.invalidateQueries({ queryKey: ledger });
    }
  };
  return (
    <>
      <Button variant="default" leftSection={<Undo2 size={16} />} onClick={dialog.open}>
        {found.status === "UNDOING" ? words.continueUndo : words.undo}
      </Button>
      <Dialog isOpen={isAsking} onClose={dialog.close} title={words.undoTitle} centered>
        <Stack gap="sm">
          <Text size="sm">{words.undoText(found.imported)}</Text>
          {error ? <Failed error={error} /> : null}
          {progress === null ? null : (
            <div role="status">
              <Text size="sm">{words.undoing(formatShare(progress, locale))}</Text>
              <Progress value={progress * 100} aria-label={words.undo} />
            </div>
          )}
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={dialog.close}>
              {common.cancel}
            </Button>
            <Button color="red.9" loading={progress !== null} onClick={() => void undo()}>
              {words.undo}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
