/** The chosen file's own rows, read in the browser to be shown beside what the server understood. */
import type { LayoutView } from "../../api/generated";

export interface FileRecord {
  /** Line of the file where the record begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

const LABELS: Readonly<Record<LayoutView["encoding"], string>> = {
  UTF_8: "utf-8",
  UTF_8_SIG: "utf-8",
  UTF_16: "utf-16le",
  WINDOWS_1252: "windows-1252",
  ISO_8859_1: "iso-8859-1",
  ISO_8859_2: "iso-8859-2",
  WINDOWS_1250: "windows-1250",
};
export const DELIMITERS: Readonly<Record<LayoutView["delimiter"], string>> = {
  COMMA: ",",
  SEMICOLON: ";",
  TAB: "\t",
  PIPE: "|",
};

/** Decode bytes; UTF-16 in the order of its byte order mark, or else of its zero bytes. */
export function decode(bytes: Uint8Array, encoding: LayoutView["encoding"]): string {
  let label = LABELS[encoding];
  if (encoding === "UTF_16") {
    const isBig = bytes[0] === 0xfe || (bytes[0] === 0 && bytes[1] !== 0);
    if (isBig) label = "utf-16be";
  }
  return new TextDecoder(label).decode(bytes);
}

/** Split a text into records of cells; quoted cells may have delimiters and line breaks. */
export function recordsOf(
  text: string,
  delimiter: string,
  quote: string | null,
): readonly FileRecord[] {
  const found: FileRecord[] = [];
  let cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  let line = 1;
  let first = 1;
  const endRecord = () => {
    cells.push(cell.trim());
    if (cells.some((one) => one !== "")) found.push({ line: first, cells });
    cells = [];
    cell = "";
    first = line;
  };
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at] ?? "";
    const isBreak = mark === "\n" || (mark === "\r" && text[at + 1] !== "\n");
    if (isBreak) line += 1;
    if (isQuoted) {
      if (mark !== quote) cell += mark;
      else if (text[at + 1] === quote) {
        cell += mark;
        at += 1;
      } else isQuoted = false;
    } else if (mark === quote && cell.trim() === "") {
      isQuoted = true;
      cell = "";
    } else if (mark === delimiter) {
      cells.push(cell.trim());
      cell = "";
    } else if (isBreak) endRecord();
    else if (mark !== "\r") cell += mark;
  }
  if (cell !== "" || cells.length > 0) endRecord();
  return found;
}

/** Read the rows of the table in a file, without the lines before it and without its header. */
export async function readRecords(file: Blob, layout: LayoutView): Promise<readonly FileRecord[]> {
  const text = decode(new Uint8Array(await file.arrayBuffer()), layout.encoding);
  const quotes = { DOUBLE: '"', SINGLE: "'" } as const;
  const quote = layout.quote ? quotes[layout.quote] : null;
  const all = recordsOf(text, DELIMITERS[layout.delimiter], quote);
  const table = all.filter((one) => one.line > layout.preamble_lines);
  return layout.has_header ? table.slice(1) : table;
}
