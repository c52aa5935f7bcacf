/** Amounts as they are typed in fields. */
import { fromMinor, parseAmount, toMinor, type Amount } from "../../../lib/money";

/** Return an amount as a person would type it in a locale, without marks of thousands. */
export function typedAmount(amount: Amount, locale: string): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  const mark = parts.find((part) => part.type === "decimal")?.value ?? ".";
  return amount.replace(".", mark);
}

export type ReadAmount =
  | { readonly amount: Amount; readonly problem: null }
  | { readonly amount: null; readonly problem: "notAnAmount" | "tooPrecise" };

/** Read a typed amount with all decimals of its currency, or tell what is wrong with it. */
export function readAmount(text: string, locale: string, exponent: number): ReadAmount {
  const plain = parseAmount(text, locale);
  if (plain === null) return { amount: null, problem: "notAnAmount" };
  const trimmed = plain.includes(".") ? plain.replace(/\.?0+$/, "") : plain;
  if ((trimmed.split(".")[1]?.length ?? 0) > exponent) {
    return { amount: null, problem: "tooPrecise" };
  }
  return { amount: fromMinor(toMinor(trimmed, exponent), exponent), problem: null };
}

/** Return the number of decimals of an amount of the API, which has all of its currency. */
export function decimalsOf(amount: Amount): number {
  return amount.split(".")[1]?.length ?? 0;
}
