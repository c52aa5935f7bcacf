// @vitest-environment jsdom
import { expect, test } from "vitest";

import { ownPath } from "./paths";

test("pages of this app are kept with their query", () => {
  expect(ownPath("/transactions?q=rent#x")).toBe("/transactions?q=rent#x");
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "https://evil.example/",
  "javascript:alert(1)",
  "home",
  "",
  null,
])("%s is no page of this app", (address) => {
  expect(ownPath(address)).toBe("/home");
});
