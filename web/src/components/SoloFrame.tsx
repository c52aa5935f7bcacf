import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { Moon, Sun } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";

import {
  LANGUAGE_NAMES,
  LANGUAGES,
  chooseLanguage,
  usePreferences,
  type Language,
} from "../lib/preferences";
import { soloWords } from "../words/solo";
import { useWords } from "../words/translated";
import "./solo.css";

/** Let a visitor choose the language of the page. */
export function LanguageSwitch() {
  const words = useWords(soloWords);
  const { language } = usePreferences();
  return (
    <select
      className="solo-language"
      aria-label={words.language}
      value={language}
      onChange={(event) => chooseLanguage(event.currentTarget.value as Language)}
    >
      {LANGUAGES.map((one) => (
        <option key={one} value={one} lang={one}>
          {LANGUAGE_NAMES[one]}
        </option>
      ))}
    </select>
  );
}

/** Let a visitor turn the page dark or light. */
export function ThemeSwitch() {
  const words = useWords(soloWords);
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const isDark = scheme === "dark";
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={isDark ? words.light : words.dark}
      onClick={() => setColorScheme(isDark ? "light" : "dark")}
    >
      {isDark ? <Sun size={20} aria-hidden /> : <Moon size={20} aria-hidden />}
    </ActionIcon>
  );
}

export interface SoloFrameProps {
  /** Links beside the switches. */
  readonly actions?: ReactNode;
  /** A narrow column in the middle, for forms and messages; else the whole width. */
  readonly isNarrow?: boolean;
  readonly children: ReactNode;
}

/** Frame a page that stands alone, without the navigation of a ledger. */
export function SoloFrame({ actions, isNarrow = false, children }: SoloFrameProps) {
  return (
    <div className="solo">
      <header className="solo-header">
        <Link href="/" className="solo-brand" aria-label="FinanceFlow">
          <img src="/icon.svg" alt="" width={32} height={32} />
          <span className={actions ? "solo-name" : undefined}>FinanceFlow</span>
        </Link>
        <div className="solo-actions">
          {actions}
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <main className={isNarrow ? "solo-narrow" : "solo-main"}>{children}</main>
    </div>
  );
}
