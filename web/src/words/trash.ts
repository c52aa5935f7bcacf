import { plural, translated } from "./translated";

export const trashWords = translated(
  {
    title: "Trash",
    description: "Deleted transactions. They are in no sum, and can be restored.",
    empty: "The trash is empty.",
    toRegister: "Show transactions",
    deletedAt: "Deleted",
    restoreOne: (name: string) => `Restore ${name}`,
    restoreMany: (count: number) => `Restore ${plural(count, "transaction", "transactions")}`,
    select: "Select all shown",
    failed: (count: number) =>
      `${plural(count, "transaction", "transactions")} could not be restored`,
  },
  {
    title: "Papierkorb",
    description:
      "Gelöschte Buchungen. Sie zählen in keiner Summe und lassen sich wiederherstellen.",
    empty: "Der Papierkorb ist leer.",
    toRegister: "Buchungen zeigen",
    deletedAt: "Gelöscht",
    restoreOne: (name: string) => `${name} wiederherstellen`,
    restoreMany: (count: number) => `${plural(count, "Buchung", "Buchungen")} wiederherstellen`,
    select: "Alle gezeigten auswählen",
    failed: (count: number) =>
      `${plural(count, "Buchung", "Buchungen")} ließen sich nicht wiederherstellen`,
  },
);
