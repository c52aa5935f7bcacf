import { expect, expectAccessible, test } from "./support/demo";

test("the home page shows the month, and leads to what is behind its figures", async ({ demo }) => {
  const figures = demo.getByRole("region", { name: "Figures of the month" });
  await expect(figures.getByText("Income")).toBeVisible();
  await expect(figures.getByText(/more|less|As before/).first()).toBeVisible();

  const bubbles = demo.getByRole("group", { name: /^Expenses of .* areas are amounts$/ });
  const first = bubbles.getByRole("link").first();
  await expect(first).toHaveAccessibleName(/\$[\d,.]+, [\d.]+% of all/);
  await expect(demo.getByRole("group", { name: /^Income and expenses by month/ })).toBeVisible();
  await expectAccessible(demo);

  await first.focus();
  await demo.keyboard.press("ArrowRight");
  const second = bubbles.getByRole("link").nth(1);
  await expect(second).toBeFocused();
  await demo.keyboard.press("Enter");
  await expect(demo).toHaveURL(/\/transactions\?category_id=\w+&from=\d{4}-\d\d-\d\d&to=/);
});

test("another month is chosen by its name, its bar and the address", async ({ demo }) => {
  const months = demo.getByRole("navigation", { name: "Month" });
  await months
    .getByRole("link", { name: /^Show / })
    .first()
    .click();
  await expect(demo).toHaveURL(/\/home\?month=\d{4}-\d\d$/);
  const address = demo.url();
  await expect(demo.getByText(/ in the month$/)).toBeVisible();

  await demo
    .getByRole("group", { name: /^Income and expenses by month/ })
    .getByRole("link")
    .first()
    .press("Enter");
  await expect(demo).not.toHaveURL(address);
  await months.getByRole("link", { name: "This month" }).click();
  await expect(demo).toHaveURL(/\/home$/);
  await expect(demo.getByText(/ until today$/)).toBeVisible();
});

test("what another client adds appears without a reload", async ({ demo }) => {
  const [request] = await Promise.all([
    demo.waitForRequest((one) => one.url().includes("/api/dashboard")),
    demo.reload(),
  ]);
  await expect(demo.getByRole("heading", { name: "Latest transactions" })).toBeVisible();
  // The page listens once Firestore has answered it.
  await demo.waitForResponse((one) => /Firestore\/Listen|Listen\/channel/.test(one.url()));

  const answer = await demo.request.post("/api/transactions", {
    headers: {
      Authorization: request.headers()["authorization"] ?? "",
      "Idempotency-Key": crypto.randomUUID(),
    },
    data: { type: "EXPENSE", amount: "12.34", date: "2026-01-02", payee: "Another tab" },
  });
  expect(answer.status()).toBe(201);
  const heard = await demo.waitForRequest((one) => one.url().includes("/api/dashboard"));
  expect(heard.method()).toBe("GET");
});
