/** Locales of numbers and dates to choose from, with examples. */
import { formatMoney } from "./money";
import { currencyOf } from "./regions";
import type { Language } from "./preferences";

const REGIONS: Readonly<Record<Language, readonly string[]>> = {
  en: "US GB IE CA AU NZ IN ZA SG DE AT CH NL FR".split(" "),
  de: "DE AT CH LI LU BE IT".split(" "),
};

/** Return the locales for a language, with the one that is in use, each by its region and examples. */
export function localeChoices(
  language: Language,
  present: string,
): { value: string; label: string }[] {
  const locales = new Set([...REGIONS[language].map((region) => `${language}-${region}`), present]);
  const names = new Intl.DisplayNames([language], { type: "language" });
  return [...locales].map((value) => {
    const { region } = new Intl.Locale(value);
    const name = region
      ? new Intl.DisplayNames([language], { type: "region" }).of(region)
      : names.of(value);
    return { value, label: `${name ?? value} · ${exampleOf(value)}` };
  });
}

/** Return an amount and a day as a locale writes them. */
export function exampleOf(locale: string): string {
  const day = new Date(Date.UTC(2026, 11, 31));
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "short", timeZone: "UTC" }).format(day);
  return `${formatMoney("1234.50", currencyOf(locale), locale)} · ${date}`;
}
