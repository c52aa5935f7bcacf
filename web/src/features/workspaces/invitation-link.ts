/** The token of an invitation's link, kept while the person signs in. */

const KEY = "financeflow.invitation";

/** Take the token from the address, where it must not stay, and keep it for this tab. */
export function takeToken(): string | null {
  const token = decodeURIComponent(location.hash.slice(1));
  try {
    if (token) {
      sessionStorage.setItem(KEY, token);
      history.replaceState(history.state, "", location.pathname + location.search);
    }
    return token || sessionStorage.getItem(KEY);
  } catch {
    // Storage is blocked: the token stays in the address.
    return token || null;
  }
}

/** Forget the token, once the invitation is answered. */
export function forgetToken(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // There is nothing to forget.
  }
}

/** Return the id of the invitation in a token, which is `workspace.invitation.secret`. */
export function invitationIdOf(token: string): string {
  return token.split(".")[1] ?? "";
}
