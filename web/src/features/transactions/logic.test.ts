// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import { sumsOf } from "./amounts";
import { chunks, tagsAfter } from "./bulk/bulk";
import { emptyPart, evenParts, patchOf, rateOf, remainderOf } from "./editor/draft";
import { changed, countOf, readFilters, writeFilters } from "./filters/filters";
import { readAmount, typedAmount } from "./grid/typed";

describe("filters in the address", () => {
  it("are read and written under the names of the API", () => {
    const query = "q=rent&from=2026-03&type=EXPENSE&unfiled=true&min_amount=12.50&sort=amount";
    expect(writeFilters(readFilters(query))).toBe(
      "q=rent&from=2026-03&min_amount=12.50&type=EXPENSE&sort=amount&unfiled=true",
    );
  });

  it("leave out what is unknown, empty or the default", () => {
    expect(readFilters("type=OTHER&sort=-date&foo=1&q=&year=abc")).toEqual({});
    expect(changed({ q: "a", tag: "b" }, { q: undefined })).toEqual({ tag: "b" });
    expect(countOf({ q: "a", sort: "date", tag: "b" })).toBe(1);
  });
});

describe("typed amounts", () => {
  it("are read with the decimals of the currency", () => {
    expect(readAmount("1.234,5", "de", 2)).toEqual({ amount: "1234.50", problem: null });
    expect(readAmount("12.500", "en", 2)).toEqual({ amount: "12.50", problem: null });
    expect(readAmount("1.2345", "en", 3).problem).toBe("tooPrecise");
    expect(readAmount("1.5", "en", 0).problem).toBe("tooPrecise");
    expect(readAmount("10", "en", 0).amount).toBe("10");
    expect(readAmount("x", "en", 2).problem).toBe("notAnAmount");
    expect(typedAmount("1234.50", "de")).toBe("1234,50");
  });

  it("make rates above zero only", () => {
    expect(rateOf("1.10", "en")).toBe("1.1");
    expect(rateOf("100", "en")).toBe("100");
    expect(rateOf("0", "en")).toBeNull();
    expect(rateOf("-1", "en")).toBeNull();
  });
});

describe("parts", () => {
  it("leave a remainder", () => {
    expect(remainderOf("100", [emptyPart("60.5"), emptyPart()], "en", 2)).toBe(3950n);
    expect(remainderOf("1", [emptyPart("1.001")], "en", 3)).toBe(-1n);
    expect(remainderOf("", [], "en", 2)).toBeNull();
  });

  it("are even but for the last, also of refunds", () => {
    expect(evenParts(1000n, 3)).toEqual([333n, 333n, 334n]);
    expect(evenParts(-1000n, 3)).toEqual([-333n, -333n, -334n]);
  });
});

describe("changes of a draft", () => {
  const base = { type: "EXPENSE", amount: "10.00", date: "2026-03-01" } as const;

  it("are only the fields that differ", () => {
    expect(patchOf(base, { ...base, payee: null, date: "2026-03-02" })).toEqual({
      date: "2026-03-02",
    });
  });

  it("send all parts with a new amount, without a category", () => {
    const splits = [{ category_id: "a", amount: "12.00" }];
    const before = { ...base, category_id: "a", splits: [] };
    expect(patchOf(before, { ...base, amount: "12.00", category_id: null, splits })).toEqual({
      amount: "12.00",
      splits,
    });
  });
});

describe("many rows", () => {
  it("are sent in parts of 500", () => {
    expect(
      chunks(Array.from({ length: 1201 }, (_, index) => index)).map((one) => one.length),
    ).toEqual([500, 500, 201]);
  });

  it("get tags that look alike once", () => {
    expect(tagsAfter(["Home", "trip"], ["home", "new"], ["TRIP"])).toEqual(["Home", "new"]);
  });

  it("are added per currency, without transfers", () => {
    const one = (type: "INCOME" | "EXPENSE" | "TRANSFER", amount: string, currency: string) =>
      ({ type, amount, currency }) as Parameters<typeof sumsOf>[0][number];
    expect(
      sumsOf([
        one("INCOME", "0.10", "USD"),
        one("EXPENSE", "0.20", "USD"),
        one("EXPENSE", "-5", "JPY"),
        one("TRANSFER", "9.00", "USD"),
      ]),
    ).toEqual([
      { currency: "JPY", income: "0", expenses: "-5", net: "5" },
      { currency: "USD", income: "0.10", expenses: "0.20", net: "-0.10" },
    ]);
  });
});
