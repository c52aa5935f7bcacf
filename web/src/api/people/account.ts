/** What a person does with the account in Firebase Auth: prove who they are, change the password. */
import { readyAuth } from "./sign-in";

export type SignInMethod = "password" | "google" | "none";

/** Return how the person signs in; `none` for a demo visitor. */
export async function signInMethod(): Promise<SignInMethod> {
  const { auth } = await readyAuth();
  const ids = auth.currentUser?.providerData.map((one) => one.providerId) ?? [];
  if (ids.includes("password")) return "password";
  return ids.includes("google.com") ? "google" : "none";
}

/** Sign in once more by password, as the deletion of an account asks for. */
export async function confirmPassword(password: string): Promise<void> {
  const { auth, sdk } = await readyAuth();
  const user = auth.currentUser;
  if (!user?.email) return;
  const credential = sdk.EmailAuthProvider.credential(user.email, password);
  await sdk.reauthenticateWithCredential(user, credential);
  await user.getIdToken(true);
}

/** Sign in once more with Google. */
export async function confirmGoogle(): Promise<void> {
  const { auth, sdk } = await readyAuth();
  const user = auth.currentUser;
  if (!user) return;
  const provider = new sdk.GoogleAuthProvider();
  await sdk.reauthenticateWithPopup(user, provider, sdk.browserPopupRedirectResolver);
  await user.getIdToken(true);
}

/** Change the password; Firebase signs out all other devices, within an hour. */
export async function changePassword(present: string, next: string): Promise<void> {
  await confirmPassword(present);
  const { auth, sdk } = await readyAuth();
  if (auth.currentUser) await sdk.updatePassword(auth.currentUser, next);
}
