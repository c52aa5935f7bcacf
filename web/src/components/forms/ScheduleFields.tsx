import {
  Chip,
  Group,
  Input,
  MultiSelect,
  NativeSelect,
  NumberInput,
  Stack,
  TextInput,
} from "@mantine/core";

import {
  WEEKDAYS,
  type Frequency,
  type MonthRule,
  type ScheduleValue,
  type Shift,
  type Weekday,
} from "../../lib/schedule";
import { scheduleWords, weekdayName } from "../../words/schedule";
import { useWords } from "../../words/translated";

const FREQUENCIES: readonly Frequency[] = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
const RULES: readonly MonthRule[] = ["DAYS", "NTH", "BUSINESS"];
const SHIFTS: readonly Shift[] = ["NONE", "PREVIOUS", "NEXT", "NEXT_IN_MONTH"];
const DAYS = [...Array.from({ length: 31 }, (_, index) => index + 1), -1];
const BUSINESS_DAYS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -5, -4, -3, -2, -1];

/** Return the chosen one of values that a list of choices has; the first if it is none of them. */
function chosen<T extends string>(values: readonly T[], text: string): T {
  const found = values.find((one) => one === text) ?? values[0];
  if (found === undefined) throw new RangeError("no values");
  return found;
}

export interface ScheduleFieldsProps {
  readonly value: ScheduleValue;
  readonly onChange: (value: ScheduleValue) => void;
}

/** Ask for the rule of recurring days, and say in words what it means. */
export function ScheduleFields({ value, onChange }: ScheduleFieldsProps) {
  const words = useWords(scheduleWords);
  const set = (change: Partial<ScheduleValue>) => onChange({ ...value, ...change });
  return (
    <Stack gap="sm">
      <Group grow align="end" gap="sm">
        <NumberInput
          label={words.every}
          min={1}
          max={366}
          allowDecimal={false}
          value={value.interval}
          onChange={(interval) => set({ interval: Math.max(1, Number(interval) || 1) })}
        />
        <NativeSelect
          label={words.repeats}
          value={value.frequency}
          onChange={(event) => set({ frequency: chosen(FREQUENCIES, event.currentTarget.value) })}
          data={FREQUENCIES.map((one) => ({ value: one, label: words.units[one] }))}
        />
      </Group>
      {value.frequency === "WEEKLY" ? (
        <Input.Wrapper label={words.weekdays} description={words.weekdaysHint} labelElement="div">
          <Chip.Group
            multiple
            value={[...value.weekdays]}
            onChange={(days: string[]) =>
              set({ weekdays: WEEKDAYS.filter((day) => days.includes(day)) })
            }
          >
            <Group gap={6} mt={6}>
              {WEEKDAYS.map((day: Weekday) => (
                <Chip key={day} value={day} size="xs">
                  {weekdayName(day, "short")}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </Input.Wrapper>
      ) : null}
      {value.frequency === "MONTHLY" ? <MonthFields value={value} set={set} /> : null}
      {value.frequency !== "MONTHLY" || value.monthRule !== "BUSINESS" ? (
        <NativeSelect
          label={words.shift}
          value={value.shift}
          onChange={(event) => set({ shift: chosen(SHIFTS, event.currentTarget.value) })}
          data={SHIFTS.map((one) => ({ value: one, label: words.shifts[one] }))}
        />
      ) : null}
      {value.shift !== "NONE" || value.monthRule === "BUSINESS" ? (
        <TextInput
          label={words.holidays}
          description={words.holidaysHint}
          value={value.holidays ?? ""}
          maxLength={10}
          onChange={(event) => set({ holidays: event.currentTarget.value.toUpperCase() || null })}
        />
      ) : null}
    </Stack>
  );
}

function MonthFields({
  value,
  set,
}: {
  value: ScheduleValue;
  set: (change: Partial<ScheduleValue>) => void;
}) {
  const words = useWords(scheduleWords);
  const nths = [1, 2, 3, 4, 5, -1] as const;
  return (
    <>
      <NativeSelect
        label={words.monthRule}
        value={value.monthRule}
        onChange={(event) => set({ monthRule: chosen(RULES, event.currentTarget.value) })}
        data={RULES.map((one) => ({ value: one, label: words.monthRules[one] }))}
      />
      {value.monthRule === "DAYS" ? (
        <MultiSelect
          label={words.days}
          description={words.daysHint}
          value={value.days.map(String)}
          onChange={(days) => set({ days: days.map(Number) })}
          data={DAYS.map((day) => ({
            value: String(day),
            label: day < 0 ? words.lastDay : `${day}.`,
          }))}
          searchable
          clearable
        />
      ) : null}
      {value.monthRule === "NTH" ? (
        <Group grow gap="sm">
          <NativeSelect
            label={words.nth}
            value={String(value.nth)}
            onChange={(event) => set({ nth: Number(event.currentTarget.value) })}
            data={nths.map((nth) => ({ value: String(nth), label: words.nthNames[nth] }))}
          />
          <NativeSelect
            label={words.weekday}
            value={value.weekday}
            onChange={(event) => set({ weekday: chosen(WEEKDAYS, event.currentTarget.value) })}
            data={WEEKDAYS.map((day) => ({ value: day, label: weekdayName(day) }))}
          />
        </Group>
      ) : null}
      {value.monthRule === "BUSINESS" ? (
        <NativeSelect
          label={words.businessDay}
          value={String(value.businessDay)}
          onChange={(event) => set({ businessDay: Number(event.currentTarget.value) })}
          data={BUSINESS_DAYS.map((n) => ({ value: String(n), label: words.business(n) }))}
        />
      ) : null}
    </>
  );
}
