import { expect, expectAccessible, test } from "./support/demo";

test("the history tells what was done, by kind, with the states before and after", async ({
  demo: page,
}) => {
  await page.goto("/history");
  await expect(page.getByRole("heading", { level: 1, name: "History" })).toBeVisible();
  await page.getByLabel("Kind").selectOption("Accounts");
  const first = page.getByRole("listitem").filter({ hasText: "the account" }).first();
  await expect(first).toContainText("You added the account");
  await first.getByRole("button", { name: /^What changed/ }).click();
  await expect(first.getByRole("columnheader", { name: "After" })).toBeVisible();
  await expectAccessible(page);
});
