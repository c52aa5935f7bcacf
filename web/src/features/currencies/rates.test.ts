import { describe, expect, it } from "vitest";

import { isRate, lineOf } from "./rates";

describe("isRate", () => {
  it("takes what the API takes", () => {
    expect(["1.25", "0.000000000001", "1234567890"].every((one) => isRate(one))).toBe(true);
    expect(["0", "0.00", "-1", "1.1234567890123", null].some((one) => isRate(one))).toBe(false);
  });
});

describe("lineOf", () => {
  it("puts days and rates to scale", () => {
    const line = lineOf(
      [
        { date: "2026-01-01", rate: "1", source: "ECB" },
        { date: "2026-01-02", rate: "3", source: "ECB" },
        { date: "2026-01-05", rate: "2", source: "ECB" },
      ],
      100,
      50,
    );
    expect(line?.points.map(({ x, y }) => [x, y])).toEqual([
      [0, 50],
      [25, 0],
      [100, 25],
    ]);
    expect([line?.low.rate, line?.high.rate]).toEqual(["1", "3"]);
  });

  it("is nothing with one rate", () => {
    expect(lineOf([{ date: "2026-01-01", rate: "1", source: "ECB" }], 100, 50)).toBeNull();
  });
});
