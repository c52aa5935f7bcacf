import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useMemo, useState } from "react";

import type { ApiError } from "../../api/problem";
import { Failed } from "../../components/States";
import { usePreferences } from "../../lib/preferences";
import { settingsWords } from "../../words/settings";
import { useWords } from "../../words/translated";
import { ConflictNote } from "./ConflictNote";
import type { SettingsFormProps } from "./CurrencyForm";
import { zoneChoices, zoneLabel } from "./zones";
import { useSaveSettings } from "./useSettings";

/** Show and change the time zone of the ledger. */
export function TimezoneForm({ settings, canChange }: SettingsFormProps) {
  const words = useWords(settingsWords).ledger;
  const { locale } = usePreferences();
  const saving = useSaveSettings();
  const [zone, setZone] = useState(settings.timezone);
  const [error, setError] = useState<ApiError | null>(null);
  const choices = useMemo(
    () => zoneChoices(locale, settings.timezone),
    [locale, settings.timezone],
  );
  const save = async (etag: string) => setError(await saving.save({ timezone: zone }, etag));
  const { conflict } = saving;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {words.timezoneText}
      </Text>
      {canChange ? (
        <>
          <Select
            label={words.timezone}
            data={choices}
            value={zone}
            searchable
            allowDeselect={false}
            limit={60}
            nothingFoundMessage={words.nothing}
            onChange={(value) => setZone(value ?? settings.timezone)}
          />
          {error ? <Failed error={error} /> : null}
          {conflict ? (
            <ConflictNote
              now={conflict.current.timezone}
              onRepeat={() => void save(conflict.current.etag)}
              onTake={() => {
                setZone(conflict.current.timezone);
                saving.forget();
              }}
            />
          ) : null}
          <Group>
            <Button
              disabled={zone === settings.timezone}
              loading={saving.isSaving}
              onClick={() => void save(settings.etag)}
            >
              {words.timezoneSave}
            </Button>
          </Group>
        </>
      ) : (
        <Text fw={600}>{zoneLabel(settings.timezone, locale)}</Text>
      )}
    </Stack>
  );
}
