import { expect, test } from "vitest";

import { PALETTE, colorOf, contrast, readable, textOn } from "./palette";

test.each(PALETTE)("%s is seen in both themes, and its labels are read", (color) => {
  expect(contrast(color, "#ffffff")).toBeGreaterThanOrEqual(3);
  expect(contrast(color, "#182028")).toBeGreaterThanOrEqual(3);
  expect(contrast(color, textOn(color))).toBeGreaterThanOrEqual(4.5);
});

test("the palette has twelve different colours", () => {
  expect(new Set(PALETTE).size).toBe(12);
  expect(colorOf(null, 12)).toBe(PALETTE[0]);
});

test.each(["#f9a825", "#283593", "#000000", "#ffffff"])("%s becomes readable", (color) => {
  const found = readable(color);
  expect(contrast(found, "#ffffff")).toBeGreaterThanOrEqual(3);
  expect(contrast(found, "#182028")).toBeGreaterThanOrEqual(3);
});

test("a readable colour stays as it is, and text that is no colour is not taken", () => {
  expect(readable("#2f7fc1")).toBe("#2f7fc1");
  expect(colorOf("red", 1)).toBe(PALETTE[1]);
});
