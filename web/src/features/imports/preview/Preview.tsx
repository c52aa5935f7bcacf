import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { History as Clock } from "lucide-react";
import { useEffect, useRef } from "react";

import { useRead } from "../../../api/queries";
import type { ApiError } from "../../../api/problem";
import { Failed } from "../../../components/States";
import { Page } from "../../../components/Page";
import { importWords } from "../../../words/imports";
import { previewWords } from "../../../words/import-preview";
import { useWords } from "../../../words/translated";
import { readAllRows } from "./all-rows";
import { Book } from "../Book";
import { Columns } from "./Columns";
import type { Choices, Draft } from "./draft";
import { MoreChoices } from "./MoreChoices";
import { Questions } from "./Questions";
import { Rows } from "./Rows";
import { Summary } from "./Summary";
import { useRecords } from "../useRecords";

export interface PreviewProps {
  readonly draft: Draft;
  readonly isReading: boolean;
  readonly error: ApiError | null;
  readonly read: (choices: Choices) => void;
  readonly forget: () => void;
}

/** Show what an import would do, with questions and all that can be changed before it. */
export function Preview({ draft, isReading, error, read, forget }: PreviewProps) {
  const words = useWords(previewWords);
  const { description } = useWords(importWords);
  const { preview, choices } = draft;
  const records = useRecords(draft.file, preview.layout);
  const rows = useRead(["imports", preview.id, "all-rows"], (signal) =>
    readAllRows(preview, signal),
  );
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    top.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  const isSaved = preview.mapping_source === "SAVED" && choices.usesSavedMapping;
  return (
    <Page
      title={words.preview.title}
      description={preview.file_name ?? description}
      actions={
        <Button variant="default" onClick={forget}>
          {words.preview.another}
        </Button>
      }
    >
      <Stack
        gap="md"
        ref={top}
        tabIndex={-1}
        style={{ outline: "none" }}
        aria-busy={isReading}
        aria-label={words.preview.title}
        role="group"
      >
        {isSaved ? (
          <Alert color="cyan" icon={<Clock size={18} />} role="status">
            <Group gap="sm">
              <Text size="sm">{words.preview.saved}</Text>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => read({ ...choices, usesSavedMapping: false })}
              >
                {words.preview.forgetSaved}
              </Button>
            </Group>
          </Alert>
        ) : null}
        {error ? <Failed error={error} retry={() => read(choices)} /> : null}
        <Summary draft={draft} rows={rows.data ?? null} records={records} read={read} />
        <Questions draft={draft} records={records} isReading={isReading} read={read} />
        <Rows import={preview} />
        <Columns
          key={preview.id}
          draft={draft}
          records={records}
          isReading={isReading}
          read={read}
        />
        <MoreChoices draft={draft} read={read} />
        <Book draft={draft} isReading={isReading} readAgain={() => read(choices)} />
      </Stack>
    </Page>
  );
}
