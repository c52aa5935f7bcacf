/** The code of docs/web-client.md, which has the same text; it is compiled, and `listenToMonth` is run. */

import { initializeApp } from "@firebase/app";
import { connectAuthEmulator, getAuth } from "@firebase/auth";
import type { Auth } from "@firebase/auth";
import { connectFirestoreEmulator, doc, getFirestore, onSnapshot } from "@firebase/firestore";
import type { Firestore, Unsubscribe } from "@firebase/firestore";

import { assertSummaryDocument, isTenantPath, summaryPath } from "./live.js";

export function connect(projectId: string, apiKey: string, isLocal: boolean): [Auth, Firestore] {
  const app = initializeApp({ projectId, apiKey, authDomain: `${projectId}.firebaseapp.com` });
  const auth = getAuth(app);
  const db = getFirestore(app);
  if (isLocal) {
    connectAuthEmulator(auth, "http://127.0.0.1:9099", { disableWarnings: true });
    connectFirestoreEmulator(db, "127.0.0.1", 8080);
  }
  return [auth, db];
}

type Show = (incomeMinor: number, expensesMinor: number) => void;

/** Show the totals of a month now and after each change, until the returned function is called. */
export function listenToMonth(
  db: Firestore, tenant: string, month: string, edition: string | null,
  show: Show, fail: (error: Error) => void,
): Unsubscribe {
  if (!isTenantPath(tenant)) throw new TypeError(`not the path of a ledger: ${tenant}`);
  return onSnapshot(doc(db, summaryPath(tenant, month, edition)), (snapshot) => {
    const data: unknown = snapshot.data();
    if (data === undefined) return show(0, 0); // No transaction has been in the month.
    assertSummaryDocument(data);
    show(data.income_minor ?? 0, data.expenses_minor ?? 0);
  }, fail);
}
