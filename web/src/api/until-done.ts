/** Deletions that move transactions first, which may take longer than one request. */
interface Fields {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response?: Response | undefined;
}

/**
 * Repeat a deletion that was answered with 202, until it is done.
 *
 * `request` is told whether it is the first: the `etag` that the person saw belongs to that one only.
 * A 404 to a repetition says that the work has ended.
 */
export async function deleteUntilDone(
  request: (isFirst: boolean) => Promise<Fields>,
): Promise<Fields> {
  const first = await request(true);
  if (first.response?.status !== 202) return first;
  for (let wait = 500; ; wait = Math.min(wait * 1.5, 3000)) {
    await new Promise((done) => setTimeout(done, wait));
    const next = await request(false);
    if (next.response?.status === 404) {
      return { data: undefined, response: new Response(null, { status: 204 }) };
    }
    if (next.response?.status !== 202) return next;
  }
}
