/**
 * Who is signed in, and in which ledger they work.
 *
 * A page that nobody has signed in to loads no Firebase: a mark in local storage says whether it is
 * worth it.
 */
import type { User } from "@firebase/auth";

import { makeStore, useStore } from "../../lib/store";
import { loadAuth } from "./firebase";

export interface Person {
  readonly uid: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly isAnonymous: boolean;
}

export interface Session {
  readonly status: "starting" | "signed-out" | "signed-in";
  readonly person: Person | null;
  /** The workspace whose ledger is shown; null for the own one. */
  readonly workspaceId: string | null;
  /** The demo has expired, and its ledger cannot be read any more. */
  readonly demoExpired: boolean;
}

const MARK = "financeflow.signed-in";
const WORKSPACE = "financeflow.workspace";

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}

export const session = makeStore<Session>({
  status: "starting",
  person: null,
  workspaceId: read(WORKSPACE),
  demoExpired: false,
});

/** Read the session. */
export function useSession(): Session {
  return useStore(session);
}

function personOf(user: User): Person {
  const { uid, email, emailVerified, isAnonymous } = user;
  return { uid, email, emailVerified, isAnonymous };
}

/** Take over who is signed in now; needed after changes that Firebase does not announce. */
export function adopt(user: User | null): void {
  const before = session.get();
  write(MARK, user ? "1" : null);
  const isSame = user !== null && before.person?.uid === user.uid;
  if (!isSame && before.person !== null) write(WORKSPACE, null);
  session.set({
    status: user ? "signed-in" : "signed-out",
    person: user ? personOf(user) : null,
    workspaceId: isSame || before.person === null ? before.workspaceId : null,
    demoExpired: isSame && before.demoExpired && user.isAnonymous,
  });
}

let started: Promise<void> | undefined;

/** Follow who is signed in, once; resolves when it is known. */
export function follow(): Promise<void> {
  started ??= loadAuth().then(async ({ auth }) => {
    await auth.authStateReady();
    adopt(auth.currentUser);
    auth.onIdTokenChanged((user) => {
      adopt(user);
    });
  });
  return started;
}

/** Start the session: with Firebase if somebody was signed in before. */
export function startSession(): void {
  if (read(MARK)) void follow();
  else session.set({ ...session.get(), status: "signed-out" });
}

/** Return the ID token of who is signed in, or null. */
export async function idToken(isForced = false): Promise<string | null> {
  if (!read(MARK) && session.get().status !== "signed-in") return null;
  const { auth } = await loadAuth();
  await auth.authStateReady();
  return (await auth.currentUser?.getIdToken(isForced)) ?? null;
}

/** Work in the ledger of a workspace, or in the own one (null). */
export function chooseWorkspace(workspaceId: string | null): void {
  write(WORKSPACE, workspaceId);
  session.set({ ...session.get(), workspaceId });
}

/** Remember that the demo has expired. */
export function markDemoExpired(): void {
  session.set({ ...session.get(), demoExpired: true });
}
