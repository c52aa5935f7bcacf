/** Formats of days in bank files, such as `DD.MM.YYYY`, and what a cell means in each. */
import type { Day } from "../../../lib/dates";

/** Read a cell as a day in a format of digits; null if it is none. */
export function dayOf(cell: string, format: string): Day | null {
  const order = [...format.matchAll(/D+|M+|Y+/g)].map(([part]) => part);
  if (order.some((part) => part === "MMM")) return null;
  const isCompact = /^[DMY]+$/.test(format);
  const parts = isCompact
    ? splitAt(cell, order)
    : /^\D*(\d+)\D+(\d+)\D+(\d+)/.exec(cell)?.slice(1, 4);
  if (parts?.length !== 3 || order.length !== 3) return null;
  const named = new Map(order.map((part, index) => [part[0], parts[index] ?? ""]));
  const year = named.get("Y") ?? "";
  const century = year.length === 2 ? (Number(year) >= 69 ? "19" : "20") : "";
  const [month, day] = [named.get("M") ?? "", named.get("D") ?? ""];
  const text = `${century}${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text) ? text : null;
}

function splitAt(cell: string, order: readonly string[]): string[] {
  const parts: string[] = [];
  let at = 0;
  for (const part of order) {
    parts.push(cell.slice(at, at + part.length));
    at += part.length;
  }
  return parts;
}

/** Return the formats that differ from one in the order of day, month and year alone. */
export function ordersOf(format: string, cells: readonly string[]): readonly string[] {
  const parts = [...format.matchAll(/D+|M+|Y+/g)].map(([part]) => part);
  const [between = "", then = ""] = format
    .split(/D+|M+|Y+/)
    .filter((_, index) => index === 1 || index === 2);
  const of = (letter: string) => parts.find((part) => part.startsWith(letter)) ?? "";
  const found = ["DMY", "MDY", "YMD"].map((order) => {
    const [first = "", second = "", third = ""] = order.split("").map(of);
    return first + between + second + then + third;
  });
  // A four-digit year has one place; formats that no cell fits are no answer to a question.
  return [...new Set([format, ...found])].filter((one) => {
    const year = of("Y");
    const isSamePlace = year.length < 4 || one.startsWith(year) === format.startsWith(year);
    return isSamePlace && cells.some((cell) => dayOf(cell, one) !== null);
  });
}

/** Return the cell that shows the difference between formats best: one that they read differently. */
export function tellingCell(cells: readonly string[], formats: readonly string[]): string | null {
  const differs = (cell: string) => {
    const days = formats.map((one) => dayOf(cell, one));
    return days.every((day) => day !== null) && new Set(days).size === formats.length;
  };
  return cells.find(differs) ?? cells[0] ?? null;
}
