import { plural, translated } from "./translated";

export const gateWords = translated(
  {
    demo: {
      left: (hours: number, minutes: number) =>
        hours > 0
          ? `This demo ends in ${plural(hours, "hour", "hours")}.`
          : `This demo ends in ${plural(minutes, "minute", "minutes")}.`,
      keep: "Keep my data",
      unfinished: "Your account is there, but your data are still in the demo.",
      finish: "Finish keeping my data",
    },
    unverified: (email: string) => `Verify your address: we have sent a link to ${email}.`,
    verify: "How to verify",
    expired: {
      title: "This demo has ended",
      visitor:
        "A demo lasts a day. Its data are not shown any more, and are erased soon. Sign up within 7 days of its end to keep them, or start a new demo.",
      registered:
        "Your account is there, but its data are still in a demo that has ended. For 7 days after the end you can move them to your account.",
      start: "Start a new demo",
    },
    noLedger: {
      title: "There is no ledger here yet",
      text: "Start a demo to look around, or sign up for a ledger of your own.",
      signUp: "Sign up",
    },
    unverifiedPage: {
      title: "Verify your address first",
      text: "This needs an address that is verified. Open the link in the e-mail that we have sent.",
    },
    noAccess: {
      title: "You cannot open this workspace",
      text: "You are no member of it any more, or it was deleted.",
      own: "Open my own ledger",
    },
    offline: {
      title: "You are offline",
      text: "This page has not been read before, so there is nothing to show. It opens by itself when the connection is back.",
    },
    down: {
      title: "The server cannot be reached",
      text: "Your data are safe. The service may be restarting; this page tries again by itself.",
    },
    busy: {
      title: "Too many requests",
      text: (seconds: number) =>
        `The page opens by itself in ${plural(seconds, "second", "seconds")}.`,
    },
    signedOut: "You were signed out.",
    visitor: "Demo visitor",
    language: "Language",
  },
  {
    demo: {
      left: (hours: number, minutes: number) =>
        hours > 0
          ? `Diese Demo endet in ${plural(hours, "Stunde", "Stunden")}.`
          : `Diese Demo endet in ${plural(minutes, "Minute", "Minuten")}.`,
      keep: "Meine Daten behalten",
      unfinished: "Ihr Konto ist da, aber Ihre Daten sind noch in der Demo.",
      finish: "Meine Daten übernehmen",
    },
    unverified: (email: string) =>
      `Bestätigen Sie Ihre Adresse: Wir haben einen Link an ${email} geschickt.`,
    verify: "So geht es",
    expired: {
      title: "Diese Demo ist zu Ende",
      visitor:
        "Eine Demo dauert einen Tag. Ihre Daten werden nicht mehr gezeigt und bald gelöscht. Registrieren Sie sich innerhalb von 7 Tagen nach dem Ende, um sie zu behalten, oder beginnen Sie eine neue Demo.",
      registered:
        "Ihr Konto ist da, aber seine Daten sind noch in einer Demo, die zu Ende ist. Bis 7 Tage nach dem Ende können Sie sie in Ihr Konto übernehmen.",
      start: "Neue Demo beginnen",
    },
    noLedger: {
      title: "Hier ist noch kein Buch",
      text: "Beginnen Sie eine Demo, um sich umzusehen, oder registrieren Sie sich für ein eigenes Buch.",
      signUp: "Registrieren",
    },
    unverifiedPage: {
      title: "Bestätigen Sie zuerst Ihre Adresse",
      text: "Das braucht eine bestätigte Adresse. Öffnen Sie den Link in der E-Mail, die wir geschickt haben.",
    },
    noAccess: {
      title: "Sie können diesen Arbeitsbereich nicht öffnen",
      text: "Sie sind nicht mehr Mitglied, oder er wurde gelöscht.",
      own: "Mein eigenes Buch öffnen",
    },
    offline: {
      title: "Sie sind offline",
      text: "Diese Seite wurde noch nie gelesen, deshalb gibt es nichts zu zeigen. Sie öffnet sich von selbst, wenn die Verbindung wieder da ist.",
    },
    down: {
      title: "Der Server ist nicht erreichbar",
      text: "Ihre Daten sind sicher. Der Dienst startet vielleicht gerade neu; diese Seite versucht es von selbst wieder.",
    },
    busy: {
      title: "Zu viele Anfragen",
      text: (seconds: number) =>
        `Die Seite öffnet sich von selbst in ${plural(seconds, "Sekunde", "Sekunden")}.`,
    },
    signedOut: "Sie wurden abgemeldet.",
    visitor: "Demo-Besucher",
    language: "Sprache",
  },
);
