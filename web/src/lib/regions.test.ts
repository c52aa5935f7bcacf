import { expect, test } from "vitest";

import { currencyOf, regionOf } from "./regions";

test("a locale without a region gets the likely one", () => {
  expect(regionOf("de")).toBe("DE");
  expect(regionOf("de-CH")).toBe("CH");
  expect(regionOf("en")).toBe("US");
  expect(regionOf("not a locale")).toBeUndefined();
});

test("the currency is that of the region", () => {
  expect(currencyOf("de")).toBe("EUR");
  expect(currencyOf("de-CH")).toBe("CHF");
  expect(currencyOf("en-GB")).toBe("GBP");
  expect(currencyOf("xx-ZZ")).toBe("USD");
});
