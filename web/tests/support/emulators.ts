/** What tests change behind the functions' back, in the emulators. */
import type { Page } from "@playwright/test";

const PROJECT = process.env["GOOGLE_CLOUD_PROJECT"] ?? "demo-financeflow";
const FIRESTORE = process.env["FIRESTORE_EMULATOR_HOST"] ?? "127.0.0.1:8080";
const DOCUMENTS = `http://${FIRESTORE}/v1/projects/${PROJECT}/databases/(default)/documents`;
const OWNER = { Authorization: "Bearer owner", "Content-Type": "application/json" };

/** Return the path of the ledger's document of who is signed in, from the page's own request. */
export async function tenantOf(page: Page): Promise<string> {
  const answer = page.waitForResponse((one) => /\/api\/dashboard(\?|$)/.test(one.url()));
  await page.reload();
  const home = (await (await answer).json()) as { tenant: string };
  return home.tenant;
}

/** Let a demo expire now, as its end passes. */
export async function expireDemo(tenant: string): Promise<void> {
  const past = new Date(Date.now() - 60_000).toISOString();
  const answer = await fetch(`${DOCUMENTS}/${tenant}?updateMask.fieldPaths=expires_at`, {
    method: "PATCH",
    headers: OWNER,
    body: JSON.stringify({ fields: { expires_at: { timestampValue: past } } }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
