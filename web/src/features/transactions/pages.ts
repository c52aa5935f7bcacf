/** The loaded pages of the register: flattening, patching and refreshing them. */
import type { InfiniteData } from "@tanstack/react-query";

import type { TransactionList, TransactionView } from "../../api/generated";
import type { Filters } from "./filters/filters";

export type Transaction = TransactionView;
/** Pages by the cursor at which each begins; the first begins at the empty one. */
export type Pages = InfiniteData<TransactionList, string>;

export interface Rows {
  readonly items: readonly Transaction[];
  /** For each page, the index of its first row. */
  readonly starts: readonly number[];
}

/** Return the rows of all pages, each transaction once. */
export function flatten(pages: Pages | undefined): Rows {
  const items: Transaction[] = [];
  const starts: number[] = [];
  const seen = new Set<string>();
  for (const page of pages?.pages ?? []) {
    starts.push(items.length);
    for (const item of page.items) {
      if (seen.has(item.id)) continue;
      seen.add(item.id);
      items.push(item);
    }
  }
  return { items, starts };
}

/** Return the pages that the rows from one index to another are on. */
export function pagesOf({ starts }: Rows, first: number, last: number): number[] {
  return starts.flatMap((start, page) => {
    const end = starts[page + 1] ?? Infinity;
    return start <= last && end > first ? [page] : [];
  });
}

/** Change the rows with the given ids; null removes one. Pages without them stay the same objects. */
export function patchRows(
  data: Pages,
  ids: ReadonlySet<string>,
  change: (row: Transaction) => Transaction | null,
): Pages {
  return {
    ...data,
    pages: data.pages.map((page) =>
      page.items.some((row) => ids.has(row.id))
        ? {
            ...page,
            items: page.items.flatMap((row) => {
              if (!ids.has(row.id)) return [row];
              const next = change(row);
              return next ? [next] : [];
            }),
          }
        : page,
    ),
  };
}

function baseOf(row: Transaction): number {
  return Number(row.exchange ? (row.exchange.base_amount ?? 0) : row.amount);
}

/** Compare rows in an order of the API; amounts only as far as needed to place them. */
function compare(a: Transaction, b: Transaction, sort: Filters["sort"]): number {
  const byDate = a.date === b.date ? (a.id < b.id ? -1 : 1) : a.date < b.date ? -1 : 1;
  if (sort === "date") return byDate;
  if (sort === "amount") return baseOf(a) - baseOf(b) || byDate;
  if (sort === "-amount") return baseOf(b) - baseOf(a) || -byDate;
  return -byDate;
}

/**
 * Put a page that was read again in the place of the former.
 *
 * The next page still begins at its cursor, so rows that new ones have pushed off this page are kept.
 */
export function replacePage(
  data: Pages,
  index: number,
  page: TransactionList,
  sort: Filters["sort"],
): Pages {
  const former = data.pages[index];
  if (!former) return data;
  const isLast = index === data.pages.length - 1;
  if (page.next_cursor === null || isLast) {
    return {
      pages: [...data.pages.slice(0, index), page],
      pageParams: data.pageParams.slice(0, index + 1),
    };
  }
  const ids = new Set(page.items.map((row) => row.id));
  const end = page.items.at(-1);
  const pushed = end
    ? former.items.filter((row) => !ids.has(row.id) && compare(row, end, sort) > 0)
    : [];
  const merged = {
    ...page,
    items: [...page.items, ...pushed],
    next_cursor: former.next_cursor,
  };
  return { ...data, pages: data.pages.with(index, merged) };
}
