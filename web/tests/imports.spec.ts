import { fileURLToPath } from "node:url";

import type { Page } from "@playwright/test";

import { expect, expectAccessible, test } from "./support/demo";

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

/** Choose a file, and wait for its preview. */
async function preview(page: Page, name: string): Promise<void> {
  await page.goto("/import");
  await page.getByLabel("Choose a file").setInputFiles(fixture(name));
  await expect(page.getByRole("heading", { level: 1, name: "Check the import" })).toBeVisible();
}

test("a statement is asked about, imported, found again as duplicates, and undone", async ({
  demo: page,
}) => {
  await preview(page, "day-or-month.csv");
  await expect(page.getByText("“03.02.2023” is February 3, 2023")).toBeVisible();
  await expectAccessible(page);

  // By keyboard: the arrow keys of a group of radio buttons choose.
  await page.getByRole("radio", { name: "“03.02.2023” is March 2, 2023" }).focus();
  await page.keyboard.press("Space");
  await expect(page.getByText("Your answer")).toBeVisible();
  await expect(page.getByRole("cell", { name: "Mar 2, 2023" })).toBeVisible();
  await page.getByRole("button", { name: "That is right" }).click();
  await expect(page.getByText("not checked by you")).toBeHidden();

  await page.getByRole("button", { name: "Import 2 transactions" }).click();
  await expect(page.getByText("2 transactions were imported")).toBeVisible();
  await expect(page.getByRole("link", { name: "Show its transactions" })).toBeVisible();
  await expectAccessible(page);

  await preview(page, "day-or-month.csv");
  await expect(page.getByText("Read as the last file like this")).toBeVisible();
  await expect(page.getByText("There is nothing to import in this file")).toBeVisible();

  await page.goto("/import");
  await page.getByRole("link", { name: "day-or-month.csv" }).click();
  await page.getByRole("button", { name: "Undo the import" }).click();
  const dialog = page.getByRole("dialog", { name: "Undo the whole import?" });
  await dialog.getByRole("button", { name: "Undo the import" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Undone" })).toBeVisible();
});

test("balances prove the reading, an unusable row says why, and columns can be changed", async ({
  demo: page,
}) => {
  await preview(page, "with-balances.csv");
  await expect(page.getByText(/The balances in the file confirm \d of \d amounts/)).toBeVisible();
  await expect(page.getByText("Left out: 1 not usable.")).toBeVisible();
  await page.getByText("Not usable (1)").click();
  await expect(page.getByRole("cell", { name: /twelve/ }).first()).toBeVisible();

  await page.getByLabel("Meaning of the column Purpose").selectOption("Notes");
  await page.getByRole("button", { name: "Read the file with these meanings" }).click();
  await expect(page.getByLabel("Meaning of the column Purpose")).toHaveValue("NOTES");
  await expect(page.getByRole("button", { name: "Import 4 transactions" })).toBeEnabled();
});

test("a file that cannot be read is told in plain words", async ({ demo: page }) => {
  await page.goto("/import");
  const choose = page.getByLabel("Choose a file");
  await choose.setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("") });
  await expect(page.getByRole("alert")).toContainText("The file is empty");
  await choose.setInputFiles({
    name: "a.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("just\nsome\nprose\n"),
  });
  await expect(page.getByRole("alert")).toContainText("No list of transactions was found");
  await expectAccessible(page);
});
