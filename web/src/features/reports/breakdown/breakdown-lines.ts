/** Lines of a breakdown: their order, their colours, and the parts of its chart. */
import { colorOf } from "../../../charts/palette";
import type { Part } from "../../../charts/layouts/parts";
import { sum, type Amount } from "../../../lib/money";
import { byAmount, isZero, lengthOf } from "./lines";

export interface BreakdownLine {
  readonly key: string;
  readonly name: string;
  readonly color?: string | null;
  readonly amount: Amount;
  /** The amount of the period before, if it is compared. */
  readonly before?: Amount;
  readonly count: number;
  readonly href?: string;
}

/** The colour of what has no name of its own. */
export const PLAIN = "#6c8193";

/** Parts that a chart shows one by one; the rest is one part. */
const SHOWN = 10;

/** Return the lines that have something in this period or the one before, largest first. */
export function ordered<L extends BreakdownLine>(lines: readonly L[], exponent: number): L[] {
  return lines
    .filter((line) => line.count > 0 || !isZero(line.amount) || !isZero(line.before ?? ""))
    .sort((one, other) => byAmount(one.amount, other.amount, exponent));
}

/** Return the colour of each line by its key. */
export function colorsOf(lines: readonly BreakdownLine[]): ReadonlyMap<string, string> {
  return new Map(lines.map((line, index) => [line.key, colorOf(line.color, index)]));
}

/**
 * Return the parts of a chart in the order of the lines, the smallest ones together.
 *
 * Those together have the key `others`, and their number as name.
 */
export function partsOf(
  lines: readonly BreakdownLine[],
  exponent: number,
  textsOf: (amount: Amount) => { readonly text: string; readonly share: string },
): Part[] {
  const colors = colorsOf(lines);
  const drawn = lines.filter((line) => !isZero(line.amount));
  const alone = drawn.length > SHOWN + 1 ? drawn.slice(0, SHOWN) : drawn;
  const together = drawn.slice(alone.length);
  const parts = alone.map((line): Part => ({
    key: line.key,
    name: line.name,
    value: lengthOf(line.amount),
    color: colors.get(line.key) ?? PLAIN,
    ...(line.href ? { href: line.href } : {}),
    ...textsOf(line.amount),
  }));
  if (together.length === 0) return parts;
  const rest = sum(
    together.map((line) => line.amount),
    exponent,
  );
  const name = String(together.length);
  return [...parts, { key: "others", name, value: lengthOf(rest), color: PLAIN, ...textsOf(rest) }];
}
