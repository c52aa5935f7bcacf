/** Calculations with lines of reports: shares and changes as ratios, and answers in several parts. */
import { fromMinor, toMinor, type Amount } from "../../../lib/money";

/** Return the quotient of two amounts with four decimals; null if the divisor is zero. */
export function ratioOf(amount: Amount, of: Amount, exponent: number): number | null {
  const divisor = toMinor(of, exponent);
  if (divisor === 0n) return null;
  const whole = divisor < 0n ? -divisor : divisor;
  return Number((toMinor(amount, exponent) * 10_000n) / whole) / 10_000;
}

/** Return one amount less another. */
export function minus(amount: Amount, other: Amount, exponent: number): Amount {
  return fromMinor(toMinor(amount, exponent) - toMinor(other, exponent), exponent);
}

/** Return an amount as a length on the screen. */
export function lengthOf(amount: Amount): number {
  return Number(amount);
}

/** Compare amounts, largest first. */
export function byAmount(one: Amount, other: Amount, exponent: number): number {
  const [a, b] = [toMinor(one, exponent), toMinor(other, exponent)];
  return a > b ? -1 : a < b ? 1 : 0;
}

/** Return whether an amount is zero. */
export function isZero(amount: Amount): boolean {
  return !/[1-9]/.test(amount);
}

/** Add decimal texts of any number of decimals. */
export function add(one: Amount, other: Amount): Amount {
  const decimals = (text: Amount) => text.split(".")[1]?.length ?? 0;
  const exponent = Math.max(decimals(one), decimals(other));
  return fromMinor(toMinor(one, exponent) + toMinor(other, exponent), exponent);
}

/**
 * Add the amounts and numbers of lines that are the same in several answers.
 *
 * Texts that are amounts in `amounts` and all numbers in `counts` are added; the rest is of the first.
 */
export function mergeLines<T extends object>(
  lines: readonly T[],
  keyOf: (line: T) => string,
  amounts: readonly (keyof T)[],
  counts: readonly (keyof T)[] = [],
): T[] {
  const found = new Map<string, T>();
  for (const line of lines) {
    const key = keyOf(line);
    const before = found.get(key);
    if (!before) {
      found.set(key, line);
      continue;
    }
    const sums: [keyof T, unknown][] = [
      ...amounts.map((name): [keyof T, string] => [
        name,
        add(String(before[name]), String(line[name])),
      ]),
      ...counts.map((name): [keyof T, number] => [name, Number(before[name]) + Number(line[name])]),
    ];
    found.set(key, Object.assign({}, before, Object.fromEntries(sums) as Partial<T>));
  }
  return [...found.values()];
}
