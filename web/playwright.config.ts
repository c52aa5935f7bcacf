import { defineConfig, devices } from "@playwright/test";

// The stack is started by `make browser`, or by `make run` in another terminal.
const url = process.env["WEB_URL"] ?? "http://127.0.0.1:5173";

export default defineConfig({
  testDir: "tests",
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: url,
    locale: "en-US",
    timezoneId: "Europe/Berlin",
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
    // Recording what is seen costs more than the tests: TRACE=1 for finding out why one fails.
    trace: process.env["TRACE"] ? "retain-on-failure" : "off",
    contextOptions: { reducedMotion: "reduce" },
  },
});
