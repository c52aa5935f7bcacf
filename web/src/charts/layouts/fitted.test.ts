import { expect, test } from "vitest";

import { fitted } from "./fitted";

test("a text that fits is left as it is", () => {
  expect(fitted("Rent", 40, 7)).toBe("Rent");
});

test("a long text is shortened to what fits, without a space before the dots", () => {
  expect(fitted("Eating out with friends", 84, 7)).toBe("Eating out…");
});

test("a text of which almost nothing fits is left out", () => {
  expect(fitted("Groceries", 30, 7)).toBeNull();
});
