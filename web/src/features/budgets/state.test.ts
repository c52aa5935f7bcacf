import { describe, expect, it } from "vitest";

import type { BudgetStatusView, PeriodStatusView } from "../../api/generated";
import { partOf, stateOf, transactionsOf } from "./state";

const PERIOD: PeriodStatusView = {
  start_date: "2026-11-01",
  end_date: "2026-11-30",
  amount: "100.00",
  carried: "0.00",
  available: "100.00",
  spent: "40.00",
  left: "60.00",
  share: 0.4,
  days_left: 10,
  expected: "66.00",
  safe_per_day: "6.00",
  projected: "60.00",
  crossed: [],
};

function status(period: Partial<PeriodStatusView>): BudgetStatusView {
  return {
    id: "b",
    name: "Food",
    scope: { kind: "CATEGORIES", ids: ["c"] },
    missing_ids: [],
    is_ready: true,
    needs_amount: false,
    currency: "USD",
    period: { ...PERIOD, ...period },
    past: null,
  };
}

const today = "2026-11-20";

describe("stateOf", () => {
  it.each([
    [{}, { kind: "onTrack" }],
    [{ spent: "0.00", left: "100.00" }, { kind: "untouched" }],
    [
      { spent: "112.40", left: "-12.40" },
      { kind: "over", by: "12.40" },
    ],
    [
      { available: "-65.20", spent: "0.00", left: "-65.20" },
      { kind: "overFromBefore", by: "65.20" },
    ],
    [{ projected: "130.00" }, { kind: "short", by: "30.00" }],
    [{ expected: "30.00" }, { kind: "fast", by: "10.00" }],
    [{ end_date: "2026-11-10" }, { kind: "kept", by: "60.00" }],
    [{ end_date: "2026-11-10", spent: "100.00", left: "0.00" }, { kind: "used" }],
    [{ amount: null }, { kind: "needsAmount" }],
  ])("of %j is %j", (period, expected) => {
    expect(stateOf(status(period), today, 2)).toEqual(expected);
  });

  it("says that earlier expenses are being counted", () => {
    expect(stateOf({ ...status({}), is_ready: false }, today, 2)).toEqual({ kind: "counting" });
  });
});

describe("partOf", () => {
  it("stays between 0 and 1, and is full of nothing available", () => {
    expect(partOf("50", "200")).toBe(0.25);
    expect(partOf("300", "200")).toBe(1);
    expect(partOf("-5", "200")).toBe(0);
    expect(partOf("1", "0")).toBe(1);
    expect(partOf("0", "-20")).toBe(1);
  });
});

describe("transactionsOf", () => {
  it("filters by what a budget counts where it is one thing", () => {
    expect(transactionsOf(status({}))).toBe(
      "/transactions?from=2026-11-01&to=2026-11-30&category_id=c",
    );
    const several = { ...status({}), scope: { kind: "TAGS" as const, ids: ["a", "b"] } };
    expect(transactionsOf(several)).toBe(
      "/transactions?from=2026-11-01&to=2026-11-30&type=EXPENSE",
    );
  });
});
