import { test, type Page } from "@playwright/test";

import { expect, expectAccessible, test as visitorTest } from "./support/demo";

const AUTH = `http://${process.env["FIREBASE_AUTH_EMULATOR_HOST"] ?? "127.0.0.1:9099"}`;
const PASSWORD = "correct horse battery";

/** Register somebody whose address is verified, by the Auth emulator. */
async function registered(page: Page, name: string): Promise<string> {
  const email = `${name}-${crypto.randomUUID()}@example.com`;
  const accounts = `${AUTH}/identitytoolkit.googleapis.com/v1/accounts`;
  const answer = await page.request.post(`${accounts}:signUp?key=local`, {
    data: { email, password: PASSWORD, returnSecureToken: true },
  });
  const { localId } = (await answer.json()) as { localId: string };
  await page.request.post(`${accounts}:update?key=local`, {
    headers: { Authorization: "Bearer owner" },
    data: { localId, emailVerified: true },
  });
  return email;
}

/** Fill and send the form of the sign-in. */
async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

visitorTest("a visitor is told that workspaces need an account", async ({ demo: page }) => {
  await page.goto("/workspaces");
  await expect(page.getByText("Workspaces need an account")).toBeVisible();
  await expect(page.getByRole("link", { name: "Keep my data with an account" })).toBeVisible();
  await expectAccessible(page);
});

test("one person makes a workspace and invites another, who joins by the link", async ({
  page,
  browser,
}) => {
  const [ada, grace] = [await registered(page, "ada"), await registered(page, "grace")];
  await page.goto("/sign-in?to=%2Fworkspaces");
  await signIn(page, ada);
  await page.getByRole("button", { name: "New workspace" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New workspace" });
  await dialog.getByLabel("Name").fill("Household");
  await dialog.getByLabel("Name").press("Enter");
  await expect(page.getByRole("button", { name: "Ledger: Household. Switch" })).toBeVisible();

  await page.getByRole("link", { name: "Members and settings of Household" }).click();
  await page.getByLabel("E-mail address").fill(grace);
  await page.getByRole("button", { name: "Send the invitation" }).click();
  const link = await page.getByLabel("Link of the invitation").inputValue();
  await expectAccessible(page);

  const context = await browser.newContext();
  const other = await context.newPage();
  const { pathname, hash } = new URL(link);
  await other.goto(new URL(pathname + hash, page.url()).href);
  await other.getByRole("link", { name: "Sign in", exact: true }).click();
  await signIn(other, grace);
  await other.getByRole("button", { name: "Accept the invitation to Household" }).click();
  await expect(other).toHaveURL(/\/home$/);
  await expect(other.getByRole("button", { name: "Ledger: Household. Switch" })).toBeVisible();
  await context.close();

  await page.reload();
  await page.getByRole("combobox", { name: `Role of ${grace}` }).selectOption("Analyst");
  await expect(page.getByText(`${grace} is Analyst now`)).toBeVisible();
  await page.getByRole("button", { name: `Actions for ${grace}` }).click();
  await page.getByRole("menuitem", { name: "Remove from the workspace" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove from the workspace" }).click();
  await expect(page.getByRole("combobox", { name: `Role of ${grace}` })).toBeHidden();

  await page.getByRole("link", { name: "History of the workspace" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("History of Household");
  await expect(page.getByRole("listitem").first()).toContainText("the member");
});
