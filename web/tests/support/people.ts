/** People of browser tests: addresses, and the links that the Auth emulator would send. */
import type { APIRequestContext, Page } from "@playwright/test";
import { expect } from "@playwright/test";

const EMULATOR = `http://${process.env["FIREBASE_AUTH_EMULATOR_HOST"] ?? "127.0.0.1:9099"}`;
const PROJECT = "demo-financeflow";

export const PASSWORD = "correct horse battery";

/** Return an address that no other test has. */
export function newAddress(): string {
  return `ada-${crypto.randomUUID()}@example.com`;
}

/** Return the latest code of a link of the Auth emulator to an address. */
export async function codeFor(
  request: APIRequestContext,
  email: string,
  kind: "VERIFY_EMAIL" | "PASSWORD_RESET",
): Promise<string> {
  const answer = await request.get(`${EMULATOR}/emulator/v1/projects/${PROJECT}/oobCodes`);
  const { oobCodes } = (await answer.json()) as {
    oobCodes: { email: string; oobCode: string; requestType: string }[];
  };
  const found = oobCodes.filter((one) => one.email === email && one.requestType === kind).at(-1);
  if (!found) throw new Error(`no ${kind} for ${email}`);
  return found.oobCode;
}

/** Fill and send the form for address and password. */
export async function fillCredentials(
  page: Page,
  email: string,
  password: string,
  button: string,
): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: button, exact: true }).click();
}

/** Create an account with an empty ledger, and wait for its home page. */
export async function signUp(page: Page, email: string): Promise<void> {
  await page.goto("/sign-up");
  await fillCredentials(page, email, PASSWORD, "Create the account");
  await expect(page).toHaveURL(/\/home$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}
