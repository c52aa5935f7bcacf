/** Which answers are kept for a reload without a connection. */
const MAX_QUERIES = 40;
const MAX_CHARACTERS = 1_500_000;
const MAX_AGE_MS = 7 * 86_400_000;

/** An answer, by the key of its query, and when it was read. */
export interface Kept {
  readonly key: readonly unknown[];
  readonly data: unknown;
  readonly at: number;
}

/** Choose what is kept: the newest answers that fit, the ledger's facts first. */
export function chooseKept(queries: readonly Kept[], now: number): readonly Kept[] {
  const isFacts = ({ key }: Kept) => key.length === 4 && key[3] === "dashboard";
  const wanted = queries
    .filter((one) => now - one.at < MAX_AGE_MS)
    .sort((a, b) => Number(isFacts(b)) - Number(isFacts(a)) || b.at - a.at)
    .slice(0, MAX_QUERIES);
  let room = MAX_CHARACTERS;
  return wanted.filter((one) => {
    const length = JSON.stringify(one.data).length;
    if (length > room) return false;
    room -= length;
    return true;
  });
}
