import { useMemo } from "react";
import { useSearchParams } from "wouter";

import { useLedger } from "../../api/ledger";
import type { EntryType } from "../../api/generated";
import { monthOf, type LedgerMonthStart } from "../../api/generated/live";
import type { Day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { reportWords } from "../../words/reports";
import { useWords } from "../../words/translated";
import { fit, periodByDefault, type Kind } from "./kinds";
import { labelOf } from "./periods/period-label";
import { daysOf, monthsTo, parsePeriod, textOf, type Period } from "./periods/period";

/** What is asked for, which is all in the address. */
export interface Report {
  readonly kind: Kind;
  readonly period: Period;
  /** The period in words. */
  readonly label: string;
  readonly from: Day;
  readonly to: Day;
  /** The period as the API takes it: months where it is of whole months. */
  readonly query: { readonly from: string; readonly to: string };
  readonly start: LedgerMonthStart;
  readonly type: EntryType;
  /** The last 12 months, as a parameter of the address. */
  readonly wider: string;
  /** Read another parameter of the address. */
  value(name: string): string | null;
  /** Change parameters of the address; null removes one. */
  set(changes: Readonly<Record<string, string | null>>): void;
  /** Return the address of transactions of the period. */
  transactions(filter?: Readonly<Record<string, string>>, days?: ReportDays): string;
}

export interface ReportDays {
  readonly from: Day;
  readonly to: Day;
}

/** Return the address of the transactions of some days that match a filter. */
export function transactionsOf(
  { from, to }: ReportDays,
  filter: Readonly<Record<string, string>> = {},
): string {
  return `/transactions?${new URLSearchParams({ ...filter, from, to }).toString()}`;
}

/** Read what is asked for from the address. */
export function useReport(kind: Kind): Report {
  const { home, today } = useLedger();
  const { locale } = usePreferences();
  const words = useWords(reportWords);
  const [values, setValues] = useSearchParams();
  const start = home.settings.month_start;
  const text = values.get("period");
  const type = values.get("type") === "INCOME" ? "INCOME" : "EXPENSE";
  const period = useMemo(() => {
    const asked = text === null ? null : parsePeriod(text);
    return asked ? fit(kind, asked, today, start) : periodByDefault(kind, today, start);
  }, [kind, text, today, start]);
  const days = daysOf(period, start);
  return {
    kind,
    period,
    label: labelOf(period, days, locale, words),
    ...days,
    query: { from: period.first, to: period.last },
    start,
    type,
    wider: textOf(monthsTo(monthOf(today, start))),
    value: (name) => values.get(name),
    set: (changes) =>
      setValues(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value === null) next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: !("period" in changes) },
      ),
    transactions: (filter, only = days) => transactionsOf(only, filter),
  };
}
