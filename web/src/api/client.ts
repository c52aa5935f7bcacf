/**
 * Requests to the functions: the generated client, with the token, the workspace and repetitions.
 *
 * `ask(listAccounts())` gives the data of the answer, or throws `ApiError`.
 */
import { configuration } from "../lib/configuration";
import { preferences } from "../lib/preferences";
import { client } from "./generated/client.gen";
import { ApiError, isProblem } from "./problem";
import { idToken, markDemoExpired, session } from "./people/session";

const ATTEMPTS = 4;
/** Longer waits are told to the person instead. */
const MAX_WAIT_S = 5;

/** Make an idempotency key, for one action of a person and all its repetitions. */
export function newKey(): string {
  return crypto.randomUUID();
}

export interface Answer<T> {
  readonly data: T;
  /** Id of the change, by which the request can be undone; null if nothing can. */
  readonly changeId: string | null;
  readonly status: number;
  readonly headers: Headers;
}

interface Fields<T> {
  readonly data?: T | undefined;
  readonly error?: unknown;
  readonly response?: Response | undefined;
}

/**
 * Wait for a request of the generated client, with all that the answer says.
 *
 * @throws {ApiError} The answer is a problem, or there is none.
 */
export async function askWhole<T>(request: Promise<Fields<T>>): Promise<Answer<T>> {
  const { data, error, response } = await request;
  if (error !== undefined || !response) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(isProblem(error) ? error : null, response ?? null, error);
  }
  return {
    data: data as T,
    changeId: response.headers.get("X-Change-Id"),
    status: response.status,
    headers: response.headers,
  };
}

/** Wait for the data of a request of the generated client. */
export async function ask<T>(request: Promise<Fields<T>>): Promise<T> {
  return (await askWhole(request)).data;
}

/**
 * Repeat a request that was answered with 202, until its work is done.
 *
 * It must be safe to repeat: give it one idempotency key for all repetitions.
 */
export async function askUntilDone<T>(
  request: () => Promise<Fields<T>>,
  onProgress?: (answer: Answer<T>) => void,
): Promise<Answer<T>> {
  for (let wait = 500; ; wait = Math.min(wait * 1.5, 3000)) {
    const answer = await askWhole(request());
    if (answer.status !== 202) return answer;
    onProgress?.(answer);
    await sleep(wait);
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

async function withToken(request: Request, isForced: boolean): Promise<Request> {
  const token = await idToken(isForced);
  const copy = new Request(request);
  if (token) copy.headers.set("Authorization", `Bearer ${token}`);
  const { workspaceId } = session.get();
  if (workspaceId) copy.headers.set("X-Workspace-Id", workspaceId);
  const { language, locale } = preferences.get();
  copy.headers.set("Accept-Language", locale.startsWith(language) ? locale : language);
  return copy;
}

function isRepeatable(request: Request): boolean {
  const { method, headers } = request;
  return method === "GET" || headers.has("Idempotency-Key") || headers.has("If-Match");
}

async function isExpiredDemo(response: Response): Promise<boolean> {
  if (response.status !== 410) return false;
  const problem: unknown = await response.clone().json();
  return isProblem(problem) && problem.code === "demo-expired";
}

/** Return the milliseconds to wait before a request is repeated; null if it is not. */
function waitBefore(attempt: number, response: Response | null): number | null {
  if (attempt >= ATTEMPTS) return null;
  if (response && ![429, 500, 503].includes(response.status)) return null;
  const after = Number(response?.headers.get("Retry-After") ?? NaN);
  if (Number.isFinite(after)) return after <= MAX_WAIT_S ? after * 1000 : null;
  return 2 ** (attempt - 1) * 500 * (1 + Math.random());
}

/** Send a request with a token; renew the token once, and repeat what is safe to repeat. */
async function send(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  let isForced = false;
  for (let attempt = 1; ; attempt += 1) {
    let response: Response;
    try {
      response = await fetch(await withToken(request.clone(), isForced));
    } catch (error) {
      if (request.signal.aborted || !navigator.onLine) throw error;
      const wait = isRepeatable(request) ? waitBefore(attempt, null) : null;
      if (wait === null) throw error;
      await sleep(wait);
      continue;
    }
    const hasExpired = await isExpiredDemo(response);
    if (!isForced && (response.status === 401 || hasExpired)) {
      isForced = true;
      continue;
    }
    if (hasExpired) markDemoExpired();
    const wait = isRepeatable(request) ? waitBefore(attempt, response) : null;
    if (response.ok || wait === null) return response;
    await sleep(wait);
  }
}

client.setConfig({ baseUrl: configuration.apiUrl, fetch: send, parseAs: "auto" });
