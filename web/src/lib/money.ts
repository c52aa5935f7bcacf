/** Amounts of money: decimal text as in the API, shown by `Intl` and added as integers. */

/** Decimal text, such as `-12.50`. */
export type Amount = string;

const formats = new Map<string, Intl.NumberFormat>();

function format(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify([locale, options]);
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.NumberFormat(locale, options)));
  return found;
}

function formatText(numbers: Intl.NumberFormat, text: Amount): string {
  // `format` takes decimal text exactly; its type knows only literals.
  return numbers.format(text as Intl.StringNumericLiteral);
}

export interface MoneyStyle {
  /** Show `+` before positive amounts. */
  readonly signed?: boolean;
  /** Leave out decimals, for axes and bubbles. */
  readonly rounded?: boolean;
  /** Shorten thousands, as `12K`. */
  readonly compact?: boolean;
}

/** Format an amount with the symbol of its currency; digits are exact unless rounding is asked for. */
export function formatMoney(
  amount: Amount,
  currency: string,
  locale: string,
  { signed = false, rounded = false, compact = false }: MoneyStyle = {},
): string {
  const options: Intl.NumberFormatOptions = { style: "currency", currency };
  if (signed) options.signDisplay = "exceptZero";
  if (rounded) options.maximumFractionDigits = 0;
  else if (!compact) options.minimumFractionDigits = decimalsOf(amount);
  if (rounded) options.minimumFractionDigits = 0;
  else if (!compact) options.maximumFractionDigits = decimalsOf(amount);
  if (compact) Object.assign(options, { notation: "compact", maximumFractionDigits: 1 });
  return formatText(format(locale, options), amount);
}

/** Format a number of at most 15 digits, such as a rate. */
export function formatNumber(value: number | string, locale: string): string {
  return formatText(format(locale, { maximumFractionDigits: 12 }), String(value));
}

/** Format a share, such as 0.3456, as a percentage. */
export function formatShare(share: number, locale: string, digits = 0): string {
  return format(locale, { style: "percent", maximumFractionDigits: digits }).format(share);
}

function decimalsOf(amount: Amount): number {
  const point = amount.indexOf(".");
  return point < 0 ? 0 : amount.length - point - 1;
}

/** Return an amount in minor units; `exponent` is the number of decimals of its currency. */
export function toMinor(amount: Amount, exponent: number): bigint {
  const [whole = "0", decimals = ""] = amount.split(".");
  if (decimals.length > exponent)
    throw new RangeError(`${amount} has more than ${exponent} decimals`);
  return BigInt(whole + decimals.padEnd(exponent, "0"));
}

/** Return minor units as decimal text. */
export function fromMinor(minor: bigint, exponent: number): Amount {
  const sign = minor < 0n ? "-" : "";
  const digits = String(minor < 0n ? -minor : minor).padStart(exponent + 1, "0");
  const point = digits.length - exponent;
  return sign + digits.slice(0, point) + (exponent > 0 ? `.${digits.slice(point)}` : "");
}

/** Add amounts of one currency exactly. */
export function sum(amounts: Iterable<Amount>, exponent: number): Amount {
  let total = 0n;
  for (const amount of amounts) total += toMinor(amount, exponent);
  return fromMinor(total, exponent);
}

/** Return whether an amount is below zero. */
export function isNegative(amount: Amount): boolean {
  return amount.startsWith("-") && /[1-9]/.test(amount);
}

/** Return the amount with the opposite sign. */
export function negate(amount: Amount): Amount {
  if (!/[1-9]/.test(amount)) return amount;
  return amount.startsWith("-") ? amount.slice(1) : `-${amount}`;
}

/**
 * Read an amount as a person types it in a locale, such as `1.234,5` in German.
 *
 * Returns decimal text, or null if it is not one number: a mark that may be either of thousands or of
 * decimals is taken as the locale has it, and a wrong number of digits between marks is refused.
 */
export function parseAmount(text: string, locale: string): Amount | null {
  const parts = format(locale, { useGrouping: true }).formatToParts(-12345.6);
  const decimal = parts.find((part) => part.type === "decimal")?.value ?? ".";
  const group = parts.find((part) => part.type === "group")?.value ?? ",";
  let plain = text
    .trim()
    .replace(/^[−–]/, "-")
    .replace(/[\s\u00a0\u202f'’]/g, "");
  const groups = group.trim() === "" || group === "’" ? "" : group;
  if (groups && plain.includes(groups)) {
    const [whole = "", ...rest] = plain.split(decimal);
    const isGrouped = new RegExp(`^[+-]?\\d{1,3}(\\${groups}\\d{3})+$`).test(whole);
    if (isGrouped && rest.length <= 1)
      plain = whole.replaceAll(groups, "") + (rest.length ? decimal + rest[0] : "");
    // With one other mark and not three digits behind it, it can only be the decimal mark.
    else if (!plain.includes(decimal) && /^[+-]?\d*[.,]\d{1,2}$/.test(plain))
      plain = plain.replace(groups, decimal);
    else return null;
  }
  plain = plain.replace(decimal, ".").replace(/^\+/, "");
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(plain)) return null;
  return plain
    .replace(/^(-?)\./, "$10.")
    .replace(/\.$/, "")
    .replace(/^(-?)0+(?=\d)/, "$1");
}
