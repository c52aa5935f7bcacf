import { describe, expect, it } from "vitest";

import { exponentOf } from "./groups";

describe("exponentOf", () => {
  it("counts the decimals of the balance", () => {
    expect(exponentOf({ balance: "-1200" })).toBe(0);
    expect(exponentOf({ balance: "1.234" })).toBe(3);
  });
});
