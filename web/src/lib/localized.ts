/** Texts of notifications, whose amounts and days are written as the person wants them. */
import { formatDay, formatMonth } from "./dates";
import { formatMoney } from "./money";

export interface TextParameter {
  readonly type: string;
  readonly value: string;
  readonly currency: string | null;
}

/**
 * Write the amounts, days and months of a text in a locale.
 *
 * The API writes them as `12.50 EUR` or `12,50 EUR`, `2026-03-31` and `2026-03`; `parameters` says which there are.
 */
export function localized(
  text: string,
  parameters: readonly TextParameter[],
  locale: string,
): string {
  const places = new Map<string, string>();
  for (const { type, value, currency } of parameters) {
    if (type === "AMOUNT" && currency) {
      const shown = formatMoney(value, currency, locale);
      for (const written of [value, value.replace(".", ",")]) {
        places.set(`${written} ${currency}`, shown);
      }
    }
    if (type === "DATE") places.set(value, formatDay(value, locale));
    if (type === "MONTH") places.set(value, formatMonth(value, locale));
  }
  if (places.size === 0) return text;
  // Longer ones first: a month is the beginning of a day.
  const found = [...places.keys()].sort((a, b) => b.length - a.length);
  const escaped = found.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\d.-])(?:${escaped.join("|")})(?![\\d-])`, "g");
  return text.replace(pattern, (match) => places.get(match) ?? match);
}
