import { describe, expect, it } from "vitest";

import type { OccurrenceView } from "../../api/generated";
import { firstWeekday, lastDayOf, needsPerson, shownState, sumsOf, weeksOf } from "./occurrences";

const ONE: OccurrenceView = {
  recurring_id: "r",
  name: "Rent",
  mode: "APPROVE",
  nominal: "2026-11-03",
  date: "2026-11-03",
  state: "DUE",
  waits_for: "APPROVAL",
  type: "EXPENSE",
  amount: "1200.00",
  currency: "USD",
  payee: null,
  category_id: null,
  account_id: "a",
  to_account_id: null,
  note: null,
  transaction_id: null,
  reason: null,
};

describe("occurrences", () => {
  it("are overdue once their day is past", () => {
    expect(shownState(ONE, "2026-11-03")).toBe("DUE");
    expect(shownState(ONE, "2026-11-04")).toBe("OVERDUE");
    expect(needsPerson(ONE, "2026-11-03")).toBe(true);
    expect(needsPerson({ ...ONE, state: "POSTED", waits_for: null }, "2026-11-03")).toBe(false);
  });

  it("add up by currency, without skipped ones and transfers", () => {
    expect(
      sumsOf([
        ONE,
        { ...ONE, state: "POSTED", amount: "0.10" },
        { ...ONE, type: "INCOME", amount: "5.00" },
        { ...ONE, state: "SKIPPED", amount: "9.00" },
        { ...ONE, type: "TRANSFER", amount: "9.00" },
        { ...ONE, currency: "JPY", amount: "500" },
      ]),
    ).toEqual([
      { currency: "USD", income: "5.00", expenses: "1200.10", toCome: "1200.00" },
      { currency: "JPY", income: "0", expenses: "500", toCome: "500" },
    ]);
  });
});

describe("weeksOf", () => {
  it("covers the month with whole weeks", () => {
    const weeks = weeksOf("2026-11", 1);
    expect(weeks[0]?.[0]).toBe("2026-10-26");
    expect(weeks.at(-1)?.[6]).toBe("2026-12-06");
    expect(weeksOf("2026-11", 7)[0]?.[0]).toBe("2026-11-01");
    expect(lastDayOf("2028-02")).toBe("2028-02-29");
  });

  it("begins weeks as the locale does", () => {
    expect(firstWeekday("de-DE")).toBe(1);
    expect([1, 7]).toContain(firstWeekday("en-US"));
  });
});
