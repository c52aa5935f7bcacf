/** Answers that come in several parts, read to their end. */

interface Fields<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response?: Response | undefined;
}

interface Part {
  readonly next_cursor: string | null;
}

/** Read all parts of an answer, and put them together by `join`, which gets the parts so far and the next. */
export async function readWhole<T extends Part>(
  read: (cursor: string | undefined) => Promise<Fields<T>>,
  join: (before: T, next: T) => T,
): Promise<Fields<T>> {
  let whole: T | undefined;
  let cursor: string | undefined;
  for (;;) {
    const answer = await read(cursor);
    if (answer.data === undefined) return answer;
    whole = whole === undefined ? answer.data : join(whole, answer.data);
    if (answer.data.next_cursor === null) return { ...answer, data: whole };
    cursor = answer.data.next_cursor;
  }
}
