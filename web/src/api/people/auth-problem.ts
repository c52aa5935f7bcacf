/** Failures of Firebase Auth, by what a person can do about them. */

export type AuthFailure =
  | "addressInUse"
  | "addressInvalid"
  | "codeExpired"
  | "codeUsed"
  | "disabled"
  | "network"
  | "otherMethod"
  | "passwordWeak"
  | "passwordWrong"
  | "popupBlocked"
  | "popupClosed"
  | "tooManyTries"
  | "unknown";

const FAILURE_OF_CODE: Readonly<Record<string, AuthFailure>> = {
  "auth/account-exists-with-different-credential": "otherMethod",
  "auth/cancelled-popup-request": "popupClosed",
  "auth/credential-already-in-use": "addressInUse",
  "auth/email-already-in-use": "addressInUse",
  "auth/expired-action-code": "codeExpired",
  "auth/internal-error": "network",
  "auth/invalid-action-code": "codeUsed",
  "auth/invalid-credential": "passwordWrong",
  "auth/invalid-email": "addressInvalid",
  "auth/invalid-login-credentials": "passwordWrong",
  "auth/missing-email": "addressInvalid",
  "auth/missing-password": "passwordWrong",
  "auth/network-request-failed": "network",
  "auth/password-does-not-meet-requirements": "passwordWeak",
  "auth/popup-blocked": "popupBlocked",
  "auth/popup-closed-by-user": "popupClosed",
  "auth/too-many-requests": "tooManyTries",
  "auth/user-cancelled": "popupClosed",
  "auth/user-disabled": "disabled",
  "auth/user-mismatch": "otherMethod",
  "auth/user-not-found": "passwordWrong",
  "auth/weak-password": "passwordWeak",
  "auth/wrong-password": "passwordWrong",
};

const FIELD_OF_FAILURE: Partial<Record<AuthFailure, "email" | "password">> = {
  addressInUse: "email",
  addressInvalid: "email",
  passwordWeak: "password",
  passwordWrong: "password",
};

/** Return what went wrong in Firebase Auth; null if the failure is of something else. */
export function authFailureOf(error: unknown): AuthFailure | null {
  if (typeof error !== "object" || error === null || !("code" in error)) return null;
  const { code } = error;
  if (typeof code !== "string" || !code.startsWith("auth/")) return null;
  return FAILURE_OF_CODE[code] ?? "unknown";
}

/** Return the field of a sign-in form that a failure is about; null if it is about none. */
export function fieldOf(failure: AuthFailure): "email" | "password" | null {
  return FIELD_OF_FAILURE[failure] ?? null;
}
