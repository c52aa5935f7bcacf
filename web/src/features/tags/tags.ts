/** Tags as the API compares them. */

/** Return a tag case-folded, as lists of tags have it: `Straße` is `strasse`. */
export function folded(tag: string): string {
  return tag.normalize("NFKC").toLowerCase().replaceAll("ß", "ss");
}

/** Return tags with one replaced, once; null if none of them is the one. */
export function replaced(tags: readonly string[], from: string, to: string): string[] | null {
  if (!tags.some((one) => folded(one) === from)) return null;
  const rest = tags.filter((one) => folded(one) !== from && folded(one) !== folded(to));
  return [...rest, to];
}
