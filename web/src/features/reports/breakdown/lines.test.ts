import { describe, expect, test } from "vitest";

import { ordered, partsOf } from "./breakdown-lines";
import { add, byAmount, isZero, mergeLines, minus, ratioOf } from "./lines";

describe("ratios", () => {
  test("are exact to four decimals, and none without a divisor", () => {
    expect(ratioOf("1.00", "3.00", 2)).toBe(0.3333);
    expect(ratioOf("1", "0", 0)).toBeNull();
    expect(ratioOf("-5.000", "10.000", 3)).toBe(-0.5);
  });

  test("of what was below zero, more is above zero", () => {
    expect(ratioOf("5.00", "-10.00", 2)).toBe(0.5);
  });

  test("of amounts that floats cannot hold", () => {
    expect(ratioOf("90071992547409.93", "90071992547409.93", 2)).toBe(1);
  });
});

test("amounts are subtracted, compared and added exactly", () => {
  expect(minus("0.30", "0.10", 2)).toBe("0.20");
  expect(["2", "10", "-3"].sort((a, b) => byAmount(a, b, 0))).toEqual(["10", "2", "-3"]);
  expect(add("0.1", "0.20")).toBe("0.30");
  expect(isZero("-0.00")).toBe(true);
  expect(isZero("0.01")).toBe(false);
});

test("lines of several answers are added", () => {
  const lines = [
    { id: "a", name: "A", total: "1.50", count: 1 },
    { id: "b", name: "B", total: "2.00", count: 1 },
    { id: "a", name: "A", total: "-0.50", count: 2 },
  ];
  expect(mergeLines(lines, (line) => line.id, ["total"], ["count"])).toEqual([
    { id: "a", name: "A", total: "1.00", count: 3 },
    { id: "b", name: "B", total: "2.00", count: 1 },
  ]);
});

describe("lines of a breakdown", () => {
  const line = (key: string, amount: string, before = "0") => ({
    key,
    name: key,
    amount,
    before,
    count: 0,
  });
  const texts = (amount: string) => ({ text: amount, share: "" });

  test("are ordered by amount, without those that have nothing", () => {
    const found = ordered(
      [line("a", "1"), line("none", "0"), line("b", "20"), line("was", "0", "3")],
      0,
    );
    expect(found.map((one) => one.key)).toEqual(["b", "a", "was"]);
  });

  test("are drawn one by one up to ten, and the rest together", () => {
    const lines = Array.from({ length: 14 }, (_, index) => line(`line ${index}`, "1.10"));
    const parts = partsOf(lines, 2, texts);
    expect(parts).toHaveLength(11);
    expect(parts.at(-1)).toMatchObject({ key: "others", name: "4", text: "4.40" });
    expect(partsOf(lines.slice(0, 11), 2, texts)).toHaveLength(11);
  });
});
