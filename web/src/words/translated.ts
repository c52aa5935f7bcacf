/**
 * Words on the screen.
 *
 * Each part of the app has a file here with its words in every language, side by side, so that nothing
 * is said elsewhere and the compiler finds what is missing. A word with values is a function.
 */
import { type Language, preferences, usePreferences } from "../lib/preferences";

type Words = { readonly [key: string]: string | Words | ((...values: never[]) => string) };

/** Words of the same shape as the English ones. */
type Same<W> = W extends (...values: infer V) => string
  ? (...values: V) => string
  : W extends string
    ? string
    : { readonly [K in keyof W]: Same<W[K]> };

export interface Translated<W> {
  readonly en: W;
  readonly de: Same<W>;
}

/** Define the words of one part in all languages; the type of the English ones counts. */
export function translated<W extends Words>(en: W, de: Same<W>): Translated<W> {
  return { en, de };
}

/** Return words in the language that is in use; for code outside of components. */
export function wordsOf<W>(words: Translated<W>): Same<W> {
  return (words as Record<Language, unknown>)[preferences.get().language] as Same<W>;
}

/** Read words in the language that is in use. */
export function useWords<W>(words: Translated<W>): Same<W> {
  const { language } = usePreferences();
  return (words as Record<Language, unknown>)[language] as Same<W>;
}

/** Choose the form of a noun for a number, as English and German need it. */
export function plural(count: number, one: string, other: string): string {
  return `${new Intl.NumberFormat(preferences.get().locale).format(count)} ${count === 1 ? one : other}`;
}
