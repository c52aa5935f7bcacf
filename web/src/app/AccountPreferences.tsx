import { useEffect, useRef } from "react";

import { getMe } from "../api/generated";
import { useRead } from "../api/queries";
import { useSession } from "../api/people/session";
import { languageOf, preferences, setPreferences } from "../lib/preferences";

/** Take over the language and formats of the account that is signed in, also after a change elsewhere. */
export function AccountPreferences() {
  const { person } = useSession();
  // A visitor's demo was made in the language of this browser.
  const isRegistered = person !== null && !person.isAnonymous;
  const me = useRead(["me"], (signal) => getMe({ signal }), { enabled: isRegistered });
  const takenFrom = useRef<string | null>(null);
  useEffect(() => {
    if (!me.data) return;
    const { uid, locale } = me.data;
    if (takenFrom.current === `${uid} ${locale}`) return;
    takenFrom.current = `${uid} ${locale}`;
    if (locale === preferences.get().locale) return;
    setPreferences({ locale, language: languageOf(locale) ?? preferences.get().language });
  }, [me.data]);
  return null;
}
