/** Failures of requests. */
import type { InvalidField, Problem } from "./generated";

/** Thrown where the API answers with a problem (RFC 9457), or does not answer. */
export class ApiError extends Error {
  /** `network` if there was no answer, `http` if it was no problem of the API, else its code. */
  readonly code: Problem["code"] | "network" | "http";
  readonly status: number;
  readonly problem: Problem | null;
  /** The resource as it is now, with `precondition-failed`. */
  readonly current: unknown;
  /** Seconds after which the request may be repeated, if the answer says so. */
  readonly retryAfterS: number | null;

  constructor(problem: Problem | null, response: Response | null, cause?: unknown) {
    super(problem?.detail ?? (response ? `HTTP ${response.status}` : "No answer"), { cause });
    this.name = "ApiError";
    this.problem = problem;
    this.code = problem?.code ?? (response ? "http" : "network");
    this.status = response?.status ?? 0;
    this.current = problem && "current" in problem ? problem.current : undefined;
    const after = response?.headers.get("Retry-After");
    this.retryAfterS = after && /^\d+$/.test(after) ? Number(after) : null;
  }

  /** The invalid fields of the request. */
  get fields(): readonly InvalidField[] {
    return this.problem?.errors ?? [];
  }
}

/** Return whether something is a problem of the API. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && "detail" in value;
}
