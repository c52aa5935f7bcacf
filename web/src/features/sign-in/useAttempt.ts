import { useState } from "react";

import { authFailureOf, fieldOf, type AuthFailure } from "../../api/people/auth-problem";
import { ApiError } from "../../api/problem";

export interface Attempt {
  readonly isRunning: boolean;
  readonly failure: AuthFailure | null;
  /** A failure of the API, rather than of the sign-in. */
  readonly error: ApiError | null;
  /** Do something; returns whether it has succeeded. */
  run(work: () => Promise<void>): Promise<boolean>;
  clear(): void;
}

/** Do something with Firebase Auth and the API, and keep why it failed. */
export function useAttempt(): Attempt {
  const [isRunning, setRunning] = useState(false);
  const [failure, setFailure] = useState<AuthFailure | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const clear = () => {
    setFailure(null);
    setError(null);
  };
  const run = async (work: () => Promise<void>) => {
    clear();
    setRunning(true);
    try {
      await work();
      return true;
    } catch (thrown) {
      const found = authFailureOf(thrown);
      if (found) setFailure(found);
      else if (thrown instanceof ApiError) setError(thrown);
      else throw thrown;
      return false;
    } finally {
      setRunning(false);
    }
  };
  return { isRunning, failure, error, run, clear };
}

/** Return the field that a failed attempt is about. */
export function failedField(attempt: Attempt): "email" | "password" | null {
  return attempt.failure ? fieldOf(attempt.failure) : null;
}
