import { describe, expect, it } from "vitest";

import { addDays, addMonths, daysBetween, formatDay, formatMonth } from "./dates";

describe("days", () => {
  it("are added over months, leap years and changes of the clock", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-03-28", 2)).toBe("2026-03-30");
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
    expect(daysBetween("2026-03-01", "2026-04-01")).toBe(31);
  });

  it("are shown as the day that they name, in any time zone", () => {
    expect(formatDay("2026-03-31", "en-US")).toBe("Mar 31, 2026");
    expect(formatDay("2026-03-31", "de-DE")).toBe("31.03.2026");
  });
});

describe("months", () => {
  it("are added over years", () => {
    expect(addMonths("2026-01", -1)).toBe("2025-12");
    expect(addMonths("2026-11", 14)).toBe("2028-01");
  });

  it("are shown by name", () => {
    expect(formatMonth("2026-03", "de-DE")).toBe("März 2026");
  });
});
