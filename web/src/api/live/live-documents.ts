/** Listeners to the documents that tell of changes; loaded with Firestore, after the page. */
import type { DocumentData, FirestoreError, Query, QuerySnapshot } from "@firebase/firestore";

import { loadAuth, loadFirestore, type FirestoreModule } from "../people/firebase";
import {
  LIVE_VERSION,
  LiveShapeError,
  assertDemoDocument,
  assertNotificationDocument,
  assertSummaryDocument,
  assertTransactionDocument,
  assertUserDocument,
  assertWorkspaceDocument,
  collectionPath,
  isTenantPath,
  type Ledger,
  type TenantPath,
} from "../generated/live";
import type { Reports, Subject } from "./live";
import { adopt } from "../people/session";

/** The latest transactions that a viewer hears of; the feed tells of changes of older ones. */
const HEARD_TRANSACTIONS = 25;
/** The header's badge counts no further. */
const HEARD_NOTIFICATIONS = 100;

/** Listen to the least that tells of changes for a role, until the returned function is called. */
export async function listenTo(subject: Subject, reports: Reports): Promise<() => void> {
  const { tenant, role, uid } = subject;
  if (!isTenantPath(tenant)) throw new TypeError(`not the path of a ledger: ${tenant}`);
  const firestore = await loadFirestore();
  const own: TenantPath = tenant.startsWith("workspaces/") ? `users/${uid}` : tenant;
  const stops = [
    role === "ADMIN"
      ? listenToTenant(firestore, tenant, reports)
      : listenToRows(firestore, tenant, role === "ANALYST", reports),
    listenToNotifications(firestore, own, reports),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function guarded<S>(reports: Reports, hear: (snapshot: S) => void): (snapshot: S) => void {
  return (snapshot) => {
    try {
      hear(snapshot);
    } catch (error) {
      if (!(error instanceof LiveShapeError)) throw error;
      reports.ended("outdated");
    }
  };
}

function failing(reports: Reports): (error: FirestoreError) => void {
  return (error) => reports.ended(error.code === "permission-denied" ? "denied" : "failed");
}

function ledgerOf(tenant: TenantPath, data: DocumentData): Ledger {
  if (tenant.startsWith("workspaces/")) assertWorkspaceDocument(data);
  else if (tenant.startsWith("demo_users/")) assertDemoDocument(data);
  else assertUserDocument(data);
  return data;
}

/** Hear of all changes by the document of a ledger, which counts them. */
function listenToTenant(
  { db, sdk }: FirestoreModule,
  tenant: TenantPath,
  reports: Reports,
): () => void {
  let lastSequence: number | null = null;
  let lastProgress: string | null = null;
  return sdk.onSnapshot(
    sdk.doc(db, tenant),
    { includeMetadataChanges: true },
    guarded(reports, (snapshot) => {
      reports.connected(!snapshot.metadata.fromCache);
      if (snapshot.metadata.fromCache) return;
      const data = snapshot.data();
      if (data === undefined) return reports.tell("ledger");
      if (data["live_version"] !== LIVE_VERSION) return reports.ended("outdated");
      const ledger = ledgerOf(tenant, data);
      const takeover: unknown = "takeover" in ledger ? ledger.takeover : null;
      const { sequence = 0 } = ledger;
      // Changes of these are no changes of the log.
      const progress = JSON.stringify([
        ledger.imports_under_way,
        ledger.restore,
        ledger.currency_change,
        ledger.next_currency,
        ledger.next_month_start,
        ledger.settings_revision,
        ledger.summary_edition,
        takeover,
      ]);
      if (sequence !== lastSequence) reports.tell("ledger", sequence);
      if (lastProgress !== null && progress !== lastProgress) {
        reports.tell("progress");
        if (isFinished(takeover)) void takeOver(reports);
      }
      lastSequence = sequence;
      lastProgress = progress;
    }),
    failing(reports),
  );
}

function isFinished(takeover: unknown): boolean {
  return (
    typeof takeover === "object" &&
    takeover !== null &&
    "finished_at" in takeover &&
    takeover.finished_at !== null
  );
}

/** Become the registered user whose demo this was, perhaps claimed in another tab. */
async function takeOver(reports: Reports): Promise<void> {
  const { auth } = await loadAuth();
  await auth.currentUser?.getIdToken(true);
  adopt(auth.currentUser);
  reports.tell("ledger");
}

/** Hear of changes by the month that was changed last, or as a viewer by the latest transactions. */
function listenToRows(
  { db, sdk }: FirestoreModule,
  tenant: TenantPath,
  readsSummaries: boolean,
  reports: Reports,
): () => void {
  const rows = readsSummaries
    ? sdk.query(
        sdk.collection(db, collectionPath.summaries(tenant)),
        sdk.orderBy("updated_at", "desc"),
        sdk.limit(1),
      )
    : sdk.query(
        sdk.collection(db, collectionPath.transactions(tenant)),
        sdk.where("deleted", "==", false),
        sdk.orderBy("date", "desc"),
        sdk.limit(HEARD_TRANSACTIONS),
      );
  const check: (data: unknown) => void = readsSummaries
    ? (data) => assertSummaryDocument(data)
    : (data) => assertTransactionDocument(data);
  return listenToQuery(sdk, rows, reports, check, () => reports.tell("ledger"));
}

/** Hear of notifications of the person that are unread. */
function listenToNotifications(
  { db, sdk }: FirestoreModule,
  own: TenantPath,
  reports: Reports,
): () => void {
  const unread = sdk.query(
    sdk.collection(db, collectionPath.notifications(own)),
    sdk.where("read_at", "==", null),
    sdk.orderBy("created_at", "desc"),
    sdk.limit(HEARD_NOTIFICATIONS),
  );
  const check = (data: unknown) => assertNotificationDocument(data);
  // Without them the page is as live as before.
  const quiet: Reports = { ...reports, connected: () => undefined, ended: () => undefined };
  return listenToQuery(sdk, unread, quiet, check, () => reports.tell("notifications"));
}

function listenToQuery(
  sdk: FirestoreModule["sdk"],
  rows: Query,
  reports: Reports,
  check: (data: unknown) => void,
  changed: () => void,
): () => void {
  let isFirst = true;
  return sdk.onSnapshot(
    rows,
    { includeMetadataChanges: true },
    guarded(reports, (snapshot: QuerySnapshot) => {
      reports.connected(!snapshot.metadata.fromCache);
      if (snapshot.metadata.fromCache) return;
      const changes = snapshot.docChanges();
      for (const change of changes) if (change.type !== "removed") check(change.doc.data());
      // What the cache did not have is read by the page already.
      if (!isFirst && changes.length > 0) changed();
      isFirst = false;
    }),
    failing(reports),
  );
}
