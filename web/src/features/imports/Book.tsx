import { Alert, Box, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";

import { askUntilDone } from "../../api/client";
import { carryOutImport } from "../../api/generated";
import { ApiError } from "../../api/problem";
import { useLedgerKey } from "../../api/queries";
import { Failed } from "../../components/States";
import { configuration } from "../../lib/configuration";
import { formatShare } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { previewWords } from "../../words/import-preview";
import { importWords } from "../../words/imports";
import { useWords } from "../../words/translated";
import type { Draft } from "./preview/draft";

export interface BookProps {
  readonly draft: Draft;
  readonly isReading: boolean;
  readonly readAgain: () => void;
}

/** Book exactly what the preview shows; the button says how much that is. */
export function Book({ draft, isReading, readAgain }: BookProps) {
  const { book: words } = useWords(previewWords);
  const { problems } = useWords(importWords);
  const { locale } = usePreferences();
  const [, go] = useLocation();
  const cache = useQueryClient();
  const ledger = useLedgerKey();
  const [progress, setProgress] = useState<number | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const { planned, plan_token, id, ambiguities } = draft.preview;
  const isPlanChanged = error?.code === "plan-changed";

  const book = async () => {
    setError(null);
    setProgress(0);
    try {
      await askUntilDone(
        () => carryOutImport({ baseUrl: configuration.longWorkUrl, body: { plan_token } }),
        ({ data }) => setProgress(data.progress),
      );
      void cache.invalidateQueries({ queryKey: ledger });
      go(`/import/${id}`);
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      setProgress(null);
      setError(failure);
      if (failure.code === "plan-changed") readAgain();
    }
  };

  const left = [
    planned.duplicate > 0 ? words.duplicates(planned.duplicate) : null,
    planned.invalid > 0 ? words.invalid(planned.invalid) : null,
  ].filter((one) => one !== null);
  const parts = [
    planned.new > 0 ? words.button(planned.new) : null,
    planned.confirmed > 0 ? words.confirm(planned.confirmed) : null,
  ].filter((one) => one !== null);

  return (
    <Box
      className="card"
      pos="sticky"
      bottom={{ base: 68, md: 8 }}
      style={{ boxShadow: "0 -4px 16px rgb(0 0 0 / 8%)", zIndex: 10 }}
    >
      <Stack gap="xs">
        {isPlanChanged ? (
          <Alert color="yellow" role="alert">
            {problems.planChanged}
          </Alert>
        ) : error ? (
          <Failed error={error} retry={() => void book()} />
        ) : null}
        {progress === null ? null : (
          <div role="status">
            <Text size="sm">{words.running(formatShare(progress, locale))}</Text>
            <Progress value={progress * 100} aria-label={words.running("")} />
          </div>
        )}
        <Group justify="space-between" gap="sm">
          <div>
            {ambiguities.length > 0 ? (
              <Text size="sm">{words.unconfirmed(ambiguities.length)}</Text>
            ) : null}
            {left.length > 0 ? (
              <Text size="sm" c="dimmed">
                {words.also(new Intl.ListFormat(locale).format(left))}
              </Text>
            ) : null}
          </div>
          {parts.length > 0 ? (
            <Button
              size="md"
              loading={progress !== null}
              disabled={isReading}
              onClick={() => void book()}
            >
              {parts.join(" + ")}
            </Button>
          ) : (
            <Text fw={600}>{words.nothing}</Text>
          )}
        </Group>
      </Stack>
    </Box>
  );
}
