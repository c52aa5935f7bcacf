/** Write objects as JSON, as these parameters of the query are read. */
export function queryText(query: Readonly<Record<string, unknown>>): string {
  const found = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    found.set(name, typeof value === "string" ? value : JSON.stringify(value));
  }
  return found.toString();
}
