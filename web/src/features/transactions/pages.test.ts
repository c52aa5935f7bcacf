import { describe, expect, it } from "vitest";

import type { TransactionList } from "../../api/generated";
import { flatten, pagesOf, patchRows, replacePage, type Pages, type Transaction } from "./pages";

function row(id: string, date: string, amount = "1.00"): Transaction {
  return {
    id,
    type: "EXPENSE",
    amount,
    currency: "USD",
    category_id: null,
    splits: [],
    account_id: "a",
    to_account_id: null,
    to_amount: null,
    exchange: null,
    original: null,
    is_amount_estimated: false,
    is_to_amount_estimated: false,
    custom_type_id: null,
    date,
    payee: null,
    description: null,
    notes: null,
    tags: [],
    import_id: null,
    external_id: null,
    recurring_id: null,
    occurrence_nominal: null,
    goal_id: null,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    deleted_at: null,
    etag: '"1"',
  };
}

function page(items: Transaction[], next_cursor: string | null): TransactionList {
  return { items, next_cursor, is_partial: false, totals: null };
}

function pages(): Pages {
  return {
    pages: [
      page([row("f", "2026-03-06"), row("e", "2026-03-05")], "c1"),
      page([row("d", "2026-03-04"), row("c", "2026-03-03")], "c2"),
      page([row("b", "2026-03-02"), row("a", "2026-03-01")], null),
    ],
    pageParams: ["", "c1", "c2"],
  };
}

function idsOf(data: Pages): string {
  return flatten(data)
    .items.map((one) => one.id)
    .join("");
}

describe("pages of the register", () => {
  it("tells which pages rows are on", () => {
    const rows = flatten(pages());
    expect(rows.starts).toEqual([0, 2, 4]);
    expect(pagesOf(rows, 0, 1)).toEqual([0]);
    expect(pagesOf(rows, 1, 4)).toEqual([0, 1, 2]);
  });

  it("patches and removes rows, and leaves other pages as they are", () => {
    const before = pages();
    const after = patchRows(before, new Set(["d"]), (one) => ({ ...one, payee: "new" }));
    expect(after.pages[0]).toBe(before.pages[0]);
    expect(after.pages[1]?.items[0]?.payee).toBe("new");
    expect(idsOf(patchRows(before, new Set(["d"]), () => null))).toBe("fecba");
  });

  it("keeps rows that a new one has pushed off its page", () => {
    const fresh = page([row("g", "2026-03-07"), row("f", "2026-03-06")], "c0");
    const after = replacePage(pages(), 0, fresh, undefined);
    expect(idsOf(after)).toBe("gfedcba");
    expect(after.pageParams).toEqual(["", "c1", "c2"]);
  });

  it("drops a deleted row, and shows a row of the next page once", () => {
    const fresh = page([row("f", "2026-03-06"), row("d", "2026-03-04")], "c1b");
    expect(idsOf(replacePage(pages(), 0, fresh, "-date"))).toBe("fdcba");
  });

  it("ends after a page that has become the last", () => {
    const after = replacePage(pages(), 1, page([row("d", "2026-03-04")], null), "-date");
    expect(idsOf(after)).toBe("fed");
    expect(after.pageParams).toEqual(["", "c1"]);
  });
});
