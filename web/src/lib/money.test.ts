import { describe, expect, it } from "vitest";

import { formatMoney, fromMinor, isNegative, negate, parseAmount, sum, toMinor } from "./money";

describe("formatMoney", () => {
  it.each([
    ["1234.50", "USD", "en-US", "$1,234.50"],
    ["-0.05", "EUR", "de-DE", "-0,05\u00a0€"],
    ["1000", "JPY", "ja-JP", "¥1,000"],
    ["1.234", "KWD", "en-US", "KWD\u00a01.234"],
    ["9007199254740993.11", "USD", "en-US", "$9,007,199,254,740,993.11"],
  ])("shows %s %s exactly", (amount, currency, locale, shown) => {
    const text = formatMoney(amount, currency, locale);
    expect(text.replace("￥", "¥")).toBe(shown);
  });

  it("marks positive amounts on request", () => {
    expect(formatMoney("5.00", "USD", "en-US", { signed: true })).toBe("+$5.00");
    expect(formatMoney("0.00", "USD", "en-US", { signed: true })).toBe("$0.00");
  });
});

describe("sums", () => {
  it("are those of whole numbers", () => {
    expect(sum(["0.10", "0.20", "-0.30"], 2)).toBe("0.00");
    expect(sum(["0.1", "0.20"], 2)).toBe("0.30");
    expect(sum(["999999999999999.99", "0.02"], 2)).toBe("1000000000000000.01");
    expect(sum(["7", "-10"], 0)).toBe("-3");
    expect(sum([], 3)).toBe("0.000");
  });

  it.each([
    ["-0.05", 2, -5n],
    ["12", 3, 12_000n],
    ["-0.0001", 4, -1n],
  ])("read %s with %i decimals", (text, exponent, minor) => {
    expect(toMinor(text, exponent)).toBe(minor);
    expect(toMinor(fromMinor(minor, exponent), exponent)).toBe(minor);
  });

  it("refuse more decimals than the currency has", () => {
    expect(() => toMinor("0.001", 2)).toThrow(RangeError);
  });

  it("change signs without a negative zero", () => {
    expect([negate("1.50"), negate("-1.50"), negate("0.00")]).toEqual(["-1.50", "1.50", "0.00"]);
    expect([isNegative("-0.01"), isNegative("-0.00"), isNegative("3")]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe("parseAmount", () => {
  it.each([
    ["1,234.50", "en-US", "1234.50"],
    ["1.234,50", "de-DE", "1234.50"],
    ["1234,5", "de-DE", "1234.5"],
    ["12.50", "de-DE", "12.50"],
    ["1'234.50", "de-CH", "1234.50"],
    ["1 234,50", "fr-FR", "1234.50"],
    ["1,234,567", "en-US", "1234567"],
    ["1.234", "de-DE", "1234"],
    ["−5", "en-US", "-5"],
    [".5", "en-US", "0.5"],
    ["5.", "en-US", "5"],
    ["007", "en-US", "7"],
    ["+3", "en-US", "3"],
  ])("reads %s in %s", (text, locale, amount) => {
    expect(parseAmount(text, locale)).toBe(amount);
  });

  it.each([
    ["", "en-US"],
    ["abc", "en-US"],
    ["1,23,4", "en-US"],
    ["1.2.3", "en-US"],
    ["1,2,3.4", "en-US"],
    ["1e5", "en-US"],
    ["--5", "en-US"],
    ["1.2345,6", "de-DE"],
  ])("refuses %s in %s", (text, locale) => {
    expect(parseAmount(text, locale)).toBeNull();
  });
});
