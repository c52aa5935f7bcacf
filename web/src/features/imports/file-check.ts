/** What can be said about a chosen file before it is sent. */
const MAX_BYTES = 10 * 1024 * 1024;

export type FileProblem = "empty" | "tooLarge" | "spreadsheet" | "pdf" | "otherFormat";

/** Return why a file cannot be a bank's CSV, by its size and its first bytes; null if it may be. */
export async function problemOf(file: File): Promise<FileProblem | null> {
  if (file.size === 0) return "empty";
  if (file.size > MAX_BYTES) return "tooLarge";
  const bytes = new Uint8Array(await file.slice(0, 512).arrayBuffer());
  const start = new TextDecoder("latin1").decode(bytes);
  if (start.startsWith("PK") || start.startsWith("\xd0\xcf\x11\xe0")) return "spreadsheet";
  if (start.startsWith("%PDF")) return "pdf";
  if (/OFXHEADER|<OFX|<\?xml|:20:|!Type:/i.test(start.slice(0, 200))) return "otherFormat";
  return null;
}
