import { expect, test } from "vitest";

import { chooseKept, type Kept } from "./offline-choice";

const NOW = 1_000_000_000_000;

function answer(name: string, age: number, data: unknown = name): Kept {
  return { key: ["ledger", "u", null, name], data, at: NOW - age };
}

test("the facts of the ledger are kept first, then the newest answers", () => {
  const many = Array.from({ length: 50 }, (_, age) => answer(`list${age}`, age));
  const kept = chooseKept([...many, answer("dashboard", 99)], NOW);

  expect(kept).toHaveLength(40);
  expect(kept.slice(0, 3).map((one) => one.data)).toEqual(["dashboard", "list0", "list1"]);
});

test("what is older than a week, or too large, is not kept", () => {
  const large = answer("large", 1, "x".repeat(1_600_000));
  const kept = chooseKept([large, answer("old", 8 * 86_400_000), answer("small", 5)], NOW);

  expect(kept.map((one) => one.data)).toEqual(["small"]);
});
