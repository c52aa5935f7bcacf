import { readFileSync } from "node:fs";

import { expect, expectAccessible, test } from "./support/demo";

test("a report is found, narrowed to a category, and its link shows it again", async ({ demo }) => {
  await demo.goto("/reports");
  await expect(demo.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await expect(demo.getByRole("group", { name: "Net", exact: true })).toBeVisible();
  await expectAccessible(demo);

  const reports = demo.getByRole("navigation", { name: "Reports" });
  await reports.getByRole("link", { name: "Categories" }).click();
  await expect(demo).toHaveURL(/\/reports\/categories$/);
  const table = demo.getByRole("table");
  await expect(table.getByRole("rowheader", { name: "Rent" })).toBeVisible();
  await expectAccessible(demo);

  // The same by another period and by bars, which the address has.
  await demo.getByText("Year", { exact: true }).click();
  await demo.getByText("Bars", { exact: true }).click();
  await expect(demo).toHaveURL(/period=\d{4}&chart=bars$/);
  await demo.getByRole("button", { name: "Earlier period" }).click();
  await expect(demo).toHaveURL(/period=\d{4}&chart=bars$/);
  await demo.reload();
  await expect(demo.getByRole("radio", { name: "Bars" })).toBeChecked();
  await expect(demo.getByRole("list", { name: /^Expenses, / })).toBeVisible();

  await table.getByRole("link", { name: "Rent" }).click();
  await expect(demo).toHaveURL(/\/transactions\?category_id=\w+&from=\d{4}-01-01&to=\d{4}-12-31$/);
});

test("charts are read and followed by keyboard", async ({ demo }) => {
  await demo.goto("/reports/categories");
  const rent = demo.getByRole("link", { name: /^Rent: \$1,200\.00/ });
  await rent.focus();
  await demo.keyboard.press("ArrowRight");
  await expect(rent).not.toBeFocused();
  await demo.keyboard.press("Home");
  await expect(rent).toBeFocused();
  await demo.keyboard.press("Enter");
  await expect(demo).toHaveURL(/\/transactions\?category_id=/);

  await demo.goto("/reports/calendar?period=2026");
  const months = demo.getByRole("grid");
  await expect(months).toHaveCount(12);
  const january = demo.getByRole("grid", { name: "January 2026" });
  await january.getByRole("link", { name: /January 3, 2026/ }).focus();
  await demo.keyboard.press("ArrowDown");
  await expect(january.getByRole("link", { name: /January 10, 2026/ })).toBeFocused();
  await expectAccessible(demo);
  await demo.keyboard.press("Enter");
  await expect(demo).toHaveURL(/from=2026-01-10&to=2026-01-10$/);
});

test("numbers are saved as CSV with exact amounts", async ({ demo }) => {
  await demo.goto("/reports/trends");
  await expect(demo.getByRole("table")).toBeVisible();
  const waiting = demo.waitForEvent("download");
  await demo.getByRole("button", { name: "CSV" }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^trends-\d{4}-\d\d-01-\d{4}-\d\d-\d\d\.csv$/);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\r\n");
  expect(lines[0]).toBe("Period,Income,Expenses,Net,Transactions,Currency");
  expect(lines).toHaveLength(13);
  expect(lines[1]).toMatch(/^\d{4}-\d\d,\d+\.\d\d,\d+\.\d\d,-?\d+\.\d\d,\d+,USD$/);
});

test("every report can be reached on a phone, in the dark, and is accessible", async ({ demo }) => {
  test.slow();
  await demo.setViewportSize({ width: 360, height: 780 });
  await demo.emulateMedia({ colorScheme: "dark" });
  await demo.goto("/reports");
  const choice = demo.getByRole("combobox", { name: "Choose a report" });
  for (const [value, name] of [
    ["month", "Month report"],
    ["cash-flow", "Cash flow"],
    ["tags", "Tags"],
    ["payees", "Payees"],
    ["accounts", "Accounts"],
    ["types", "Custom types"],
    ["trends", "Trends"],
    ["net-worth", "Net worth"],
    ["years", "Year over year"],
    ["averages", "Averages"],
  ] as const) {
    await choice.selectOption(value);
    await expect(demo.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(demo.getByRole("heading", { level: 2 }).first()).toBeVisible();
    await expect(demo.getByRole("status")).toHaveCount(0);
    await expectAccessible(demo);
    const overflow = await demo.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow, `${name} is no wider than the phone`).toBeLessThanOrEqual(0);
  }
});
