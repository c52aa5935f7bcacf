import { describe, expect, test } from "vitest";

import {
  choices,
  convert,
  daysOf,
  intervalFor,
  intervalsFor,
  monthsOf,
  monthsTo,
  ofDays,
  ofMonth,
  ofQuarter,
  ofYear,
  parsePeriod,
  quarterOf,
  shift,
  textOf,
} from "./period";

const FIRST = { day: 1 };
const PAYDAY = { day: 25 };

describe("addresses", () => {
  test.each([
    "2026-03",
    "2026-Q1",
    "2026-Q4",
    "2026",
    "2025-12..2026-11",
    "2026-01-05..2026-02-10",
  ])("%s is read and written again", (text) => {
    const period = parsePeriod(text);
    expect(period && textOf(period)).toBe(text);
  });

  test.each([
    "",
    "2026-13",
    "2026-Q5",
    "2026-02-30..2026-03-01",
    "2026-03..2026-01",
    "2026-03-02..2026-03-01",
    "2026-03..2026-03-05",
    "2026-01..2026-02..2026-03",
    "last month",
  ])("%j is no period", (text) => {
    expect(parsePeriod(text)).toBeNull();
  });

  test("29 February is a day of leap years alone", () => {
    expect(parsePeriod("2028-02-29..2028-02-29")).toEqual(ofDays("2028-02-29", "2028-02-29"));
    expect(parsePeriod("2026-02-29..2026-03-01")).toBeNull();
  });
});

describe("quarters", () => {
  test.each([
    ["2026-01", "2026-01", "2026-03", 1],
    ["2026-06", "2026-04", "2026-06", 2],
    ["2026-12", "2026-10", "2026-12", 4],
  ])("%s is in %s to %s", (month, first, last, number) => {
    expect(ofQuarter(month)).toEqual({ unit: "quarter", first, last });
    expect(quarterOf(month)).toBe(number);
  });

  test("the one before the first is the last of the year before", () => {
    expect(textOf(shift(ofQuarter("2026-02"), -1))).toBe("2025-Q4");
  });
});

describe("days of a period", () => {
  test("months end on their last day, also in leap years", () => {
    expect(daysOf(ofMonth("2028-02"), FIRST)).toEqual({ from: "2028-02-01", to: "2028-02-29" });
    expect(daysOf(ofMonth("2026-02"), FIRST)).toEqual({ from: "2026-02-01", to: "2026-02-28" });
  });

  test("months that start on the 25th are named for the month in which they end", () => {
    expect(daysOf(ofMonth("2026-03"), PAYDAY)).toEqual({ from: "2026-02-25", to: "2026-03-24" });
    expect(daysOf(ofQuarter("2026-03"), PAYDAY)).toEqual({ from: "2025-12-25", to: "2026-03-24" });
    expect(daysOf(ofYear("2026-03"), PAYDAY)).toEqual({ from: "2025-12-25", to: "2026-12-24" });
  });

  test("months of days are those of the ledger", () => {
    const days = ofDays("2026-02-26", "2026-03-24");
    expect(monthsOf(days, PAYDAY)).toEqual({ first: "2026-03", last: "2026-03" });
    expect(monthsOf(days, FIRST)).toEqual({ first: "2026-02", last: "2026-03" });
  });

  test("days are put in order", () => {
    expect(ofDays("2026-03-05", "2026-03-01")).toEqual(ofDays("2026-03-01", "2026-03-05"));
  });
});

describe("shifts", () => {
  test.each([
    ["2026-01", -1, "2025-12"],
    ["2026", 1, "2027"],
    ["2025-12..2026-11", -1, "2024-12..2025-11"],
    ["2026-03-01..2026-03-10", -1, "2026-02-19..2026-02-28"],
    ["2028-02-29..2028-02-29", 1, "2028-03-01..2028-03-01"],
  ])("%s by %i is %s", (text, count, expected) => {
    const period = parsePeriod(text);
    expect(period && textOf(shift(period, count))).toBe(expected);
  });
});

describe("other units", () => {
  const today = "2026-11-28";

  test("of a year that is under way, the present month and quarter are taken", () => {
    const year = ofYear("2026-11");
    expect(textOf(convert(year, "month", FIRST, today))).toBe("2026-11");
    expect(textOf(convert(year, "month", PAYDAY, today))).toBe("2026-12");
    expect(textOf(convert(year, "quarter", FIRST, today))).toBe("2026-Q4");
    expect(textOf(convert(year, "months", FIRST, today))).toBe("2025-12..2026-11");
  });

  test("of a past year, the last", () => {
    expect(textOf(convert(ofYear("2024-01"), "month", FIRST, today))).toBe("2024-12");
  });

  test("days are those of the period, and a month of days is that of the last", () => {
    expect(textOf(convert(ofMonth("2026-03"), "days", PAYDAY, today))).toBe(
      "2026-02-25..2026-03-24",
    );
    expect(textOf(convert(ofDays("2026-01-30", "2026-02-26"), "month", PAYDAY, today))).toBe(
      "2026-03",
    );
  });
});

describe("choices", () => {
  test("go from the next period backwards, and have the chosen one", () => {
    const months = choices(ofMonth("2026-11"), "2026-11").map(textOf);
    expect(months.slice(0, 3)).toEqual(["2026-12", "2026-11", "2026-10"]);
    expect(choices(ofMonth("2011-05"), "2026-11").map(textOf).at(-1)).toBe("2011-05");
  });

  test("spans of months begin a month apart", () => {
    const spans = choices(monthsTo("2026-11"), "2026-11").map(textOf);
    expect(spans.slice(0, 2)).toEqual(["2026-01..2026-12", "2025-12..2026-11"]);
  });
});

test("intervals fit the length of a period and the bounds of the API", () => {
  expect(intervalFor("2026-11-01", "2026-11-30")).toBe("DAY");
  expect(intervalFor("2026-10-01", "2026-12-31")).toBe("WEEK");
  expect(intervalFor("2026-01-01", "2026-12-31")).toBe("MONTH");
  expect(intervalFor("2015-01-01", "2026-12-31")).toBe("YEAR");
  expect(intervalsFor("2020-01-01", "2026-12-31")).toEqual(["MONTH", "YEAR"]);
});
