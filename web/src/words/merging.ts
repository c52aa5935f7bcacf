import { commonWords } from "./common";
import { plural, translated } from "./translated";

/** Words of dialogs that delete or merge a category, an account or a custom type. */
export const mergingWords = translated(
  {
    actions: (name: string) => `Actions for ${name}`,
    edit: "Edit",
    archive: "Archive",
    unarchive: "Take out of the archive",
    mergeInto: "Merge into another…",
    deleteIt: "Delete…",
    mergeTitle: (name: string) => `Merge “${name}” into another`,
    deleteTitle: (name: string) => `Delete “${name}”`,
    merge: "Merge and delete",
    target: "Move its transactions to",
    counting: "Counting its transactions…",
    moves: (count: number) =>
      count === 0
        ? "No transaction is affected."
        : `${commonWords.en.transactions(count)} will move. Rules, budgets and recurring entries follow where they can.`,
    isUnused: "It has no transactions. You can undo this.",
    isUsed: (count: number) =>
      `It has ${commonWords.en.transactions(count)}. Choose where they go, or archive it instead: archived, it keeps its history and is no longer offered.`,
    moving: "Moving transactions…",
    merged: (name: string) => `Merged “${name}”`,
    deleted: (name: string) => `Deleted “${name}”`,
    archived: (name: string) => `Archived “${name}”`,
    unarchived: (name: string) => `“${name}” is in use again`,
    saved: (name: string) => `Saved “${name}”`,
    created: (name: string) => `Created “${name}”`,
    showArchived: (count: number) => `Show archived (${count})`,
    hideArchived: "Hide archived",
    merging: "is being merged",
  },
  {
    actions: (name: string) => `Aktionen für ${name}`,
    edit: "Bearbeiten",
    archive: "Archivieren",
    unarchive: "Aus dem Archiv holen",
    mergeInto: "Zusammenlegen…",
    deleteIt: "Löschen…",
    mergeTitle: (name: string) => `„${name}“ mit anderem zusammenlegen`,
    deleteTitle: (name: string) => `„${name}“ löschen`,
    merge: "Zusammenlegen und löschen",
    target: "Buchungen verschieben nach",
    counting: "Buchungen werden gezählt…",
    moves: (count: number) =>
      count === 0
        ? "Keine Buchung ist betroffen."
        : `${plural(count, "Buchung wird", "Buchungen werden")} verschoben. Regeln, Budgets und wiederkehrende Einträge folgen, wo es geht.`,
    isUnused: "Es gibt keine Buchungen damit. Sie können das rückgängig machen.",
    isUsed: (count: number) =>
      `Es gibt ${commonWords.de.transactions(count)} damit. Wählen Sie, wohin sie kommen, oder archivieren Sie stattdessen: Dann bleibt die Geschichte, und neu angeboten wird es nicht mehr.`,
    moving: "Buchungen werden verschoben…",
    merged: (name: string) => `„${name}“ zusammengelegt`,
    deleted: (name: string) => `„${name}“ gelöscht`,
    archived: (name: string) => `„${name}“ archiviert`,
    unarchived: (name: string) => `„${name}“ ist wieder in Gebrauch`,
    saved: (name: string) => `„${name}“ gespeichert`,
    created: (name: string) => `„${name}“ angelegt`,
    showArchived: (count: number) => `Archivierte zeigen (${count})`,
    hideArchived: "Archivierte verbergen",
    merging: "wird zusammengelegt",
  },
);
