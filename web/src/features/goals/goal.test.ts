import { describe, expect, it } from "vitest";

import { basisPointsOf, fundingOf, valuesOf } from "./goal";

describe("basisPointsOf", () => {
  it.each([
    ["25", 2500],
    ["0.01", 1],
    ["100", 10_000],
    ["0", null],
    ["100.01", null],
    ["12.345", null],
    [null, null],
  ])("of %s is %s", (text, expected) => {
    expect(basisPointsOf(text)).toBe(expected);
  });
});

describe("fundingOf", () => {
  const read = (text: string) => text || null;
  const blank = valuesOf(null, "2026-11-28", "en", (amount) => amount ?? "");

  it("has the fields of its kind alone", () => {
    const values = {
      ...blank,
      account_id: "a",
      tag: "trip",
      part_share: "50",
      part: "share" as const,
    };
    expect(fundingOf(values, read)).toEqual({
      kind: "ALLOCATION",
      account_id: "a",
      basis_points: 5000,
    });
    expect(fundingOf({ ...values, kind: "TAG" }, read)).toEqual({
      kind: "TAG",
      tag: "trip",
      type: "EXPENSE",
    });
    expect(fundingOf({ ...values, kind: "TRANSACTIONS" }, read)).toEqual({ kind: "TRANSACTIONS" });
  });
});
