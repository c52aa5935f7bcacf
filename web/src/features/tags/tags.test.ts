import { describe, expect, it } from "vitest";

import { replaced } from "./tags";

describe("replaced", () => {
  it("finds the tag as it was written, and leaves no tag twice", () => {
    expect(replaced(["Straße", "trip"], "strasse", "Trip")).toEqual(["Trip"]);
    expect(replaced(["food"], "trip", "journey")).toBeNull();
  });
});
