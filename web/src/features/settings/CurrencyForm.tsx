import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";

import { listCurrencies, type SettingsView } from "../../api/generated";
import type { ApiError } from "../../api/problem";
import { useRead } from "../../api/queries";
import { Failed } from "../../components/States";
import { settingsWords } from "../../words/settings";
import { useWords } from "../../words/translated";
import { ConflictNote } from "./ConflictNote";
import { RebuildProgress } from "./RebuildProgress";
import { useSaveSettings } from "./useSettings";

export interface SettingsFormProps {
  readonly settings: SettingsView;
  readonly canChange: boolean;
}

/** Show and change the currency of the ledger. */
export function CurrencyForm({ settings, canChange }: SettingsFormProps) {
  const words = useWords(settingsWords).ledger;
  const currencies = useRead(["currencies"], (signal) => listCurrencies({ signal }), {
    staleTime: Infinity,
  });
  const saving = useSaveSettings();
  const [currency, setCurrency] = useState(settings.currency);
  const [error, setError] = useState<ApiError | null>(null);
  const labelOf = (code: string) => {
    const found = currencies.data?.items.find((one) => one.code === code);
    return found ? `${code} · ${found.name}` : code;
  };
  const save = async (wanted: string, etag: string) => {
    setError(await saving.save({ currency: wanted }, etag));
  };
  const { conflict } = saving;
  const pending = settings.pending_currency;
  if (pending !== null) {
    return (
      <RebuildProgress
        label={words.changing(labelOf(pending))}
        isStopping={saving.isSaving}
        onStop={() => void save(settings.currency, settings.etag)}
      />
    );
  }
  const choices = (currencies.data?.items ?? [])
    .filter((one) => !one.is_former || one.code === settings.currency)
    .map(({ code }) => ({ value: code, label: labelOf(code) }));
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {words.currencyText}
      </Text>
      {canChange ? (
        <>
          <Select
            label={words.currency}
            data={choices.length ? choices : [{ value: currency, label: currency }]}
            value={currency}
            searchable
            allowDeselect={false}
            nothingFoundMessage={words.nothing}
            onChange={(value) => setCurrency(value ?? settings.currency)}
          />
          {currency !== settings.currency ? <Text size="sm">{words.currencyNote}</Text> : null}
          {error ? <Failed error={error} /> : null}
          {conflict ? (
            <ConflictNote
              now={labelOf(conflict.current.currency)}
              onRepeat={() => void save(currency, conflict.current.etag)}
              onTake={() => {
                setCurrency(conflict.current.currency);
                saving.forget();
              }}
            />
          ) : null}
          <Group>
            <Button
              disabled={currency === settings.currency}
              loading={saving.isSaving}
              onClick={() => void save(currency, settings.etag)}
            >
              {words.currencyChange}
            </Button>
          </Group>
        </>
      ) : (
        <Text fw={600}>{labelOf(settings.currency)}</Text>
      )}
    </Stack>
  );
}
