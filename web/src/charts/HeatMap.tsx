import { Group, Text } from "@mantine/core";
import type { CSSProperties } from "react";
import { Link } from "wouter";

import { formatDay, formatMonth, type Day } from "../lib/dates";
import { usePreferences } from "../lib/preferences";
import { boundsOf, calendarOf, levelOf, weekStartOf } from "./layouts/calendar-layout";
import classes from "./HeatMap.module.css";
import { useRoving, type Roving } from "./parts/useRoving";

export interface HeatDay {
  readonly day: Day;
  /** How strong the day's colour is; zero has none. */
  readonly value: number;
  /** The amount as text. */
  readonly text: string;
  readonly href: string;
  readonly isFuture?: boolean;
}

export interface HeatMapProps {
  /** What the chart shows, in one sentence. */
  readonly label: string;
  /** Consecutive days. */
  readonly days: readonly HeatDay[];
  /** Words of the scale: the least and the most. */
  readonly less: string;
  readonly more: string;
  /** The colour, such as `var(--expense)`. */
  readonly color: string;
}

const LEVELS = 4;

/** Draw calendars of months, whose days have a mark that is larger and stronger the more there is. */
export function HeatMap({ label, days, less, more, color }: HeatMapProps) {
  const { locale } = usePreferences();
  const [first, last] = [days[0]?.day ?? "", days.at(-1)?.day ?? ""];
  const weekStart = weekStartOf(locale);
  const bounds = boundsOf(
    days.map((one) => one.value),
    LEVELS,
  );
  const present = days.findLastIndex((one) => !one.isFuture);
  const roving = useRoving(days.length, Math.max(0, present), {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -7,
    ArrowDown: 7,
    PageUp: -28,
    PageDown: 28,
  });
  const indexes = new Map(days.map((one, index) => [one.day, index]));
  const weekdays = Array.from(
    { length: 7 },
    (_, index) => `2026-03-0${1 + ((weekStart + index) % 7)}`,
  );
  const style: CSSProperties & { "--heat": string } = { "--heat": color };
  const shown = roving.active === null ? undefined : days[roving.active];
  return (
    <div role="group" aria-label={label} style={style}>
      <Group justify="space-between" mb="xs" mih={24} gap="xs">
        <Text size="sm" aria-hidden className="no-print">
          {shown
            ? `${formatDay(shown.day, locale, { dateStyle: "full" })}: ${shown.text}`
            : "\u00a0"}
        </Text>
        <Group gap={4} aria-hidden>
          <Text size="xs" c="dimmed">
            {less}
          </Text>
          {Array.from({ length: LEVELS + 1 }, (_, level) => (
            <span key={level} className={classes.sample} data-level={level} />
          ))}
          <Text size="xs" c="dimmed">
            {more}
          </Text>
        </Group>
      </Group>
      <div className={classes.months} {...roving.container}>
        {first && last
          ? calendarOf(first, last, weekStart).map(({ month, weeks }) => (
              <table
                key={month}
                role="grid"
                className={classes.month}
                aria-label={formatMonth(month, locale)}
              >
                <caption>{formatMonth(month, locale)}</caption>
                <thead>
                  <tr>
                    {weekdays.map((day) => (
                      <th key={day} scope="col" abbr={formatDay(day, locale, { weekday: "long" })}>
                        {formatDay(day, locale, { weekday: "narrow" })}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {weeks.map((week, row) => (
                    <tr key={row}>
                      {week.map((day, column) => {
                        const index = day ? indexes.get(day) : undefined;
                        const one = index === undefined ? undefined : days[index];
                        return one && index !== undefined ? (
                          <Cell
                            key={column}
                            one={one}
                            level={levelOf(one.value, bounds)}
                            mark={roving.mark(index)}
                            name={`${formatDay(one.day, locale, { dateStyle: "full" })}: ${one.text}`}
                          />
                        ) : (
                          <td key={column} />
                        );
                      })}
                    </tr>
                  ))}
                </tbody>
              </table>
            ))
          : null}
      </div>
    </div>
  );
}

function Cell({
  one,
  level,
  mark,
  name,
}: {
  one: HeatDay;
  level: number;
  mark: ReturnType<Roving["mark"]>;
  name: string;
}) {
  return (
    <td>
      <Link
        href={one.href}
        aria-label={name}
        className={classes.day}
        data-level={level}
        data-future={one.isFuture || undefined}
        {...mark}
      >
        <span aria-hidden>{Number(one.day.slice(8))}</span>
      </Link>
    </td>
  );
}
