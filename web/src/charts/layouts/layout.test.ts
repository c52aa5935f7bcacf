import { describe, expect, test } from "vitest";

import { boundsOf, calendarOf, levelOf, weekStartOf } from "./calendar-layout";
import { slicesOf } from "./donut-layout";
import { everyNth, layOut, pathOf, spread } from "./plot";
import { layOutSankey } from "./sankey-layout";

describe("donut", () => {
  test("slices are parts of the whole, and what is not above zero has none", () => {
    const slices = slicesOf([3, 1, 0, -5, Number.NaN], 100, 60);
    expect(slices.map((slice) => slice.share)).toEqual([0.75, 0.25, 0, 0, 0]);
    expect(slices[2]?.path).toBe("");
    expect(slices[0]?.path).toContain("0 1 1");
  });

  test("a single slice is a whole ring, and none at all is no failure", () => {
    expect(slicesOf([7], 100, 60)[0]?.path).toMatch(/^M0\.000,-100\.000A/);
    expect(slicesOf([0, 0], 100, 60).every((slice) => slice.path === "")).toBe(true);
  });
});

describe("plot", () => {
  const labels = Array.from({ length: 12 }, (_, index) => String(index + 1));
  const options = { width: 600, height: 200, labels, formatTick: String };

  test("amounts are above the bottom, and zero is on the scale", () => {
    const plot = layOut({ ...options, values: [1200, 800] });
    expect(plot.y(0)).toBe(200 - plot.bottom);
    expect(plot.y(1200)).toBeGreaterThanOrEqual(plot.top);
    expect(plot.x(11)).toBeLessThan(600);
  });

  test("negative amounts are below zero", () => {
    const plot = layOut({ ...options, values: [-500, 100] });
    expect(plot.y(-500)).toBeGreaterThan(plot.y(0));
    expect(plot.y(-500)).toBeLessThanOrEqual(200 - plot.bottom);
  });

  test("without amounts there is a plot all the same, and ticks are not repeated", () => {
    const plot = layOut({ ...options, values: [], formatTick: () => "$0" });
    expect(Number.isFinite(plot.y(0))).toBe(true);
    expect(plot.ticks).toHaveLength(1);
  });

  test("labels of an axis are left out where they would touch", () => {
    expect(everyNth(["Jan", "Feb"], 60)).toBe(1);
    expect(everyNth(["January", "February"], 20)).toBe(4);
  });

  test("labels are moved apart within bounds, and keep their order", () => {
    expect(spread([10, 12, 50], 10, 0, 100)).toEqual([10, 20, 50]);
    expect(spread([98, 99], 10, 0, 100)).toEqual([90, 100]);
    expect(spread([5, 5, 5], 40, 0, 40)).toEqual([0, 20, 40]);
  });

  test("a line has a gap where a value is missing", () => {
    expect(pathOf([[0, 0], [1, 1], null, [3, 3]])).toBe("M0.0,0.0L1.0,1.0M3.0,3.0");
  });
});

describe("sankey", () => {
  const layout = layOutSankey({
    sources: [{ id: "salary", value: 3000 }],
    targets: [
      { id: "rent", value: 2990 },
      { id: "tea", value: 10 },
    ],
    width: 400,
    box: 10,
    slot: 30,
    amounts: 300,
  });

  test("boxes are as high as amounts, and both sides are as high as the middle", () => {
    expect(layout.sources[0]?.height).toBeCloseTo(300);
    expect(layout.targets.reduce((sum, box) => sum + box.height, 0)).toBeCloseTo(300);
    expect(layout.targets[1]?.height).toBeCloseTo(1);
  });

  test("labels of tiny amounts have room, within the height", () => {
    const [rent, tea] = layout.targets;
    expect((tea?.labelY ?? 0) - (rent?.labelY ?? 0)).toBeGreaterThanOrEqual(30);
    expect((tea?.labelY ?? 0) + 15).toBeLessThanOrEqual(layout.height + 0.01);
  });

  test("each item has a ribbon, and nothing at all is no failure", () => {
    expect(layout.ribbons.map((one) => one.id)).toEqual(["salary", "rent", "tea"]);
    const none = layOutSankey({ sources: [], targets: [], width: 9, box: 1, slot: 9, amounts: 9 });
    expect(none.ribbons).toEqual([]);
  });
});

describe("calendar", () => {
  test("weeks begin on the day of the locale", () => {
    expect(weekStartOf("de-DE")).toBe(1);
    expect(weekStartOf("en-US")).toBe(0);
  });

  test("a month has its days in the columns of their weekdays", () => {
    const [march] = calendarOf("2026-03-01", "2026-03-31", 1);
    // 1 March 2026 is a Sunday.
    expect(march?.weeks[0]).toEqual([null, null, null, null, null, null, "2026-03-01"]);
    expect(march?.weeks).toHaveLength(6);
    expect(calendarOf("2026-03-01", "2026-03-31", 0)[0]?.weeks[0]?.[0]).toBe("2026-03-01");
  });

  test("a period that begins within a month has its days alone, and leap years their own", () => {
    const months = calendarOf("2028-02-25", "2028-03-24", 1);
    expect(months.map((one) => one.month)).toEqual(["2028-02", "2028-03"]);
    expect(months[0]?.weeks.flat().filter(Boolean)).toHaveLength(5);
  });

  test("levels are quantiles", () => {
    const bounds = boundsOf([0, 1, 2, 3, 1000]);
    expect(bounds).toEqual([1, 2, 3, 1000]);
    expect([0, -4, 1, 2.5, 1000].map((value) => levelOf(value, bounds))).toEqual([0, 0, 1, 3, 4]);
    expect(boundsOf([5, 5, 5])).toEqual([5]);
    expect(levelOf(7, [])).toBe(0);
  });
});
