/**
 * Measure the landing page by Lighthouse, on a phone and on a desktop.
 *
 * WEB_URL is the address of the served, built app. Fails if a category has fewer than 95 points. The
 * performance depends on the machine, so this is a measurement (`make lighthouse`) and no test.
 */
import { chromium } from "@playwright/test";
import lighthouse, { desktopConfig } from "lighthouse";
import { createServer } from "node:net";

const LEAST = 95;
const url = process.env.WEB_URL ?? "http://127.0.0.1:5173";
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const port = await freePort();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    `--remote-debugging-port=${port}`,
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
  ],
});
let isTooLow = false;
for (const [name, config] of [
  ["phone", undefined],
  ["desktop", desktopConfig],
]) {
  const result = await lighthouse(
    url,
    { port, onlyCategories: CATEGORIES, logLevel: "error" },
    config,
  );
  const { categories, audits } = result.lhr;
  const scores = Object.values(categories).map(({ title, score }) => {
    isTooLow ||= score * 100 < LEAST;
    return `${title} ${Math.round(score * 100)}`;
  });
  console.log(`landing, ${name}: ${scores.join(", ")}`);
  for (const audit of Object.values(audits)) {
    if (audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode !== "informative") {
      console.log(`  ${audit.id}: ${audit.displayValue ?? audit.title}`);
    }
  }
}
await browser.close();
process.exitCode = isTooLow ? 1 : 0;
