/** Rules of recurring days, as forms hold them. */
export type Frequency = "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
export type Weekday = "MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU";
export type Shift = "NONE" | "PREVIOUS" | "NEXT" | "NEXT_IN_MONTH";

export const WEEKDAYS: readonly Weekday[] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** Which day of a month: days by number, the n-th weekday, or the n-th business day. */
export type MonthRule = "DAYS" | "NTH" | "BUSINESS";

/** A rule as a form holds it: every field has a value, also those that the frequency does not use. */
export interface ScheduleValue {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly weekdays: readonly Weekday[];
  readonly monthRule: MonthRule;
  readonly days: readonly number[];
  readonly nth: number;
  readonly weekday: Weekday;
  readonly businessDay: number;
  readonly shift: Shift;
  readonly holidays: string | null;
}

/** A rule as the API gives it, of a budget or of a recurring entry. */
export interface ScheduleFacts {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly weekdays: readonly Weekday[];
  readonly days_of_month: readonly number[];
  readonly nth_weekday?: { readonly nth: number; readonly weekday: Weekday } | null;
  readonly business_day?: number | null;
  readonly shift: Shift;
  readonly holidays?: string | null;
}

/** A rule as the API takes it. */
export interface ScheduleRule {
  frequency: Frequency;
  interval: number;
  shift: Shift;
  holidays?: string;
  weekdays?: Weekday[];
  days_of_month?: number[];
  nth_weekday?: { nth: number; weekday: Weekday };
  business_day?: number;
}

export const MONTHLY: ScheduleValue = {
  frequency: "MONTHLY",
  interval: 1,
  weekdays: [],
  monthRule: "DAYS",
  days: [],
  nth: 1,
  weekday: "MO",
  businessDay: 1,
  shift: "NONE",
  holidays: null,
};

/** Return the form's value of a rule. */
export function scheduleOf(facts: ScheduleFacts): ScheduleValue {
  const { nth_weekday: nth, business_day: businessDay } = facts;
  return {
    frequency: facts.frequency,
    interval: facts.interval,
    weekdays: facts.weekdays,
    monthRule: nth ? "NTH" : businessDay ? "BUSINESS" : "DAYS",
    days: facts.days_of_month,
    nth: nth?.nth ?? 1,
    weekday: nth?.weekday ?? "MO",
    businessDay: businessDay ?? 1,
    shift: facts.shift,
    holidays: facts.holidays ?? null,
  };
}

/** Return the rule that a form's value means, for the API. */
export function draftOf(value: ScheduleValue): ScheduleRule {
  const { frequency, interval, shift, holidays, monthRule } = value;
  const draft: ScheduleRule = { frequency, interval, shift };
  if (holidays) draft.holidays = holidays;
  if (frequency === "WEEKLY") draft.weekdays = [...value.weekdays];
  if (frequency === "MONTHLY") {
    if (monthRule === "DAYS") draft.days_of_month = [...value.days].sort((a, b) => a - b);
    else if (monthRule === "NTH") draft.nth_weekday = { nth: value.nth, weekday: value.weekday };
    else {
      draft.business_day = value.businessDay;
      draft.shift = "NONE";
    }
  }
  return draft;
}
