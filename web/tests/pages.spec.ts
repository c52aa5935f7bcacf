/**
 * Every page as a visitor has it: accessible, within its width, without jumps and errors.
 *
 * Leaves a screenshot of each in `screenshots/`, in both themes and both sizes.
 */
import { expect, expectAccessible, startDemo, test } from "./support/demo";
import { LEDGER_PAGES, OPEN_PAGES, nameOf } from "./support/pages";
import { watch } from "./support/watch";

const SIZES = { wide: { width: 1280, height: 900 }, phone: { width: 360, height: 780 } };

for (const colorScheme of ["light", "dark"] as const) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test.describe(`${colorScheme}, ${size}`, () => {
      test.use({ colorScheme, viewport });

      for (const [kind, pages] of [
        ["open", OPEN_PAGES],
        ["ledger", LEDGER_PAGES],
      ] as const) {
        test(`${kind} pages`, async ({ page }) => {
          test.setTimeout(240_000);
          const watched = watch(page);
          if (kind === "ledger") await startDemo(page);
          for (const path of pages) {
            await test.step(path, async () => {
              await page.goto(path);
              await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
              await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
              await page.screenshot({
                path: `screenshots/${nameOf(path)}-${colorScheme}-${size}.png`,
                fullPage: true,
              });
              const overflow = await page.evaluate(
                () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
              );
              expect.soft(overflow, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
              expect.soft(await watched.layoutShift(), `${path} jumps`).toBeLessThan(0.05);
              if (size === "wide" || kind === "open") await expectAccessible(page);
            });
          }
          expect(watched.errors).toEqual([]);
        });
      }
    });
  }
}
