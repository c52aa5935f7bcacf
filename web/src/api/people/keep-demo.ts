/** A demo becomes an account, or is brought into one that is there already. */
import { askUntilDone, askWhole, type Answer } from "../client";
import {
  claimDemo,
  exportWholeLedger,
  restoreLedger,
  type ClaimView,
  type LedgerBackup,
} from "../generated";
import { ApiError } from "../problem";
import { queryClient } from "../queries";
import { adopt } from "./session";
import { readyAuth, sendVerification } from "./sign-in";

const ATTEMPTS = 6;
const PAUSE_MS = 2000;

/** Return whether a takeover that has failed so goes on when it is requested again. */
function goesOn(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.code === "network" || error.code === "claim-running" || error.status >= 500;
}

/** Request the takeover until it is done; a repeated request continues where the former has ended. */
async function claim(): Promise<Answer<ClaimView>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await askUntilDone(() => claimDemo({ body: {} }));
    } catch (error) {
      if (attempt >= ATTEMPTS || !goesOn(error)) throw error;
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
  }
}

/** Take over the demo of a visitor who has registered; it can be repeated until it succeeds. */
export async function finishKeeping(): Promise<void> {
  const { auth } = await readyAuth();
  // Only a token of the registered user may claim.
  await auth.currentUser?.getIdToken(true);
  await claim();
  await auth.currentUser?.getIdToken(true);
  adopt(auth.currentUser);
  await queryClient.invalidateQueries();
}

/** Register the visitor of a demo by e-mail address and password, and keep the ledger. */
export async function keepByPassword(email: string, password: string): Promise<void> {
  const { auth, sdk } = await readyAuth();
  if (auth.currentUser?.isAnonymous) {
    const credential = sdk.EmailAuthProvider.credential(email, password);
    await sdk.linkWithCredential(auth.currentUser, credential);
    adopt(auth.currentUser);
  }
  await Promise.all([finishKeeping(), sendVerification()]);
}

/** Register the visitor of a demo with Google, and keep the ledger. */
export async function keepByGoogle(): Promise<void> {
  const { auth, sdk } = await readyAuth();
  if (auth.currentUser?.isAnonymous) {
    const provider = new sdk.GoogleAuthProvider();
    await sdk.linkWithPopup(auth.currentUser, provider, sdk.browserPopupRedirectResolver);
    adopt(auth.currentUser);
  }
  await finishKeeping();
}

/** Read the whole ledger of the demo, to bring it into an account that is there already. */
export async function backUpDemo(): Promise<LedgerBackup> {
  return (await askWhole(exportWholeLedger())).data;
}

/**
 * Bring the backup of a demo into the account that is signed in.
 *
 * @throws {ApiError} `ledger-not-empty` if the account has transactions.
 */
export async function bringIn(backup: LedgerBackup): Promise<void> {
  await askWhole(restoreLedger({ body: backup }));
  await queryClient.invalidateQueries();
}
