import { expect, test } from "vitest";

import type { Trend } from "../../api/generated";
import { addDays } from "../../lib/dates";
import { spendingOf } from "./daily";

function days(first: string, ...expenses: string[]): Trend[] {
  return expenses.map((amount, index): Trend => {
    const day = addDays(first, index);
    return {
      month: null,
      from: day,
      to: day,
      is_future: false,
      income: "0",
      expenses: amount,
      net: "0",
      transaction_count: 0,
    };
  });
}

const ITEMS = [
  ...days("2026-02-26", "1.00", "2.00", "4.00"),
  ...days("2026-03-01", "0.10", "0.20"),
];

test("expenses are added up exactly, and those of days to come are left out", () => {
  const found = spendingOf(ITEMS, "2026-03-01", "2026-03-01", 2);

  expect(found.current).toEqual(["0.10", null, null]);
  expect(found.previous).toEqual(["1.00", "3.00", "7.00"]);
  expect(found.today).toBe(0);
  expect([found.total, found.difference]).toEqual(["0.10", "-0.90"]);
});

test("a month that is over is compared with the whole month before", () => {
  const found = spendingOf(ITEMS, "2026-03-01", "2026-04-09", 2);

  expect(found.current).toEqual(["0.10", "0.30", null]);
  expect(found.today).toBeNull();
  expect([found.total, found.difference]).toEqual(["0.30", "-6.70"]);
});

test("refunds lower the line, in a currency without decimals", () => {
  const items = [...days("2026-02-28", "5"), ...days("2026-03-01", "3", "-8")];
  const found = spendingOf(items, "2026-03-01", "2026-03-02", 0);

  expect(found.current).toEqual(["3", "-5"]);
  expect(found.difference).toBe("-10");
});

test("without days there is nothing", () => {
  expect(spendingOf([], "2026-03-01", "2026-03-02", 2).total).toBe("0.00");
});
