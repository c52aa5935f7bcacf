import { useEffect, useRef } from "react";

import { getMe } from "../api/generated";
import { useRead } from "../api/queries";
import { useSession } from "../api/session";
import { languageOf, preferences, setPreferences } from "../lib/preferences";

/** Take over the language and formats of the account where it was signed in to; once for each person. */
export function AccountPreferences() {
  const { person } = useSession();
  // A visitor's demo was made in the language of this browser.
  const isRegistered = person !== null && !person.isAnonymous;
  const me = useRead(["me"], (signal) => getMe({ signal }), { enabled: isRegistered });
  const takenFrom = useRef<string | null>(null);
  useEffect(() => {
    if (!me.data || takenFrom.current === me.data.uid) return;
    takenFrom.current = me.data.uid;
    const { locale } = me.data;
    if (locale === preferences.get().locale) return;
    setPreferences({ locale, language: languageOf(locale) ?? preferences.get().language });
  }, [me.data]);
  return null;
}
