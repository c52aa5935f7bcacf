import { Button, Group, NativeSelect, NumberInput, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";

import { firstDayOf, monthOf } from "../../api/generated/live";
import type { MonthStartView, Shift } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import type { ApiError } from "../../api/problem";
import { Failed } from "../../components/States";
import { addDays, addMonths, formatDay, formatMonth } from "../../lib/dates";
import { calendarChoices, calendarName } from "../../lib/holidays";
import { usePreferences } from "../../lib/preferences";
import { settingsWords } from "../../words/settings";
import { useWords } from "../../words/translated";
import { ConflictNote } from "./ConflictNote";
import type { SettingsFormProps } from "./CurrencyForm";
import { RebuildProgress } from "./RebuildProgress";
import { useSaveSettings } from "./useSettings";

const SHIFTS: readonly Shift[] = ["NONE", "PREVIOUS", "NEXT", "NEXT_IN_MONTH"];

interface Rule {
  readonly day: number;
  readonly shift: Shift;
  readonly holidays: string | null;
}

function ruleOf({ day, shift, holidays }: MonthStartView): Rule {
  return { day, shift, holidays };
}

/** Show and change where the months of the ledger begin. */
export function MonthStartForm({ settings, canChange }: SettingsFormProps) {
  const words = useWords(settingsWords).ledger;
  const { language } = usePreferences();
  const saving = useSaveSettings();
  const inForce = ruleOf(settings.month_start);
  const [rule, setRule] = useState<Rule>(inForce);
  const [error, setError] = useState<ApiError | null>(null);
  const save = async (wanted: Rule, etag: string) => {
    setError(await saving.save({ month_start: wanted }, etag));
  };
  const { conflict } = saving;
  if (settings.pending_month_start !== null) {
    return (
      <RebuildProgress
        label={words.rebuilding}
        isStopping={saving.isSaving}
        onStop={() => void save(inForce, settings.etag)}
      />
    );
  }
  const isSame = JSON.stringify(rule) === JSON.stringify(inForce);
  if (!canChange) return <CurrentMonth rule={rule} settings={settings.month_start} />;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {words.monthText}
      </Text>
      <Group align="start" gap="md">
        <NumberInput
          label={words.day}
          description={words.dayHint}
          min={1}
          max={31}
          clampBehavior="strict"
          allowDecimal={false}
          w={{ base: "100%", xs: 200 }}
          value={rule.day}
          onChange={(value) => {
            if (typeof value === "number" && value >= 1) setRule({ ...rule, day: value });
          }}
        />
        <NativeSelect
          label={words.shift}
          description="&nbsp;"
          w={{ base: "100%", xs: 320 }}
          value={rule.shift}
          data={SHIFTS.map((value) => ({ value, label: words.shifts[value] }))}
          onChange={(event) => {
            const shift = SHIFTS.find((one) => one === event.currentTarget.value) ?? "NONE";
            setRule({ ...rule, shift, holidays: shift === "NONE" ? null : rule.holidays });
          }}
        />
      </Group>
      {rule.shift === "NONE" ? null : (
        <Select
          label={words.holidays}
          description={words.holidaysHint}
          placeholder={words.noHolidays}
          data={calendarChoices(language, rule.holidays)}
          value={rule.holidays}
          searchable
          clearable
          nothingFoundMessage={words.nothing}
          maw={420}
          onChange={(holidays) => setRule({ ...rule, holidays })}
        />
      )}
      <CurrentMonth rule={rule} settings={settings.month_start} />
      {error ? <Failed error={error} /> : null}
      {conflict ? (
        <ConflictNote
          now={[
            `${words.day} ${conflict.current.month_start.day}`,
            words.shifts[conflict.current.month_start.shift],
            conflict.current.month_start.holidays
              ? calendarName(conflict.current.month_start.holidays, language)
              : words.noHolidays,
          ].join(", ")}
          onRepeat={() => void save(rule, conflict.current.etag)}
          onTake={() => {
            setRule(ruleOf(conflict.current.month_start));
            saving.forget();
          }}
        />
      ) : null}
      <Group>
        <Button
          disabled={isSame}
          loading={saving.isSaving}
          onClick={() => void save(rule, settings.etag)}
        >
          {words.monthSave}
        </Button>
      </Group>
    </Stack>
  );
}

/** Say which days the current month would have by a rule. */
function CurrentMonth({ rule, settings }: { rule: Rule; settings: MonthStartView }) {
  const words = useWords(settingsWords).ledger;
  const { locale } = usePreferences();
  const { today } = useLedger();
  const isInForce = JSON.stringify(ruleOf(settings)) === JSON.stringify(rule);
  // The moves of holidays are known for the rule in force only; for others, weekends.
  const start = isInForce ? settings : rule;
  const month = monthOf(today, start);
  const first = firstDayOf(month, start);
  const last = addDays(firstDayOf(addMonths(month, 1), start), -1);
  return (
    <Text size="sm" role="status">
      {words.current(formatMonth(month, locale), formatDay(first, locale), formatDay(last, locale))}{" "}
      {!isInForce && rule.holidays ? words.about : null}
    </Text>
  );
}
