/** Ways to sign in and out. */
import { ask, newKey } from "./client";
import { loadAuth } from "./firebase";
import { createDemoSession } from "./generated";
import { queryClient } from "./queries";
import { adopt, follow } from "./session";

/** Start a demo: a visitor with a private, filled ledger. */
export async function startDemo(): Promise<void> {
  const { auth, sdk } = await loadAuth();
  await follow();
  if (!auth.currentUser?.isAnonymous) await sdk.signInAnonymously(auth);
  adopt(auth.currentUser);
  await ask(createDemoSession({ headers: { "Idempotency-Key": newKey() } as never }));
}

/** Sign out, and forget what was read. */
export async function signOut(): Promise<void> {
  const { auth, sdk } = await loadAuth();
  await sdk.signOut(auth);
  adopt(null);
  queryClient.clear();
}
