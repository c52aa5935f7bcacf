/** Failures that people meet: an expired demo, too many requests, a function that is down. */
import type { Page } from "@playwright/test";

import { expect, expectAccessible, test } from "./support/demo";
import { expireDemo, tenantOf } from "./support/emulators";

/** Answer requests of a path by a problem instead of the function. */
async function failing(
  page: Page,
  path: RegExp,
  problem: { status: number; code: string; detail: string },
  headers: Record<string, string> = {},
): Promise<void> {
  await page.route(path, (route) =>
    route.fulfill({
      status: problem.status,
      contentType: "application/problem+json",
      headers,
      body: JSON.stringify({
        ...problem,
        type: `urn:financeflow:problem:${problem.code}`,
        title: "x",
        instance: "0123abcd",
      }),
    }),
  );
}

test("an expired demo explains itself and offers a new one", async ({ demo }) => {
  await expireDemo(await tenantOf(demo));
  await demo.reload();

  await expect(demo.getByRole("heading", { name: /demo has (expired|ended)/i })).toBeVisible();
  await expectAccessible(demo);
  await demo.getByRole("button", { name: /new demo/i }).click();
  await expect(demo.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(demo.getByRole("link", { name: "Transactions" }).first()).toBeVisible();
});

test("too many requests: the page says when to try again", async ({ demo }) => {
  const detail = "Too many requests.";
  const wait = { "Retry-After": "42" };
  await failing(demo, /\/api\/budgets/, { status: 429, code: "rate-limited", detail }, wait);
  await demo.goto("/budgets");

  await expect(demo.getByRole("alert").filter({ hasText: "42 seconds" }).first()).toBeVisible();
});

test("a function that is down leaves the rest of the app, and can be tried again", async ({
  demo,
}) => {
  await failing(
    demo,
    /\/api\/goals/,
    { status: 503, code: "unavailable", detail: "Down." },
    { "Retry-After": "30" },
  );
  await demo.goto("/goals");
  await expect(demo.getByRole("alert").filter({ hasText: "Down." }).first()).toBeVisible();
  await expect(demo.getByRole("alert").filter({ hasText: "0123abcd" }).first()).toBeVisible();
  await demo.unroute(/\/api\/goals/);
  await demo.getByRole("button", { name: "Try again" }).first().click();
  await expect(demo.getByRole("alert")).toHaveCount(0);

  await demo.goto("/transactions");
  await expect(demo.getByRole("heading", { level: 1, name: "Transactions" })).toBeVisible();
});
