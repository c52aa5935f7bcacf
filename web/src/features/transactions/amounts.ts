/** Amounts of transactions as they are shown and added. */
import { fromMinor, negate, toMinor, type Amount } from "../../lib/money";
import type { Transaction } from "./pages";

export type Tone = "income" | "expense" | "transfer";

/** Return an amount with the sign that it has for who owns the account: expenses are negative. */
export function signedAmount({ type, amount }: Pick<Transaction, "type" | "amount">): Amount {
  return type === "EXPENSE" ? negate(amount) : amount;
}

export function toneOf({ type }: Pick<Transaction, "type">): Tone {
  return type === "INCOME" ? "income" : type === "EXPENSE" ? "expense" : "transfer";
}

export interface Sums {
  readonly currency: string;
  readonly income: Amount;
  readonly expenses: Amount;
  readonly net: Amount;
}

function decimals(amount: Amount): number {
  return amount.split(".")[1]?.length ?? 0;
}

/** Add income and expenses of transactions exactly, for each currency; transfers are neither. */
export function sumsOf(rows: readonly Transaction[]): Sums[] {
  const totals = new Map<string, { exponent: number; income: bigint; expenses: bigint }>();
  for (const { type, amount, currency } of rows) {
    if (type === "TRANSFER") continue;
    const exponent = decimals(amount);
    const entry = totals.get(currency) ?? { exponent, income: 0n, expenses: 0n };
    const minor = toMinor(amount, exponent);
    if (type === "INCOME") entry.income += minor;
    else entry.expenses += minor;
    totals.set(currency, entry);
  }
  return [...totals]
    .map(([currency, { exponent, income, expenses }]) => ({
      currency,
      income: fromMinor(income, exponent),
      expenses: fromMinor(expenses, exponent),
      net: fromMinor(income - expenses, exponent),
    }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
}
