import { plural, translated } from "./translated";

const rows = (count: number) => plural(count, "row", "rows");
const zeilen = (count: number) => plural(count, "Zeile", "Zeilen");

export const previewWords = translated(
  {
    preview: {
      title: "Check the import",
      another: "Another file",
      into: "Account",
      period: (from: string, to: string) => `${from} to ${to}`,
      reread: "Reading again …",
      saved: "Read as the last file like this",
      forgetSaved: "Read it anew",
      understood: "What was understood",
      counts: {
        NEW: (count: number) => `${plural(count, "new transaction", "new transactions")}`,
        DUPLICATE: (count: number) => `${count} already there`,
        INVALID: (count: number) => `${rows(count)} not usable`,
        JOINED: (count: number) => `${rows(count)} part of another`,
        CONFIRMED: (count: number) => `${plural(count, "booking", "bookings")} confirmed`,
      },
      unfiled: (count: number) => `${count} without a category`,
      doubtful: (count: number) =>
        `${rows(count)} may pay a bill; you are asked on the page of bills`,
      totals: "What the import adds",
      moneyIn: "Money in",
      moneyOut: "Money out",
      change: "Change",
      tooMany: "With so many rows the totals are known after the import.",
      proof: (confirmed: number, of: number) =>
        `The balances in the file confirm ${confirmed} of ${of} amounts.`,
      noProof: (confirmed: number, of: number) =>
        `The balances in the file confirm only ${confirmed} of ${of} amounts. Check which amounts are money in and which are money out.`,
      categories: "Categories and exchanges",
      incomeCategory: "Category of income that has none",
      expenseCategory: "Category of expenses that have none",
      feeCategory: "Category of fees",
      leave: "Leave without a category",
      exchanges: "Make one transfer of the two rows of an exchange of currencies",
    },
    rows: {
      title: "Rows",
      filter: "Which rows",
      all: "All",
      status: {
        NEW: "New",
        CONFIRMED: "Confirms a booking",
        DUPLICATE: "Already there",
        INVALID: "Not usable",
        JOINED: "Part of another",
      },
      line: "Line",
      date: "Date",
      text: "Payee and description",
      category: "Category",
      amount: "Amount",
      estimated: "estimated",
      none: "There are no such rows.",
      split: "Split",
      invalidCells: "In the file",
    },
    book: {
      nothing: "There is nothing to import in this file",
      button: (count: number) => `Import ${plural(count, "transaction", "transactions")}`,
      confirm: (count: number) => `Confirm ${plural(count, "booking", "bookings")}`,
      also: (parts: string) => `Left out: ${parts}.`,
      duplicates: (count: number) => `${count} already there`,
      invalid: (count: number) => `${count} not usable`,
      running: (percent: string) => `Importing: ${percent}`,
      unconfirmed: (count: number) =>
        count === 1
          ? "1 assumption above is not checked by you."
          : `${count} assumptions above are not checked by you.`,
      expired: "This preview has expired. Choose the file again.",
    },
  },
  {
    preview: {
      title: "Import prüfen",
      another: "Andere Datei",
      into: "Konto",
      period: (from: string, to: string) => `${from} bis ${to}`,
      reread: "Wird neu gelesen …",
      saved: "Gelesen wie die letzte Datei dieser Art",
      forgetSaved: "Neu lesen",
      understood: "Was verstanden wurde",
      counts: {
        NEW: (count: number) => plural(count, "neue Buchung", "neue Buchungen"),
        DUPLICATE: (count: number) => `${count} schon vorhanden`,
        INVALID: (count: number) => `${zeilen(count)} nicht verwendbar`,
        JOINED: (count: number) => `${zeilen(count)} Teil einer anderen`,
        CONFIRMED: (count: number) =>
          plural(count, "gebuchte Rechnung bestätigt", "gebuchte Rechnungen bestätigt"),
      },
      unfiled: (count: number) => `${count} ohne Kategorie`,
      doubtful: (count: number) =>
        `${plural(count, "Zeile bezahlt", "Zeilen bezahlen")} vielleicht eine Rechnung; Sie werden auf der Seite der Rechnungen gefragt`,
      totals: "Was der Import hinzufügt",
      moneyIn: "Eingänge",
      moneyOut: "Ausgänge",
      change: "Änderung",
      tooMany: "Bei so vielen Zeilen stehen die Summen nach dem Import fest.",
      proof: (confirmed: number, of: number) =>
        `Die Salden in der Datei bestätigen ${confirmed} von ${of} Beträgen.`,
      noProof: (confirmed: number, of: number) =>
        `Die Salden in der Datei bestätigen nur ${confirmed} von ${of} Beträgen. Prüfen Sie, welche Beträge Eingänge und welche Ausgänge sind.`,
      categories: "Kategorien und Währungstausch",
      incomeCategory: "Kategorie von Einnahmen, die keine haben",
      expenseCategory: "Kategorie von Ausgaben, die keine haben",
      feeCategory: "Kategorie von Gebühren",
      leave: "Ohne Kategorie lassen",
      exchanges: "Die zwei Zeilen eines Währungstauschs zu einer Umbuchung machen",
    },
    rows: {
      title: "Zeilen",
      filter: "Welche Zeilen",
      all: "Alle",
      status: {
        NEW: "Neu",
        CONFIRMED: "Bestätigt eine Buchung",
        DUPLICATE: "Schon vorhanden",
        INVALID: "Nicht verwendbar",
        JOINED: "Teil einer anderen",
      },
      line: "Zeile",
      date: "Datum",
      text: "Empfänger und Beschreibung",
      category: "Kategorie",
      amount: "Betrag",
      estimated: "geschätzt",
      none: "Solche Zeilen gibt es nicht.",
      split: "Aufgeteilt",
      invalidCells: "In der Datei",
    },
    book: {
      nothing: "In dieser Datei gibt es nichts zu importieren",
      button: (count: number) => `${plural(count, "Buchung", "Buchungen")} importieren`,
      confirm: (count: number) =>
        `${plural(count, "gebuchte Rechnung", "gebuchte Rechnungen")} bestätigen`,
      also: (parts: string) => `Ausgelassen: ${parts}.`,
      duplicates: (count: number) => `${count} schon vorhanden`,
      invalid: (count: number) => `${count} nicht verwendbar`,
      running: (percent: string) => `Wird importiert: ${percent}`,
      unconfirmed: (count: number) =>
        count === 1
          ? "1 Annahme oben haben Sie nicht bestätigt."
          : `${count} Annahmen oben haben Sie nicht bestätigt.`,
      expired: "Diese Vorschau ist abgelaufen. Wählen Sie die Datei noch einmal.",
    },
  },
);
