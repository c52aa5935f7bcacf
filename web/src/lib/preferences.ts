/** Preferences of this browser: language, number format and theme before the account's are known. */
import { makeStore, useStore } from "./store";

export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Names of the languages, each in its own. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: "English", de: "Deutsch" };

export interface Preferences {
  /** Language of the words. */
  readonly language: Language;
  /** BCP 47 locale of numbers and dates, such as `de-AT`. */
  readonly locale: string;
}

const KEY = "financeflow.preferences";

function ofBrowser(): Preferences {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2));
  const language = LANGUAGES.find(
    (one) => one === wanted.find((tag) => LANGUAGES.some((l) => l === tag)),
  );
  const first = navigator.languages[0] ?? "en";
  return { language: language ?? "en", locale: first };
}

function stored(): Preferences {
  try {
    const text = localStorage.getItem(KEY);
    if (text) return { ...ofBrowser(), ...(JSON.parse(text) as Partial<Preferences>) };
  } catch {
    // Storage may be blocked or hold something else; the browser's own preferences do.
  }
  return ofBrowser();
}

export const preferences = makeStore<Preferences>(stored());

/** Change preferences, and keep them in this browser. */
export function setPreferences(change: Partial<Preferences>): void {
  const next = { ...preferences.get(), ...change };
  preferences.set(next);
  document.documentElement.lang = next.language;
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // They last as long as the page.
  }
}

/** Return the language of the words for a locale; null if there are no words in it. */
export function languageOf(locale: string): Language | null {
  return LANGUAGES.find((one) => locale.toLowerCase().split("-")[0] === one) ?? null;
}

/** Choose the language of the words; numbers and dates follow it, in the region that they had. */
export function chooseLanguage(language: Language): Preferences {
  const { locale } = preferences.get();
  const region = /-([A-Z]{2})\b/.exec(locale)?.[1];
  const next = { language, locale: region ? `${language}-${region}` : language };
  setPreferences(next);
  return next;
}

/** Read the preferences. */
export function usePreferences(): Preferences {
  return useStore(preferences);
}
