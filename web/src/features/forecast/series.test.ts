import { describe, expect, it } from "vitest";

import { boundsOf, ticksOf } from "./series";

describe("axes", () => {
  it("leave a margin around all values, also around one", () => {
    expect(boundsOf([["0", "100"], null, ["-100"]])).toEqual([-116, 116]);
    const [low, high] = boundsOf([["0.00"]]);
    expect(low).toBeLessThan(high);
  });

  it("have round ticks within the bounds", () => {
    expect(ticksOf(-116, 116, 4)).toEqual([-100, 0, 100]);
    expect(ticksOf(6800, 10_400, 4)).toEqual([7000, 8000, 9000, 10_000]);
  });
});
