import { expect, expectAccessible, test } from "./support/demo";
import type { Page } from "@playwright/test";

async function add(page: Page, amount: string, payee: string): Promise<void> {
  await page.getByLabel("Amount in USD").fill(amount);
  await page.getByLabel("Payee").first().fill(payee);
  await page.keyboard.press("Enter");
}

async function openQuickAdd(page: Page): Promise<void> {
  await page.goto("/add");
  await expect(page.getByLabel("Amount in USD")).toBeFocused();
}

test("what is added offline is sent once, in order, with two tabs open", async ({
  demo,
  context,
}) => {
  await openQuickAdd(demo);
  await expectAccessible(demo);
  const other = await context.newPage();
  await openQuickAdd(other);
  await context.setOffline(true);
  await add(demo, "4.25", "Offline Kiosk");
  await expect(demo.getByText("1 transaction waits to be sent.")).toBeVisible();
  await add(demo, "1.75", "Offline Kiosk");
  await expect(demo.getByText("2 transactions wait to be sent.")).toBeVisible();
  await expect(other.getByText("2 transactions wait to be sent.")).toBeVisible();
  await context.setOffline(false);
  await expect(demo.getByText("wait to be sent")).toBeHidden();
  await expect(other.getByText("wait to be sent")).toBeHidden();

  await demo.goto("/transactions?payee=Offline+Kiosk");
  const rows = demo.getByRole("grid").getByRole("row");
  await expect(rows).toHaveCount(3);
  await expect(rows.filter({ hasText: "$4.25" })).toHaveCount(1);
  await expect(rows.filter({ hasText: "$1.75" })).toHaveCount(1);
});

test("a refused transaction is shown, and sent after it is corrected", async ({ demo }) => {
  await openQuickAdd(demo);
  await demo.getByLabel("Date").fill("1850-01-01");
  await add(demo, "9.50", "Old Shop");
  const waiting = demo.getByRole("region", { name: /1 transaction waits/ });
  await expect(waiting.getByRole("alert")).toBeVisible();
  await waiting.getByRole("button", { name: "Correct Old Shop" }).click();
  await demo.getByLabel("Date").fill("2026-01-05");
  await demo.getByRole("button", { name: "Save" }).click();
  await expect(demo.getByText("Transaction added")).toBeVisible();
  await expect(waiting).toBeHidden();
});

test("the built app opens quick add without a connection", async ({ demo, context }) => {
  const isBuilt = await demo.evaluate(
    () => document.querySelector("script[src*='/src/main']") === null,
  );
  test.skip(!isBuilt, "the development server has no service worker");
  await openQuickAdd(demo);
  await demo.evaluate(async () => void (await navigator.serviceWorker.ready));
  await expect
    .poll(() => demo.evaluate(() => navigator.serviceWorker.controller !== null))
    .toBe(true);
  await context.setOffline(true);
  await demo.goto("/add");
  await add(demo, "2.50", "Without Net");
  await expect(demo.getByText("1 transaction waits to be sent.")).toBeVisible();
  const cached = await demo.evaluate(async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map((request) => new URL(request.url).pathname);
  });
  expect(cached.filter((path) => path.startsWith("/api"))).toEqual([]);
  await context.setOffline(false);
  await expect(demo.getByText("1 transaction waits to be sent.")).toBeHidden();
});
