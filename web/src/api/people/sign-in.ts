/** Ways to sign in and out, and what Firebase Auth does for an account. */
import type { UserCredential } from "@firebase/auth";

import { browserTimezone, currencyOf } from "../../lib/regions";
import { preferences } from "../../lib/preferences";
import { ask, newKey } from "../client";
import { loadAuth, type AuthModule } from "./firebase";
import { createDemoSession, patchMe } from "../generated";
import { ApiError } from "../problem";
import { queryClient } from "../queries";
import { adopt, follow } from "./session";

/** Load Firebase before it is needed, so that the click that needs it is fast. */
export function preloadSignIn(): void {
  void loadAuth().catch(() => undefined);
}

/** Load Firebase Auth, whose e-mails are in the language of the page. */
export async function readyAuth(): Promise<AuthModule> {
  const module = await loadAuth();
  await follow();
  module.auth.languageCode = preferences.get().language;
  return module;
}

/** Start a demo: a visitor with a private, filled ledger, in the currency of their region. */
export async function startDemo(): Promise<void> {
  const { auth, sdk } = await readyAuth();
  if (!auth.currentUser?.isAnonymous) await sdk.signInAnonymously(auth);
  adopt(auth.currentUser);
  await ask(
    createDemoSession({
      headers: { "Idempotency-Key": newKey() } as never,
      body: { timezone: browserTimezone(), currency: currencyOf(preferences.get().locale) },
    }),
  );
}

/** Start another demo after the end of one, whose visitor cannot have a second one. */
export async function startAnotherDemo(): Promise<void> {
  const { auth, sdk } = await readyAuth();
  await sdk.signOut(auth);
  queryClient.clear();
  await startDemo();
}

/** Give a new account the language, time zone and currency of the browser. */
export async function setUpAccount(): Promise<void> {
  const { locale } = preferences.get();
  try {
    await ask(
      patchMe({ body: { locale, timezone: browserTimezone(), currency: currencyOf(locale) } }),
    );
  } catch (error) {
    // The account is there; all three can be changed in the settings.
    if (!(error instanceof ApiError)) throw error;
  }
}

/** Sign in to an account. */
export async function signIn(email: string, password: string): Promise<void> {
  const { auth, sdk } = await readyAuth();
  await sdk.signInWithEmailAndPassword(auth, email, password);
  adopt(auth.currentUser);
}

/** Create an account with an empty ledger, and let Firebase send the e-mail that verifies the address. */
export async function signUp(email: string, password: string): Promise<void> {
  const { auth, sdk } = await readyAuth();
  const { user } = await sdk.createUserWithEmailAndPassword(auth, email, password);
  adopt(user);
  await Promise.all([setUpAccount(), sendVerification()]);
}

/** Sign in with Google, by a window; an account is made if there is none. */
export async function signInWithGoogle(): Promise<void> {
  const { auth, sdk } = await readyAuth();
  const provider = new sdk.GoogleAuthProvider();
  const credential: UserCredential = await sdk.signInWithPopup(
    auth,
    provider,
    sdk.browserPopupRedirectResolver,
  );
  adopt(auth.currentUser);
  if (sdk.getAdditionalUserInfo(credential)?.isNewUser) await setUpAccount();
}

/** Let Firebase send the e-mail that verifies the address; a failure leaves the account usable. */
export async function sendVerification(): Promise<boolean> {
  const { auth, sdk } = await readyAuth();
  if (!auth.currentUser) return false;
  try {
    await sdk.sendEmailVerification(auth.currentUser, { url: `${window.location.origin}/verify` });
    return true;
  } catch {
    return false;
  }
}

/** Let Firebase send an e-mail with a link to choose another password. */
export async function sendReset(email: string): Promise<void> {
  const { auth, sdk } = await readyAuth();
  await sdk.sendPasswordResetEmail(auth, email, { url: `${window.location.origin}/sign-in` });
}

/** Return the address that the code of a link for another password is for. */
export async function addressOfReset(code: string): Promise<string> {
  const { auth, sdk } = await readyAuth();
  return sdk.verifyPasswordResetCode(auth, code);
}

/** Set another password by the code of a link. */
export async function resetPassword(code: string, password: string): Promise<void> {
  const { auth, sdk } = await readyAuth();
  await sdk.confirmPasswordReset(auth, code, password);
}

/** Verify, or recover, an address by the code of a link. */
export async function applyCode(code: string): Promise<void> {
  const { auth, sdk } = await readyAuth();
  await sdk.applyActionCode(auth, code);
  await renewPerson();
}

/** Ask Firebase who the person is now: an address may have been verified in another tab. */
export async function renewPerson(): Promise<void> {
  const { auth } = await readyAuth();
  await auth.currentUser?.reload();
  // The token says whether the address is verified.
  await auth.currentUser?.getIdToken(true);
  adopt(auth.currentUser);
}

/** Sign out, and forget what was read. */
export async function signOut(): Promise<void> {
  const { auth, sdk } = await loadAuth();
  await sdk.signOut(auth);
  adopt(null);
  queryClient.clear();
}
