import { translated } from "./translated";

export const joinWords = translated(
  {
    join: {
      title: "Invitation",
      signInFirst:
        "You are invited to share a ledger. Sign in with the address that was invited, or make an account with it.",
      signIn: "Sign in",
      signUp: "Make an account",
      demo: "You are in a demo. An invitation is for an account: keep your data with one, or sign in with yours.",
      keep: "Keep my data with an account",
      verify: (email: string) =>
        `The invitation is for an address, so ${email} must be verified first.`,
      send: "Send the e-mail again",
      sendFirst: "Send an e-mail to verify it",
      sent: (email: string) => `Sent to ${email}. Open the link in it, then come back here.`,
      check: "I have verified it",
      notYet: "It is not verified yet.",
      to: (name: string) => `Join ${name}?`,
      gone: (email: string) =>
        `There is no open invitation to ${email} with this link. It was used, revoked or has expired, or it was sent to another address.`,
      noToken: "This address has no invitation. Open the link from the e-mail or chat again.",
      other: "Sign in with another address",
      toWorkspaces: "My workspaces",
      toHome: "Go to the home page",
    },
  },
  {
    join: {
      title: "Einladung",
      signInFirst:
        "Sie sind eingeladen, ein Buch zu teilen. Melden Sie sich mit der eingeladenen Adresse an, oder legen Sie ein Konto mit ihr an.",
      signIn: "Anmelden",
      signUp: "Konto anlegen",
      demo: "Sie sind in einer Demo. Eine Einladung ist für ein Konto: Behalten Sie Ihre Daten mit einem, oder melden Sie sich mit Ihrem an.",
      keep: "Meine Daten mit einem Konto behalten",
      verify: (email: string) =>
        `Die Einladung gilt einer Adresse, also muss ${email} zuerst bestätigt werden.`,
      send: "E-Mail noch einmal senden",
      sendFirst: "E-Mail zum Bestätigen senden",
      sent: (email: string) =>
        `An ${email} gesendet. Öffnen Sie den Link darin, und kommen Sie dann hierher zurück.`,
      check: "Ich habe sie bestätigt",
      notYet: "Sie ist noch nicht bestätigt.",
      to: (name: string) => `${name} beitreten?`,
      gone: (email: string) =>
        `Zu diesem Link gibt es keine offene Einladung an ${email}. Sie wurde benutzt oder zurückgezogen, ist abgelaufen, oder sie ging an eine andere Adresse.`,
      noToken:
        "In dieser Adresse ist keine Einladung. Öffnen Sie den Link aus E-Mail oder Chat noch einmal.",
      other: "Mit anderer Adresse anmelden",
      toWorkspaces: "Meine Arbeitsbereiche",
      toHome: "Zur Startseite",
    },
  },
);
