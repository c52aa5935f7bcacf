import { plural, translated } from "./translated";

export const importWords = translated(
  {
    title: "Import",
    description: "Bring in what your bank has: nothing is recorded before you have seen it.",
    choose: {
      title: "A bank's CSV file",
      drop: "Drop the file here",
      or: "Most banks offer it as “Export” or “Download” beside the list of transactions.",
      button: "Choose a file",
      limits: "CSV, up to 10 MB and 50,000 rows. Any bank, language and currency.",
      template: "Download a template to fill in",
      reading: "Reading the file …",
      forbidden: "Viewers cannot import.",
    },
    problems: {
      title: "This file cannot be imported",
      empty: "The file is empty. Download it from the bank again.",
      tooLarge: "The file is larger than 10 MB. Export a shorter period, or split it.",
      spreadsheet:
        "This is a spreadsheet. Open it, choose “Save as” or “Export”, and save it as CSV.",
      pdf: "This is a PDF. Banks offer the same list as CSV, usually beside it.",
      otherFormat: "This is no CSV file. Choose CSV at the bank instead of OFX, QIF, XML or MT940.",
      unreadable: "No list of transactions was found in the file.",
      unreadableHint:
        "Is it the list of transactions rather than of balances? Open it in an editor: each transaction must be a line with a date and an amount. The template shows what always works.",
      planChanged:
        "Transactions have been added since this preview was made. The file was read again: check it, and press the button once more.",
    },
    history: {
      title: "Earlier imports",
      empty: "Nothing has been imported yet.",
      file: "File",
      when: "When",
      result: "Result",
      unnamed: "File without a name",
      status: {
        PREVIEWED: "Not carried out",
        RUNNING: "Under way",
        COMPLETED: "Imported",
        UNDOING: "Being undone",
        UNDONE: "Undone",
      },
      imported: (count: number) => plural(count, "transaction", "transactions"),
    },
    one: {
      back: "All imports",
      done: (count: number) =>
        `${plural(count, "transaction was imported", "transactions were imported")}`,
      confirmed: (count: number) =>
        `${plural(count, "booked bill was confirmed", "booked bills were confirmed")}`,
      skipped: (count: number) =>
        `${plural(count, "row was", "rows were")} recorded by somebody meanwhile, and left out`,
      undone: (count: number) =>
        `${plural(count, "transaction is", "transactions are")} in the trash`,
      notCarriedOut: "This preview was not carried out. Choose the file again to import it.",
      transactions: "Show its transactions",
      trash: "Open the trash",
      undo: "Undo the import",
      undoTitle: "Undo the whole import?",
      undoText: (count: number) =>
        `${plural(count, "transaction goes", "transactions go")} to the trash. Bookings that were confirmed become what they were.`,
      undoing: (percent: string) => `Undoing: ${percent}`,
      continueUndo: "Continue undoing",
      continueImport: "Continue the import",
      rules:
        "Rules were not applied to all rows, because it took too long. Apply them on the page of rules.",
      unfiledHint: (count: number) => `${plural(count, "row has", "rows have")} no category yet`,
    },
    mappings: {
      title: "Remembered layouts",
      hint: "Files like these are read as you answered the last time.",
      empty: "After the first import, files of the same kind are recognised.",
      used: (when: string) => `Last used ${when}`,
      forget: "Forget",
      forgetName: (name: string) => `Forget the layout of ${name}`,
      forgotten: "The layout was forgotten",
      columns: (count: number) => plural(count, "column", "columns"),
    },
  },
  {
    title: "Import",
    description: "Holen Sie, was Ihre Bank hat: Nichts wird gebucht, bevor Sie es gesehen haben.",
    choose: {
      title: "Eine CSV-Datei der Bank",
      drop: "Datei hier ablegen",
      or: "Die meisten Banken bieten sie als „Export“ oder „Herunterladen“ neben der Umsatzliste an.",
      button: "Datei wählen",
      limits: "CSV, bis 10 MB und 50.000 Zeilen. Jede Bank, Sprache und Währung.",
      template: "Vorlage zum Ausfüllen herunterladen",
      reading: "Die Datei wird gelesen …",
      forbidden: "Betrachter können nicht importieren.",
    },
    problems: {
      title: "Diese Datei kann nicht importiert werden",
      empty: "Die Datei ist leer. Laden Sie sie noch einmal von der Bank herunter.",
      tooLarge: "Die Datei ist größer als 10 MB. Wählen Sie einen kürzeren Zeitraum.",
      spreadsheet:
        "Das ist eine Tabelle. Öffnen Sie sie, wählen Sie „Speichern unter“ oder „Exportieren“ und speichern Sie sie als CSV.",
      pdf: "Das ist ein PDF. Banken bieten dieselbe Liste als CSV an, meist daneben.",
      otherFormat:
        "Das ist keine CSV-Datei. Wählen Sie bei der Bank CSV statt OFX, QIF, XML oder MT940.",
      unreadable: "In der Datei wurde keine Liste von Umsätzen gefunden.",
      unreadableHint:
        "Ist es die Liste der Umsätze und nicht der Salden? Öffnen Sie sie in einem Editor: Jeder Umsatz muss eine Zeile mit Datum und Betrag sein. Die Vorlage zeigt, was immer geht.",
      planChanged:
        "Seit dieser Vorschau sind Buchungen dazugekommen. Die Datei wurde neu gelesen: Prüfen Sie sie, und drücken Sie noch einmal.",
    },
    history: {
      title: "Frühere Importe",
      empty: "Es wurde noch nichts importiert.",
      file: "Datei",
      when: "Wann",
      result: "Ergebnis",
      unnamed: "Datei ohne Namen",
      status: {
        PREVIEWED: "Nicht ausgeführt",
        RUNNING: "Läuft",
        COMPLETED: "Importiert",
        UNDOING: "Wird zurückgenommen",
        UNDONE: "Zurückgenommen",
      },
      imported: (count: number) => plural(count, "Buchung", "Buchungen"),
    },
    one: {
      back: "Alle Importe",
      done: (count: number) =>
        plural(count, "Buchung wurde importiert", "Buchungen wurden importiert"),
      confirmed: (count: number) =>
        plural(count, "gebuchte Rechnung wurde bestätigt", "gebuchte Rechnungen wurden bestätigt"),
      skipped: (count: number) =>
        `${plural(count, "Zeile wurde", "Zeilen wurden")} inzwischen von jemandem gebucht und ausgelassen`,
      undone: (count: number) => `${plural(count, "Buchung ist", "Buchungen sind")} im Papierkorb`,
      notCarriedOut:
        "Diese Vorschau wurde nicht ausgeführt. Wählen Sie die Datei noch einmal, um sie zu importieren.",
      transactions: "Buchungen zeigen",
      trash: "Papierkorb öffnen",
      undo: "Import zurücknehmen",
      undoTitle: "Den ganzen Import zurücknehmen?",
      undoText: (count: number) =>
        `${plural(count, "Buchung kommt", "Buchungen kommen")} in den Papierkorb. Bestätigte Buchungen werden, was sie waren.`,
      undoing: (percent: string) => `Wird zurückgenommen: ${percent}`,
      continueUndo: "Weiter zurücknehmen",
      continueImport: "Weiter importieren",
      rules:
        "Regeln wurden nicht auf alle Zeilen angewandt, weil es zu lange dauerte. Wenden Sie sie auf der Seite der Regeln an.",
      unfiledHint: (count: number) =>
        `${plural(count, "Zeile hat", "Zeilen haben")} noch keine Kategorie`,
    },
    mappings: {
      title: "Gemerkte Dateiarten",
      hint: "Dateien wie diese werden gelesen, wie Sie beim letzten Mal geantwortet haben.",
      empty: "Nach dem ersten Import werden Dateien derselben Art erkannt.",
      used: (when: string) => `Zuletzt verwendet ${when}`,
      forget: "Vergessen",
      forgetName: (name: string) => `Dateiart ${name} vergessen`,
      forgotten: "Die Dateiart wurde vergessen",
      columns: (count: number) => plural(count, "Spalte", "Spalten"),
    },
  },
);
