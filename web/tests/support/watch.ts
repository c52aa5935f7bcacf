/** Observations of a page while a test uses it. */
import type { Page } from "@playwright/test";

export interface Watched {
  /** Errors of the console, and exceptions that nobody caught. */
  readonly errors: string[];
  /** Return the sum of layout shifts since the page was loaded (CLS). */
  layoutShift(): Promise<number>;
}

/** Collect errors and layout shifts from now on. */
export function watch(page: Page): Watched {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(`${page.url()}: ${message.text()}`);
  });
  void page.addInitScript(() => {
    const sums = window as unknown as { layoutShift: number };
    sums.layoutShift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[]) {
        if (!entry.hadRecentInput) sums.layoutShift += entry.value;
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  return {
    errors,
    layoutShift: () =>
      page.evaluate(() => (window as unknown as { layoutShift: number }).layoutShift),
  };
}
