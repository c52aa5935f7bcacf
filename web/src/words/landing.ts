import { translated } from "./translated";

export const landingWords = translated(
  {
    title: "Money that adds up, the moment you write it down",
    lead: "FinanceFlow keeps your accounts, budgets, bills and goals in one calm place, alone or with your team.",
    tryDemo: "Try the demo",
    tryDemoHint: "One click, no address, no password. Fourteen months of sample data are waiting.",
    starting: "Your demo is being filled",
    signUp: "Sign up",
    signIn: "Sign in",
    preview:
      "A preview: this month’s balance, six months of income and expenses, and a change that can be undone.",
    month: "Left this month",
    income: "Income",
    expenses: "Expenses",
    rent: "Rent",
    groceries: "Groceries",
    salary: "Salary",
    undoText: "Groceries changed",
    undo: "Undo",
    promises: "What you can rely on",
    exact: {
      title: "Exact at once",
      text: "Every report is right the moment after a change. No overnight runs, no refresh button.",
    },
    undoable: {
      title: "Every change can be traced and undone",
      text: "The history says who changed what, and takes back a single edit or a whole import.",
    },
    kept: {
      title: "Your demo becomes your account",
      text: "Sign up when you like it: everything that you entered stays, with its history.",
    },
    apart: {
      title: "Nobody sees another’s ledger",
      text: "Each ledger is kept apart. In a shared one, roles say who sees and who changes.",
    },
    files: {
      title: "Your bank’s files, read",
      text: "Import statements as your bank exports them. You see each row before anything is recorded.",
    },
    leave: {
      title: "Leave at any time",
      text: "Export everything as one file, or erase your account and get a receipt.",
    },
  },
  {
    title: "Geld, das aufgeht, sobald Sie es aufschreiben",
    lead: "FinanceFlow hält Konten, Budgets, Rechnungen und Ziele an einem ruhigen Ort zusammen, für Sie allein oder im Team.",
    tryDemo: "Demo ausprobieren",
    tryDemoHint: "Ein Klick, keine Adresse, kein Passwort. Vierzehn Monate Beispieldaten warten.",
    starting: "Ihre Demo wird gefüllt",
    signUp: "Registrieren",
    signIn: "Anmelden",
    preview:
      "Eine Vorschau: der Saldo des Monats, sechs Monate Einnahmen und Ausgaben und eine Änderung, die sich rückgängig machen lässt.",
    month: "Übrig in diesem Monat",
    income: "Einnahmen",
    expenses: "Ausgaben",
    rent: "Miete",
    groceries: "Lebensmittel",
    salary: "Gehalt",
    undoText: "Lebensmittel geändert",
    undo: "Rückgängig",
    promises: "Worauf Sie sich verlassen können",
    exact: {
      title: "Sofort genau",
      text: "Jeder Bericht stimmt im Augenblick nach einer Änderung. Ohne nächtliche Läufe, ohne Aktualisieren.",
    },
    undoable: {
      title: "Jede Änderung ist nachvollziehbar und umkehrbar",
      text: "Der Verlauf sagt, wer was geändert hat, und nimmt eine einzelne Änderung oder einen ganzen Import zurück.",
    },
    kept: {
      title: "Aus der Demo wird Ihr Konto",
      text: "Registrieren Sie sich, wenn es Ihnen gefällt: Alles Eingegebene bleibt, samt Verlauf.",
    },
    apart: {
      title: "Niemand sieht das Buch eines anderen",
      text: "Jedes Buch ist für sich. In einem geteilten sagen Rollen, wer sieht und wer ändert.",
    },
    files: {
      title: "Die Dateien Ihrer Bank, gelesen",
      text: "Importieren Sie Auszüge, wie Ihre Bank sie ausgibt. Sie sehen jede Zeile, bevor etwas gebucht wird.",
    },
    leave: {
      title: "Gehen Sie, wann Sie wollen",
      text: "Exportieren Sie alles als eine Datei, oder löschen Sie Ihr Konto und erhalten Sie einen Beleg.",
    },
  },
);
