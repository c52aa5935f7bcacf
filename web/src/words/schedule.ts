/** Rules of recurring days in plain language. */
import { preferences } from "../lib/preferences";
import { WEEKDAYS, type ScheduleValue, type Shift, type Weekday } from "../lib/schedule";
import { formatDay } from "../lib/dates";
import { plural, translated } from "./translated";

/** Return the name of a weekday in the locale in use. */
export function weekdayName(weekday: Weekday, style: "long" | "short" = "long"): string {
  // 5 January 2026 is a Monday.
  const day = `2026-01-${String(5 + WEEKDAYS.indexOf(weekday)).padStart(2, "0")}`;
  return formatDay(day, preferences.get().locale, { weekday: style });
}

/** Return names joined as the locale joins a list. */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat(preferences.get().locale, { type: "conjunction" }).format(names);
}

function ordinal(count: number): string {
  const endings: Record<string, string> = { one: "st", two: "nd", few: "rd" };
  const rule = new Intl.PluralRules("en", { type: "ordinal" }).select(count);
  return `${count}${endings[rule] ?? "th"}`;
}

const EN_SHIFTS: Record<Shift, string> = {
  NONE: "stays on that day",
  PREVIOUS: "moves to the business day before",
  NEXT: "moves to the next business day",
  NEXT_IN_MONTH: "moves to the next business day of the same month, else the one before",
};
const DE_SHIFTS: Record<Shift, string> = {
  NONE: "bleibt es bei dem Tag",
  PREVIOUS: "gilt der Werktag davor",
  NEXT: "gilt der nächste Werktag",
  NEXT_IN_MONTH: "gilt der nächste Werktag im selben Monat, sonst der davor",
};

function englishRule(value: ScheduleValue): string {
  const { frequency, interval, weekdays, monthRule, days, nth, weekday, businessDay } = value;
  const unit = { DAILY: "day", WEEKLY: "week", MONTHLY: "month", YEARLY: "year" }[frequency];
  const every = interval === 1 ? `Every ${unit}` : `Every ${plural(interval, unit, `${unit}s`)}`;
  if (frequency === "WEEKLY" && weekdays.length)
    return `${every} on ${listed(weekdays.map((one) => weekdayName(one)))}`;
  if (frequency !== "MONTHLY") return every;
  if (monthRule === "NTH")
    return `${every} on the ${nth < 0 ? "last" : ordinal(nth)} ${weekdayName(weekday)}`;
  if (monthRule === "BUSINESS") {
    const from = Math.abs(businessDay);
    if (businessDay > 0) return `${every} on the ${ordinal(from)} business day`;
    return `${every} on the ${from === 1 ? "" : `${ordinal(from)} `}last business day`;
  }
  if (!days.length) return every;
  const named = days.map((day) => (day < 0 ? "last day" : ordinal(day)));
  return `${every} on the ${listed(named)}`;
}

function germanRule(value: ScheduleValue): string {
  const { frequency, interval, weekdays, monthRule, days, nth, weekday, businessDay } = value;
  const [one, many] = {
    DAILY: ["Jeden Tag", "Tage"],
    WEEKLY: ["Jede Woche", "Wochen"],
    MONTHLY: ["Jeden Monat", "Monate"],
    YEARLY: ["Jedes Jahr", "Jahre"],
  }[frequency] as [string, string];
  const every = interval === 1 ? one : `Alle ${interval} ${many}`;
  if (frequency === "WEEKLY" && weekdays.length)
    return `${every} am ${listed(weekdays.map((day) => weekdayName(day)))}`;
  if (frequency !== "MONTHLY") return every;
  if (monthRule === "NTH")
    return `${every} am ${nth < 0 ? "letzten" : `${nth}.`} ${weekdayName(weekday)}`;
  if (monthRule === "BUSINESS") {
    const from = Math.abs(businessDay);
    if (businessDay > 0) return `${every} am ${from}. Werktag`;
    return `${every} am ${from === 1 ? "letzten" : `${from}.-letzten`} Werktag`;
  }
  if (!days.length) return every;
  return `${every} am ${listed(days.map((day) => (day < 0 ? "letzten Tag" : `${day}.`)))}`;
}

export const scheduleWords = translated(
  {
    describe: (value: ScheduleValue) =>
      englishRule(value) +
      (value.shift === "NONE" || value.monthRule === "BUSINESS"
        ? ""
        : `; on a weekend or holiday it ${EN_SHIFTS[value.shift]}`),
    repeats: "Repeats",
    units: { DAILY: "Days", WEEKLY: "Weeks", MONTHLY: "Months", YEARLY: "Years" },
    every: "Every",
    weekdays: "On these weekdays",
    weekdaysHint: "None: the weekday of the first day",
    monthRule: "On",
    monthRules: {
      DAYS: "Days of the month",
      NTH: "A weekday of the month",
      BUSINESS: "A business day",
    },
    days: "Days",
    daysHint: "None: the day of the first one",
    lastDay: "Last day",
    nth: "Which",
    nthNames: {
      "1": "First",
      "2": "Second",
      "3": "Third",
      "4": "Fourth",
      "5": "Fifth",
      "-1": "Last",
    },
    weekday: "Weekday",
    businessDay: "Business day",
    business: (n: number) =>
      n > 0
        ? `${ordinal(n)} business day`
        : n === -1
          ? "Last business day"
          : `${ordinal(-n)} last business day`,
    shift: "If it is a weekend or holiday, it",
    shifts: EN_SHIFTS,
    holidays: "Public holidays of",
    holidaysHint: "A country such as US, or a state such as DE-BY; empty: weekends only",
  },
  {
    describe: (value: ScheduleValue) =>
      germanRule(value) +
      (value.shift === "NONE" || value.monthRule === "BUSINESS"
        ? ""
        : `; am Wochenende oder Feiertag ${DE_SHIFTS[value.shift]}`),
    repeats: "Wiederholt sich",
    units: { DAILY: "Tage", WEEKLY: "Wochen", MONTHLY: "Monate", YEARLY: "Jahre" },
    every: "Alle",
    weekdays: "An diesen Wochentagen",
    weekdaysHint: "Keine: der Wochentag des ersten Tages",
    monthRule: "Am",
    monthRules: { DAYS: "Tage des Monats", NTH: "Wochentag des Monats", BUSINESS: "Werktag" },
    days: "Tage",
    daysHint: "Keine: der Tag des ersten",
    lastDay: "Letzter Tag",
    nth: "Welcher",
    nthNames: {
      "1": "Erster",
      "2": "Zweiter",
      "3": "Dritter",
      "4": "Vierter",
      "5": "Fünfter",
      "-1": "Letzter",
    },
    weekday: "Wochentag",
    businessDay: "Werktag",
    business: (n: number) =>
      n > 0 ? `${n}. Werktag` : n === -1 ? "Letzter Werktag" : `${-n}.-letzter Werktag`,
    shift: "Am Wochenende oder Feiertag",
    shifts: DE_SHIFTS,
    holidays: "Feiertage von",
    holidaysHint: "Ein Land wie AT oder ein Bundesland wie DE-BY; leer: nur Wochenenden",
  },
);
