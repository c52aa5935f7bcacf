/** The proof that an address is the person's own, by an e-mail of Firebase. */
import { loadAuth } from "../../api/firebase";
import { adopt } from "../../api/session";

/** Have Firebase send the e-mail with the link. */
export async function sendVerification(): Promise<void> {
  const { auth, sdk } = await loadAuth();
  if (auth.currentUser) await sdk.sendEmailVerification(auth.currentUser);
}

/** Ask whether the address is verified now; the token then says so, too. */
export async function isVerifiedNow(): Promise<boolean> {
  const { auth } = await loadAuth();
  const user = auth.currentUser;
  if (!user) return false;
  await user.reload();
  if (!user.emailVerified) return false;
  await user.getIdToken(true);
  adopt(user);
  return true;
}
