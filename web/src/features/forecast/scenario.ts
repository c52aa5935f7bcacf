/** Changes of a scenario, as the form makes them and the page lists them. */
import type { RecurringView, ScenarioDraft } from "../../api/generated";
import type { Ledger } from "../../api/ledger";
import { formatDay } from "../../lib/dates";
import { isNegative, negate, type Amount } from "../../lib/money";

export type Change = ScenarioDraft["changes"][number];

export interface ChangeWords {
  readonly out: (amount: string, day: string) => string;
  readonly in: (amount: string, day: string) => string;
  readonly monthly: (text: string, day: string) => string;
  readonly ends: (name: string, day: string) => string;
  readonly becomes: (name: string, amount: string, day: string) => string;
  readonly category: (name: string, percent: string) => string;
}

/** Say a change in words. */
export function sayChange(
  change: Change,
  words: ChangeWords,
  {
    ledger,
    entries,
    locale,
    money,
  }: {
    readonly ledger: Ledger;
    readonly entries: readonly RecurringView[];
    readonly locale: string;
    readonly money: (amount: Amount, currency?: string) => string;
  },
): string {
  const day = (text: string | null | undefined) => formatDay(text ?? ledger.today, locale);
  switch (change.kind) {
    case "AMOUNT": {
      const amount = String(change.amount);
      const currency = ledger.account(change.account_id)?.currency;
      const text = isNegative(amount)
        ? words.out(money(negate(amount), currency), day(change.date))
        : words.in(money(amount, currency), day(change.date));
      return change.to ? words.monthly(text, day(change.to)) : text;
    }
    case "RECURRING": {
      const entry = entries.find((one) => one.id === change.recurring_id);
      const amount = String(change.amount);
      const name = entry?.name ?? "";
      return /[1-9]/.test(amount)
        ? words.becomes(name, money(amount, entry?.template.currency), day(change.from))
        : words.ends(name, day(change.from));
    }
    case "CATEGORY": {
      const percent = new Intl.NumberFormat(locale, {
        style: "percent",
        signDisplay: "exceptZero",
      }).format(change.percent / 100);
      return words.category(ledger.category(change.category_id)?.name ?? "", percent);
    }
  }
}
