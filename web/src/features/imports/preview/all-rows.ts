import { listRows, type PreviewView, type RowView } from "../../../api/generated";

/** Above this, totals would take too many requests. */
export const MAX_COUNTED = 1000;

/** Read all rows of a preview; null if there are too many to count. */
export async function readAllRows(preview: PreviewView, signal: AbortSignal) {
  const found: RowView[] = [...preview.rows];
  if (found.length === preview.planned.total) return { data: found, response: new Response() };
  if (preview.planned.total > MAX_COUNTED) return { data: null, response: new Response() };
  found.length = 0;
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = cursor ? { cursor, limit: 100 } : { limit: 100 };
    const { data, error, response } = await listRows({ path: { id: preview.id }, query, signal });
    if (!data) return { error, response };
    found.push(...data.items);
    cursor = data.next_cursor;
  }
  return { data: found, response: new Response() };
}
