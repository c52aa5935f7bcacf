import { Group, NativeSelect, Stack, Switch, TextInput } from "@mantine/core";
import { useState } from "react";

import type { PreferencesPatch, PreferencesView, Schedule, Weekday } from "../../api/generated";
import { Card } from "../../components/Card";
import { usePreferences } from "../../lib/preferences";
import { notificationWords } from "../../words/notifications";
import { useWords } from "../../words/translated";

const WEEKDAYS: readonly Weekday[] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const SCHEDULES: readonly Schedule[] = ["INSTANT", "DAILY", "WEEKLY", "OFF"];
const USUAL = { start: "22:00", end: "07:00" } as const;

export interface TimesFormProps {
  readonly preferences: PreferencesView;
  readonly onChange: (change: PreferencesPatch) => void;
  readonly onAllEmails: (schedule: Schedule) => void;
}

/** Show and change when e-mails are sent, and when nothing is. */
export function TimesForm({ preferences, onChange, onAllEmails }: TimesFormProps) {
  const words = useWords(notificationWords);
  const { locale } = usePreferences();
  const { quiet_hours: quiet } = preferences;
  const emails = new Set(
    preferences.schedules.filter((one) => !one.is_fixed).map((one) => one.email),
  );
  const common = emails.size === 1 ? [...emails][0] : undefined;
  const hours = new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: "UTC" });
  const days = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
  return (
    <Card title={words.times}>
      <Stack gap="md">
        <Group align="end">
          <NativeSelect
            label={words.allEmails}
            value={common ?? ""}
            data={[
              ...(common ? [] : [{ value: "", label: words.various, disabled: true }]),
              ...SCHEDULES.map((value) => ({ value, label: words.schedules[value] })),
            ]}
            onChange={(event) => {
              const value = SCHEDULES.find((one) => one === event.currentTarget.value);
              if (value) onAllEmails(value);
            }}
          />
          <NativeSelect
            label={words.digestHour}
            value={String(preferences.digest_hour)}
            data={Array.from({ length: 24 }, (_, hour) => ({
              value: String(hour),
              label: hours.format(new Date(Date.UTC(2024, 0, 1, hour))),
            }))}
            onChange={(event) => onChange({ digest_hour: Number(event.currentTarget.value) })}
          />
          <NativeSelect
            label={words.digestDay}
            value={preferences.digest_weekday}
            data={WEEKDAYS.map((value, index) => ({
              value,
              // 1 January 2024 was a Monday.
              label: days.format(new Date(Date.UTC(2024, 0, 1 + index))),
            }))}
            onChange={(event) => {
              const value = WEEKDAYS.find((one) => one === event.currentTarget.value);
              if (value) onChange({ digest_weekday: value });
            }}
          />
        </Group>
        <Switch
          label={words.quiet}
          description={words.quietHint}
          checked={quiet !== null}
          onChange={(event) =>
            onChange({ quiet_hours: event.currentTarget.checked ? USUAL : null })
          }
        />
        {quiet ? (
          <Group>
            <TimeField
              key={`start ${quiet.start}`}
              label={words.from}
              value={quiet.start}
              onChange={(start) => onChange({ quiet_hours: { start, end: quiet.end } })}
            />
            <TimeField
              key={`end ${quiet.end}`}
              label={words.to}
              value={quiet.end}
              onChange={(end) => onChange({ quiet_hours: { start: quiet.start, end } })}
            />
          </Group>
        ) : null}
        <div>
          <Switch
            label={words.amounts}
            description={words.amountsHint}
            checked={preferences.amounts_in_subject}
            onChange={(event) => onChange({ amounts_in_subject: event.currentTarget.checked })}
          />
        </div>
      </Stack>
    </Card>
  );
}

interface TimeFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Ask for a time of the day; it is saved when the field is left, not at each key. */
function TimeField({ label, value, onChange }: TimeFieldProps) {
  const [text, setText] = useState(value);
  return (
    <TextInput
      type="time"
      label={label}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => {
        if (/^\d{2}:\d{2}$/.test(text) && text !== value) onChange(text);
      }}
    />
  );
}
