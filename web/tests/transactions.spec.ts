import { expect, expectAccessible, test } from "./support/demo";
import type { Locator, Page } from "@playwright/test";

async function openRegister(page: Page): Promise<Locator> {
  await page.goto("/transactions");
  const grid = page.getByRole("grid");
  await expect(grid.getByRole("row").nth(5)).toBeVisible();
  return grid;
}

function cell(grid: Locator, row: number, column: number): Locator {
  return grid.getByRole("row").nth(row).getByRole("gridcell").nth(column);
}

test("cells are edited by keyboard, and an edit can be undone", async ({ demo }) => {
  const grid = await openRegister(demo);
  const category = grid
    .getByRole("row")
    .filter({ hasText: "Green Grocer" })
    .first()
    .getByRole("gridcell")
    .nth(3);
  await expect(category).toHaveText("Groceries");
  await category.click();
  await demo.keyboard.press("Enter");
  await demo.keyboard.type("heal");
  await demo.keyboard.press("Enter");
  await expect(category).toHaveText("Health");
  await demo.getByRole("button", { name: "Undo" }).click();
  await expect(demo.getByText("Undone")).toBeVisible();
  await expect(category).toHaveText("Groceries");

  const amount = cell(grid, 2, 6);
  await cell(grid, 2, 5).click();
  await demo.keyboard.press("ArrowRight");
  await demo.keyboard.press("Enter");
  await demo.keyboard.type("nonsense");
  await demo.keyboard.press("Enter");
  await expect(grid.getByRole("textbox", { name: "Edit Amount" })).toHaveAttribute(
    "aria-invalid",
    "true",
  );
  await demo.keyboard.press("Escape");
  await demo.keyboard.press("F2");
  await demo.keyboard.type("1,234.5");
  await demo.keyboard.press("Enter");
  await expect(amount).toContainText("1,234.50");
  await expect(cell(grid, 3, 6)).toBeFocused();
});

test("a change of somebody else is shown, and the own one can be kept", async ({
  demo,
  context,
}) => {
  const grid = await openRegister(demo);
  const other = await context.newPage();
  const otherGrid = await openRegister(other);
  await cell(otherGrid, 1, 6).dblclick();
  await other.keyboard.type("77.77");
  await other.keyboard.press("Enter");
  await expect(other.getByText("Transaction saved")).toBeVisible();
  await other.close();

  await cell(grid, 1, 6).dblclick();
  await demo.keyboard.type("55.55");
  await demo.keyboard.press("Enter");
  const dialog = demo.getByRole("dialog");
  await expect(dialog).toContainText("$55.55");
  await expect(dialog).toContainText("$77.77");
  await dialog.getByRole("button", { name: "Keep mine" }).click();
  await expect(demo.getByText("Transaction saved")).toBeVisible();
  await expect(cell(grid, 1, 6)).toContainText("55.55");
});

test("a split is recorded, found by search, deleted and restored", async ({ demo }) => {
  const grid = await openRegister(demo);
  await demo.keyboard.press("n");
  const editor = demo.getByRole("dialog");
  await editor.getByLabel("Amount in USD").fill("100");
  await editor.getByLabel("Payee").first().fill("Split Shop");
  await demo.keyboard.press("Tab");
  await editor.getByRole("button", { name: "Split into parts" }).click();
  await editor.getByLabel("Amount of part 1").fill("60.5");
  await expect(editor.getByText("$39.50 left to divide")).toBeVisible();
  await editor.getByRole("button", { name: "Take the remainder" }).click();
  await expect(editor.getByText("The parts add up to the amount.")).toBeVisible();
  await editor.getByRole("button", { name: "Save", exact: true }).click();
  await expect(editor).toBeHidden();

  await demo.keyboard.press("/");
  await demo.keyboard.type("split sh");
  await expect(demo).toHaveURL(/q=split\+sh/);
  await expect(grid.getByRole("row")).toHaveCount(2);
  await expect(cell(grid, 1, 3)).toContainText("2 parts");
  await expect(demo.getByRole("group", { name: "Sums" })).toContainText("$100.00");

  await cell(grid, 1, 2).click();
  await demo.keyboard.press("Delete");
  await expect(demo.getByText("No transaction matches these filters.")).toBeVisible();
  await demo.goto("/transactions/trash");
  await expectAccessible(demo);
  await demo.getByRole("button", { name: "Restore Split Shop" }).click();
  await expect(demo.getByText("The trash is empty.")).toBeVisible();
});

test("selected rows are changed at once", async ({ demo }) => {
  const grid = await openRegister(demo);
  await cell(grid, 1, 1).click();
  await demo.keyboard.press("Space");
  await demo.keyboard.press("ArrowDown");
  await demo.keyboard.press("ArrowDown");
  await demo.keyboard.press("Shift+Space");
  await expect(demo.getByText("3 rows selected")).toBeVisible();
  await expectAccessible(demo);
  await demo.getByRole("button", { name: "Add tags" }).click();
  await demo.keyboard.type("together");
  await demo.keyboard.press("Enter");
  await demo.getByRole("button", { name: "Change 3 transactions" }).click();
  await expect(demo.getByText("3 transactions changed")).toBeVisible();
  await demo.goto("/transactions?tag=together");
  await expect(grid.getByRole("row")).toHaveCount(4);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the register is accessible in the ${colorScheme} theme`, async ({ demo }) => {
    await demo.emulateMedia({ colorScheme });
    const grid = await openRegister(demo);
    await expectAccessible(demo);
    await cell(grid, 1, 1).dispatchEvent("contextmenu", { clientX: 400, clientY: 300 });
    await demo.getByRole("menuitem", { name: "Edit all fields" }).click();
    await expect(demo.getByRole("dialog").getByText("Created")).toBeVisible();
    await expectAccessible(demo);
  });
}
