import { test as base } from "@playwright/test";

import { expect, expectAccessible, test } from "./support/demo";
import { PASSWORD, codeFor, fillCredentials, newAddress, signUp } from "./support/people";

base("the landing page says what it is, in both languages and themes", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Money that adds up");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Dark colours" }).click();
  await expectAccessible(page);
  await page.getByLabel("Language").selectOption("de");
  await expect(page.getByRole("button", { name: "Demo ausprobieren" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
});

test("a demo becomes an account, with its data and on the same page", async ({ demo, request }) => {
  const email = newAddress();
  await demo.goto("/settings/ledger");
  await expect(demo.getByText(/This demo ends in/)).toBeVisible();
  await demo.getByRole("link", { name: "Keep my data" }).click();
  await expect(demo.getByRole("heading", { name: "Keep your data" })).toBeVisible();
  await expectAccessible(demo);

  await fillCredentials(demo, email, "short", "Keep my data");
  await expect(demo.getByText(/too easy to guess/)).toBeVisible();
  await expect(demo.getByLabel("Password", { exact: true })).toBeFocused();

  await fillCredentials(demo, email, PASSWORD, "Keep my data");
  await expect(demo).toHaveURL(/\/settings\/ledger$/);
  await expect(demo.getByText(/This demo ends in/)).toBeHidden();

  // The banner asks for the address to be verified; the link in the e-mail does it.
  await expect(demo.getByText(/Verify your address/)).toBeVisible();
  const code = await codeFor(request, email, "VERIFY_EMAIL");
  await demo.goto(`/verify?mode=verifyEmail&oobCode=${code}`);
  await expect(demo.getByText("Your address is verified.")).toBeVisible();
  await demo.getByRole("link", { name: "Go on" }).click();
  await expect(demo.getByText(/Verify your address/)).toBeHidden();
  await demo.getByRole("button", { name: "Account menu" }).click();
  await expect(demo.getByText(email).first()).toBeVisible();
  await expect(demo.getByRole("menuitem", { name: "Keep my data" })).toBeHidden();
});

base(
  "an account signs in, is told of mistakes, and gets another password",
  async ({ page, request }) => {
    const email = newAddress();
    await signUp(page, email);
    await page.getByRole("button", { name: "Account menu" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page.getByRole("button", { name: "Try the demo" })).toBeVisible();

    // A page of the ledger asks for the sign-in, and comes back after it.
    await page.goto("/webhooks");
    await expect(page).toHaveURL(/\/sign-in\?to=/);
    await expectAccessible(page);
    await fillCredentials(page, email, "wrong password", "Sign in");
    await expect(page.getByText("The address or the password is wrong.")).toBeVisible();

    await page.getByRole("link", { name: "Forgot the password?" }).click();
    await page.getByLabel("E-mail address").fill(email);
    await page.getByRole("button", { name: "Send the link" }).click();
    await expect(page.getByText(/the link is on its way/)).toBeVisible();
    const code = await codeFor(request, email, "PASSWORD_RESET");
    await page.goto(`/verify?mode=resetPassword&oobCode=${code}`);
    await page.getByLabel("New password").fill("another battery staple");
    await page.getByRole("button", { name: "Save the password" }).click();
    await expect(page.getByText(/The password is changed/)).toBeVisible();

    await page.goto("/sign-in?to=https://evil.example/");
    await fillCredentials(page, email, "another battery staple", "Sign in");
    await expect(page).toHaveURL(/127\.0\.0\.1:\d+\/home$/);
  },
);

test("settings change the start of the month, the name and the language, and are undone", async ({
  demo,
}) => {
  await demo.goto("/settings/ledger");
  const month = demo.getByRole("region", { name: "Start of the month" });
  const day = month.getByRole("textbox", { name: "Day" });
  await day.fill("25");
  await month.getByLabel("If it is no working day").selectOption("PREVIOUS");
  await expect(month.getByText(/The current month would be/)).toBeVisible();
  await expectAccessible(demo);
  const save = month.getByRole("button", { name: "Save the start of the month" });
  await save.click();
  // All months are put together again, in the background if it takes long.
  await expect(save).toBeDisabled();
  await expect(day).toHaveValue("25");

  await demo.goto("/settings");
  const name = demo.getByLabel("Display name");
  await name.fill("Grace");
  await demo.getByRole("button", { name: "Save" }).click();
  await expect(demo.getByText("Settings saved").last()).toBeVisible();
  await demo.getByRole("button", { name: "Undo" }).last().click();
  await expect(name).toHaveValue("");
  await name.fill("Ada");
  await demo.getByLabel("Language").selectOption("de");
  await demo.getByRole("button", { name: "Save" }).click();
  await expect(demo.getByRole("heading", { name: "Einstellungen" })).toBeVisible();
  await expect(demo.getByLabel("Angezeigter Name")).toHaveValue("Ada");
  await demo.getByRole("button", { name: "Kontomenü" }).click();
  await expect(demo.getByText("Ada").first()).toBeVisible();
});

test("notifications are read, and preferences are kept", async ({ demo }) => {
  await demo.getByRole("link", { name: /Notifications, \d+ unread/ }).click();
  const bell = demo.getByRole("banner").getByRole("link", { name: /^Notifications/ });
  const before = Number(/\d+/.exec((await bell.getAttribute("aria-label")) ?? "")?.[0]);
  await demo
    .getByRole("button", { name: /^Mark as read:/ })
    .first()
    .click();
  await expect(bell).toHaveAccessibleName(`Notifications, ${before - 1} unread`);
  await expectAccessible(demo);
  await demo.getByRole("button", { name: "Mark all as read" }).click();
  await expect(bell).toHaveAccessibleName("Notifications");
  const dismissers = demo.getByRole("button", { name: /^Dismiss:/ });
  const count = await dismissers.count();
  await dismissers.first().click();
  await expect(dismissers).toHaveCount(count - 1);

  await demo.getByRole("tab", { name: "Preferences" }).click();
  const choice = demo.getByLabel("E-mail: Bill is due");
  await choice.selectOption("WEEKLY");
  await expect(demo.getByText("Preferences saved")).toBeVisible();
  await demo.reload();
  await expect(choice).toHaveValue("WEEKLY");
  await expect(demo.getByLabel("E-mail: New way of signing in")).toBeDisabled();
  await expectAccessible(demo);
});

base(
  "a webhook is added, tested and deleted; the account is deleted with a receipt",
  async ({ page, request }) => {
    const email = newAddress();
    await signUp(page, email);
    const receiver = `${process.env["FUNCTIONS_URL"] ?? "http://127.0.0.1:8787"}/webhook-receiver`;
    const { secret } = (await (await request.get(receiver)).json()) as { secret: string };

    await page.goto("/webhooks");
    await page.getByRole("button", { name: "Add a webhook" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Address").fill("http://example.com/");
    await dialog.getByRole("button", { name: "Add the webhook" }).click();
    await expect(dialog.getByLabel("Address")).toBeFocused();
    await dialog.getByLabel("Address").fill(receiver);
    await dialog.getByLabel("Own secret").fill(secret);
    await dialog.getByRole("button", { name: "Add the webhook" }).click();
    await expect(page.getByText(secret)).toBeVisible();
    await page.getByRole("button", { name: "I have copied it" }).click();

    await page.getByRole("button", { name: "Send a test" }).click();
    await expect(page.getByRole("cell", { name: "Test message" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
    await expect(page.getByText(/No webhook yet/)).toBeVisible();

    await page.goto("/settings/account");
    await page.getByRole("button", { name: "Delete my account" }).click();
    const erase = page.getByRole("dialog").getByRole("button", { name: "Delete my account" });
    await expect(erase).toBeDisabled();
    await page.getByLabel("Type DELETE to confirm").fill("delete");
    await page.keyboard.press("Enter");
    // The request erases for 20 seconds at most; then the work goes on, and the user is disabled.
    const receipt = page.getByRole("heading", { name: "Your account is deleted" });
    await expect(receipt).toBeVisible({ timeout: 50_000 });
    await expect(page.getByRole("button", { name: "Save the receipt" })).toBeVisible();
    await expectAccessible(page);
    await page.goto("/sign-in");
    await fillCredentials(page, email, PASSWORD, "Sign in");
    await expect(page.getByText(/password is wrong|account is closed/)).toBeVisible();
  },
);
