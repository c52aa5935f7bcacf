/** Browser tests begin as a visitor with a demo of their own. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";

/** Start a demo by the button on the landing page, and wait for the home page. */
export async function startDemo(page: Page): Promise<void> {
  await page.goto("/");
  await page.getByRole("button", { name: "Try the demo" }).first().click();
  // The first request of a stack also loads the functions.
  await expect(page).toHaveURL(/\/home$/, { timeout: 60_000 });
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** A test whose page shows the home page of a new demo. */
export const test = base.extend<{ demo: Page }>({
  demo: async ({ page }, use) => {
    await startDemo(page);
    await use(page);
  },
});

/** Assert that axe finds no violation of WCAG 2.2 AA on the page as it is. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  expect(
    violations.map((one) => ({
      rule: one.id,
      nodes: one.nodes.map((node) => node.target.join(" ")),
    })),
  ).toEqual([]);
}

export { expect };
