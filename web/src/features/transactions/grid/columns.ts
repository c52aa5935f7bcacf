/** The columns of the register, and where the keys lead from a cell. */
import type { Transaction } from "../pages";

export const COLUMNS = [
  "select",
  "date",
  "payee",
  "category",
  "account",
  "tags",
  "amount",
  "markers",
  "actions",
] as const;
export type Column = (typeof COLUMNS)[number];

/** A cell; the row by its id, because rows move. */
export interface Cell {
  readonly id: string;
  readonly column: Column;
}

const EDITABLE: readonly Column[] = ["date", "payee", "category", "account", "tags", "amount"];

/**
 * Return whether a cell can be edited in place.
 *
 * A transfer has no category; an amount in parts, or one of two accounts in two currencies, needs the
 * editor with all fields.
 */
export function isEditable(row: Transaction, column: Column): boolean {
  if (!EDITABLE.includes(column)) return false;
  if (column === "category") return row.type !== "TRANSFER" && row.splits.length === 0;
  if (column === "amount") return row.splits.length === 0 && row.to_amount === null;
  return true;
}

/** Return the nearest cell to the right (1) or left (-1) that can be edited, also in other rows. */
export function nextEditable(
  rows: readonly Transaction[],
  from: Cell,
  direction: 1 | -1,
): Cell | null {
  let index = rows.findIndex((row) => row.id === from.id);
  let column = COLUMNS.indexOf(from.column);
  if (index < 0) return null;
  for (;;) {
    column += direction;
    if (column < 0 || column >= COLUMNS.length) {
      index += direction;
      column = direction > 0 ? 0 : COLUMNS.length - 1;
    }
    const row = rows[index];
    const name = COLUMNS[column];
    if (!row || !name) return null;
    if (isEditable(row, name)) return { id: row.id, column: name };
  }
}

/** Return the cell that a key leads to; null if the key is none that moves. */
export function moved(
  rows: readonly Transaction[],
  from: Cell,
  key: string,
  withControl: boolean,
  rowsPerScreen: number,
): Cell | null {
  const index = Math.max(
    0,
    rows.findIndex((row) => row.id === from.id),
  );
  const column = COLUMNS.indexOf(from.column);
  const at = (row: number, to: number): Cell | null => {
    const target = rows[Math.min(Math.max(row, 0), rows.length - 1)];
    const name = COLUMNS[Math.min(Math.max(to, 0), COLUMNS.length - 1)];
    return target && name ? { id: target.id, column: name } : null;
  };
  switch (key) {
    case "ArrowDown":
      return at(index + 1, column);
    case "ArrowUp":
      return at(index - 1, column);
    case "ArrowRight":
      return at(index, column + 1);
    case "ArrowLeft":
      return at(index, column - 1);
    case "PageDown":
      return at(index + rowsPerScreen, column);
    case "PageUp":
      return at(index - rowsPerScreen, column);
    case "Home":
      return withControl ? at(0, column) : at(index, 0);
    case "End":
      return withControl ? at(rows.length - 1, column) : at(index, COLUMNS.length - 1);
    default:
      return null;
  }
}
