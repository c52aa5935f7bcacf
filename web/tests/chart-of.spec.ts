import { expect, expectAccessible, test } from "./support/demo";

test("categories are created, merged with what they have, and taken back", async ({ demo }) => {
  await demo.goto("/categories");
  await demo.getByRole("button", { name: "New category", exact: true }).click();
  const form = demo.getByRole("dialog");
  await form.getByLabel("Name").fill("Pets");
  await form.getByRole("radio", { name: "Teal" }).check({ force: true });
  await form.getByRole("radio", { name: "Pets" }).check({ force: true });
  await expectAccessible(demo);
  await demo.keyboard.press("Escape");
  await expect(form).toBeHidden();

  await demo.getByRole("button", { name: "New category", exact: true }).click();
  await form.getByRole("button", { name: "Create category" }).click();
  await expect(form.getByText("Please fill this in")).toBeVisible();
  await form.getByLabel("Name").fill("Pets");
  await demo.keyboard.press("Enter");
  await expect(demo.getByRole("rowheader", { name: /Pets/ })).toBeVisible();

  await demo.getByRole("button", { name: "Actions for Dining" }).click();
  await demo.getByRole("menuitem", { name: "Merge into another…" }).click();
  const merge = demo.getByRole("dialog");
  await expect(merge.getByText(/\d+ transactions will move/)).toBeVisible();
  await merge.getByLabel("Move its transactions to").fill("Groc");
  await demo.getByRole("option", { name: "Groceries" }).click();
  await merge.getByRole("button", { name: "Merge and delete" }).click();
  await expect(demo.getByRole("rowheader", { name: /Dining/ })).toBeHidden();
  await expectAccessible(demo);
});

test("money moves between accounts, and a balance is adjusted to the bank's", async ({ demo }) => {
  await demo.goto("/accounts");
  await demo.getByRole("button", { name: "Transfer", exact: true }).click();
  const dialog = demo.getByRole("dialog");
  await dialog.getByLabel("To", { exact: true }).fill("Sav");
  await demo.getByRole("option", { name: /Savings account/ }).click();
  await dialog.getByLabel("Amount").fill("25");
  await dialog.getByRole("button", { name: "Record transfer" }).click();
  await expect(demo.getByText("Transfer recorded")).toBeVisible();

  await demo.getByRole("button", { name: "Actions for Credit card" }).click();
  await demo.getByRole("menuitem", { name: /Adjust to the bank/ }).click();
  await dialog.getByLabel("Balance at the bank").fill("-100");
  await expect(dialog.getByText(/This records: (Income|Expense) of/)).toBeVisible();
  await expectAccessible(demo);
  await dialog.getByRole("button", { name: "Record the difference" }).click();
  const card = demo.getByRole("listitem").filter({ hasText: "Credit card" });
  await expect(card.getByText("-$100.00")).toBeVisible();
});

test("a rule is written as a sentence, previewed, applied and moved by keyboard", async ({
  demo,
}) => {
  await demo.goto("/rules");
  await demo.getByRole("button", { name: "New rule" }).click();
  const dialog = demo.getByRole("dialog");
  await dialog.getByLabel("Value").fill("Trattoria");
  await dialog.getByRole("combobox", { name: "Tags to add" }).fill("italian");
  await demo.keyboard.press("Enter");
  await expectAccessible(demo);
  await dialog.getByRole("button", { name: "Create rule" }).click();
  const preview = demo.getByRole("dialog", { name: "What would change" });
  await expect(preview.getByText("Trattoria Roma").first()).toBeVisible();
  await preview.getByRole("button", { name: /^Change \d+ transactions$/ }).click();
  await expect(demo.getByText(/^Changed \d+ transactions$/)).toBeVisible();

  const up = demo.getByRole("button", { name: /^Move up: the payee contains “Trattoria”/ });
  await up.focus();
  await demo.keyboard.press("Enter");
  await expect(demo.getByRole("listitem").first()).toContainText("Trattoria");
  await expectAccessible(demo);
});

test("a payee gets another name, and an own rate wins in the converter", async ({ demo }) => {
  await demo.goto("/payees");
  await demo.getByRole("button", { name: "Actions for Corner Café" }).click();
  await demo.getByRole("menuitem", { name: "Rename or merge…" }).click();
  const dialog = demo.getByRole("dialog");
  await dialog.getByLabel("New name").fill("Café Central");
  await dialog.getByRole("button", { name: "Rename everywhere" }).click();
  await expect(demo.getByRole("rowheader", { name: "Café Central" })).toBeVisible();
  await expectAccessible(demo);

  await demo.goto("/currencies");
  await demo.getByRole("button", { name: "New own rate" }).click();
  await dialog.getByLabel("Rate", { exact: true }).fill("2");
  await dialog.getByRole("button", { name: "Add rate" }).click();
  await expect(demo.getByText("1 EUR = 2 USD")).toBeVisible();
  await expect(demo.getByRole("status", { name: "Result" })).toContainText("$200.00");
  await expectAccessible(demo);
});
