/** Return a text shortened to a width in pixels, at `character` pixels a letter; null if too little fits. */
export function fitted(text: string, width: number, character: number): string | null {
  const letters = Math.floor(width / character);
  if (text.length <= letters) return text;
  return letters >= 5 ? `${text.slice(0, letters - 1).trimEnd()}…` : null;
}
