import { expect, expectAccessible, test } from "./support/demo";

test("a budget's amount is changed in its place and undone", async ({ demo }) => {
  await demo.goto("/budgets");
  const amount = demo.getByRole("button", { name: /^Change the amount of Groceries/ });
  await expect(amount).toContainText("$450.00");
  await expectAccessible(demo);
  await amount.press("Enter");
  const field = demo.getByRole("textbox", { name: "New amount of Groceries" });
  await expect(field).toBeFocused();
  await expect(demo.getByRole("button", { name: /^Take: Average of 12/ })).toBeVisible();
  await field.fill("500");
  await field.press("Enter");
  await expect(amount).toContainText("$500.00");
  await expect(amount).toBeFocused();
  await demo.getByRole("button", { name: "Undo" }).click();
  await expect(amount).toContainText("$450.00");
});

test("budgets are filled by a plan that is seen before", async ({ demo }) => {
  await demo.goto("/budgets");
  await demo.getByRole("button", { name: "Fill budgets" }).click();
  const dialog = demo.getByRole("dialog");
  await dialog.getByLabel("Method for Groceries").selectOption("FIXED");
  await dialog.getByLabel("Value for Groceries").fill("410");
  await expect(dialog.getByText("$410.00")).toBeVisible();
  await expectAccessible(demo);
  await dialog.getByRole("button", { name: /^Apply to/ }).click();
  await expect(dialog).toBeHidden();
  await expect(
    demo.getByRole("button", { name: /^Change the amount of Groceries: \$410\.00/ }),
  ).toBeVisible();
});

test("a bill is skipped in the calendar, and a suggestion becomes an entry", async ({ demo }) => {
  await demo.goto("/bills");
  await demo.getByRole("button", { name: "Next month" }).click();
  const bill = demo.getByRole("button", { name: /^Streaming subscription, .*Upcoming$/ });
  await expect(bill).toBeVisible();
  await expectAccessible(demo);
  await bill.press("Enter");
  await demo.getByRole("dialog").getByRole("button", { name: "Skip" }).click();
  await expect(
    demo.getByRole("button", { name: /^Streaming subscription, .*Skipped$/ }),
  ).toBeVisible();
  await demo.getByRole("button", { name: "Add: Fibre Line" }).click();
  await expect(demo.getByRole("button", { name: "Actions for Fibre Line" })).toBeVisible();
});

test("a goal is created and a contribution counts for it", async ({ demo }) => {
  await demo.goto("/goals");
  await expect(demo.getByRole("article", { name: "Savings" })).toBeVisible();
  await expectAccessible(demo);
  await demo.getByRole("button", { name: "New goal" }).click();
  const dialog = demo.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Bicycle");
  await dialog.getByLabel("Money comes from").selectOption("TRANSACTIONS");
  await dialog.getByLabel("Target", { exact: false }).first().fill("800");
  await dialog.getByRole("button", { name: "Create" }).click();
  await demo.getByRole("button", { name: "Contribute: Bicycle" }).click();
  await dialog.getByLabel("Amount").fill("200");
  await dialog.getByRole("button", { name: "Contribute" }).click();
  await expect(demo.getByRole("article", { name: "Bicycle" })).toContainText("25%");
});

test("a forecast says what spending would do", async ({ demo }) => {
  await demo.goto("/forecast");
  await expect(demo.getByRole("img", { name: /^Balance of/ })).toBeVisible();
  await expectAccessible(demo);
  await demo.getByLabel("Amount", { exact: true }).fill("500");
  await demo.getByRole("button", { name: "Try it" }).click();
  await expect(demo.getByRole("row", { name: /At the end .*-\$500\.00/ }).first()).toBeVisible();
});
