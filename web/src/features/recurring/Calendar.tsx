import { UnstyledButton } from "@mantine/core";

import type { OccurrenceView } from "../../api/generated";
import { useLedger, useMoney } from "../../api/ledger";
import { formatDay, formatMonth, type Month } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { billWords } from "../../words/bills";
import { useWords } from "../../words/translated";
import { firstWeekday, shownState, weeksOf } from "./occurrences";
import { StateIcon } from "./StateBadge";
import styles from "./calendar.module.css";

export interface CalendarProps {
  readonly month: Month;
  readonly items: readonly OccurrenceView[];
  readonly onOpen: (one: OccurrenceView) => void;
}

/** Show the occurrences of a month in a table of its weeks; each is a button. */
export function Calendar({ month, items, onOpen }: CalendarProps) {
  const words = useWords(billWords);
  const money = useMoney();
  const { locale } = usePreferences();
  const { today } = useLedger();
  const weeks = weeksOf(month, firstWeekday(locale));
  return (
    <table className={styles["calendar"]}>
      <caption className={styles["caption"]}>
        {words.calendarOf(formatMonth(month, locale))}
      </caption>
      <thead>
        <tr>
          {weeks[0]?.map((day) => (
            <th key={day} scope="col">
              {formatDay(day, locale, { weekday: "short" })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td
                key={day}
                data-other={!day.startsWith(month) || undefined}
                data-today={day === today || undefined}
              >
                <time dateTime={day}>
                  {formatDay(day, locale, { day: "numeric" })}
                  {day === today ? <span className={styles["today"]}>{words.today}</span> : null}
                </time>
                {items
                  .filter((one) => one.date === day)
                  .map((one) => {
                    const state = shownState(one, today);
                    return (
                      <UnstyledButton
                        key={one.recurring_id + one.nominal}
                        className={styles["event"]}
                        data-type={one.type}
                        data-skipped={one.state === "SKIPPED" || undefined}
                        onClick={() => onOpen(one)}
                        aria-label={`${one.name}, ${money(one.amount, { currency: one.currency })}, ${words.states[state]}`}
                      >
                        <span className={styles["name"]}>
                          <StateIcon state={state} /> {one.name}
                        </span>
                        <span className="amount">
                          {money(one.amount, { currency: one.currency })}
                        </span>
                      </UnstyledButton>
                    );
                  })}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
