import { expect, test } from "vitest";

import { authFailureOf, fieldOf } from "./auth-problem";

test("codes of Firebase become what a person can do", () => {
  expect(authFailureOf({ code: "auth/weak-password" })).toBe("passwordWeak");
  expect(authFailureOf({ code: "auth/email-already-in-use" })).toBe("addressInUse");
  expect(authFailureOf({ code: "auth/something-new" })).toBe("unknown");
});

test("other failures are not taken for those of Firebase Auth", () => {
  expect(authFailureOf(new Error("x"))).toBeNull();
  expect(authFailureOf({ code: "demo-expired" })).toBeNull();
  expect(authFailureOf(null)).toBeNull();
});

test("failures about a field name it", () => {
  expect(fieldOf("passwordWrong")).toBe("password");
  expect(fieldOf("addressInvalid")).toBe("email");
  expect(fieldOf("tooManyTries")).toBeNull();
});
