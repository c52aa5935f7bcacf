import { readFile } from "node:fs/promises";

import { expect, expectAccessible, test } from "./support/demo";

test("transactions and the whole ledger are downloaded, and a full ledger takes no backup", async ({
  demo: page,
}) => {
  await page.goto("/export");
  await page.getByLabel("Period").selectOption("Everything");
  const table = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download CSV" }).click();
  const csv = await table;
  expect(csv.suggestedFilename()).toBe("transactions.csv");
  expect((await readFile(await csv.path(), "utf8")).split("\n").length).toBeGreaterThan(50);
  await expect(page.getByText("transactions.csv is downloaded")).toBeVisible();

  const whole = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the backup" }).click();
  const backup: unknown = JSON.parse(await readFile(await (await whole).path(), "utf8"));
  expect(backup).toMatchObject({ format: "financeflow-ledger" });
  await expect(page.getByText(/\.json is downloaded/)).toBeVisible();
  await expect(page.getByText("This ledger has transactions")).toBeVisible();
  await expectAccessible(page);
});
