import { describe, expect, it } from "vitest";

import { bodyOf, draftOf, moved, newCondition, setsNothing, wrongOf } from "./rule-draft";

const read = (text: string) => (/^\d+(\.\d+)?$/.test(text) ? text : null);
const write = (amount: string | null) => amount ?? "";

describe("drafts of rules", () => {
  it("come back as they were", () => {
    const rule = {
      name: null,
      enabled: false,
      conditions: [
        { field: "PAYEE" as const, operator: "STARTS_WITH" as const, value: "REWE" },
        { field: "AMOUNT" as const, operator: "BETWEEN" as const, min: null, max: "50.00" },
        { field: "TYPE" as const, operator: "IS" as const, value: "EXPENSE" as const },
      ],
      actions: { category_id: "c", custom_type_id: null, payee: null, tags: ["food"] },
    };
    expect(bodyOf(draftOf(rule, write), read)).toEqual(rule);
  });

  it("name the first condition without a value", () => {
    const draft = draftOf(null, write);
    expect(wrongOf(draft, read)).toEqual({ key: 0, part: "value" });
    const amount = { ...newCondition(3), field: "AMOUNT" as const, max: "x" };
    expect(wrongOf({ ...draft, conditions: [amount] }, read)).toEqual({ key: 3, part: "max" });
    expect(setsNothing(draft)).toBe(true);
  });
});

describe("moved", () => {
  it("puts one at its new place, and not beyond the ends", () => {
    expect(moved(["a", "b", "c"], "c", 0)).toEqual(["c", "a", "b"]);
    expect(moved(["a", "b", "c"], "a", 9)).toEqual(["b", "c", "a"]);
  });
});
