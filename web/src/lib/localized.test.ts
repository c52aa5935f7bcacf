import { expect, test } from "vitest";

import { localized } from "./localized";

const amount = (value: string) => ({ type: "AMOUNT", value, currency: "EUR" });
const date = (value: string) => ({ type: "DATE", value, currency: null });

test("amounts and days are written as the locale has them", () => {
  const text = "From 2026-11-01 to 2026-11-30, 1043.05 EUR of 13.00 EUR are spent.";
  const parameters = [date("2026-11-01"), date("2026-11-30"), amount("1043.05"), amount("13.00")];
  expect(localized(text, parameters, "en-GB")).toBe(
    "From 1 Nov 2026 to 30 Nov 2026, €1,043.05 of €13.00 are spent.",
  );
});

test("an amount is not found inside of another", () => {
  expect(localized("113.00 EUR and 13.00 EUR", [amount("13.00")], "en")).toBe(
    "113.00 EUR and €13.00",
  );
});

test("a text without parameters stays as it is", () => {
  expect(localized("Imported: 10.", [], "de")).toBe("Imported: 10.");
});
