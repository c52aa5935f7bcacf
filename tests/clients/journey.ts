/**
 * The journey of a typed web client: from a visitor's first request to a shared workspace.
 *
 * It has no cast and no `any`. `client` is generated from openapi.json, `live` from the live documents.
 */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import process from "node:process";

import { initializeApp } from "@firebase/app";
import {
  connectAuthEmulator,
  EmailAuthProvider,
  getAuth,
  linkWithCredential,
  signInAnonymously,
} from "@firebase/auth";
import {
  connectFirestoreEmulator,
  doc,
  getFirestore,
  onSnapshot,
  terminate,
} from "@firebase/firestore";

import {
  carryOutImport,
  claimDemo,
  createDemoSession,
  createWorkspace,
  dashboardHome,
  followChanges,
  getImport,
  listTransactions,
  monthlyReport,
  patchSettings,
  patchTransaction,
  previewImport,
  recordTransaction,
  undoChange,
  undoImport,
} from "./client/index.js";
import type { TransactionDraft } from "./client/index.js";
import { client } from "./client/client.gen.js";
import { listenToMonth } from "./guide.js";
import {
  assertDemoDocument,
  assertSummaryDocument,
  assertTransactionDocument,
  assertUserDocument,
  isTenantPath,
  LIVE_VERSION,
  monthOf,
  firstDayOf,
  summaryPath,
} from "./live.js";
import type { TenantPath } from "./live.js";

const PATIENCE_MS = 60_000;

function variable(name: string): string {
  const value = process.env[name];
  assert(value !== undefined, `${name} is not set`);
  return value;
}

/** Return the data of an answer that is no failure. */
function given<T>(result: { data: T | undefined; error: unknown }): T {
  assert(result.data !== undefined, JSON.stringify(result.error));
  return result.data;
}

const projectId = variable("GOOGLE_CLOUD_PROJECT");
const app = initializeApp({ projectId, apiKey: "local" });
const auth = getAuth(app);
connectAuthEmulator(auth, `http://${variable("FIREBASE_AUTH_EMULATOR_HOST")}`, {
  disableWarnings: true,
});
const db = getFirestore(app);
const [firestoreHost, firestorePort] = variable("FIRESTORE_EMULATOR_HOST").split(":");
assert(firestoreHost !== undefined && firestorePort !== undefined);
connectFirestoreEmulator(db, firestoreHost, Number(firestorePort));

/** Listen to a document until its data are as wanted; return them. */
function heard<T>(path: string, read: (data: unknown) => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no news of ${path}`)), PATIENCE_MS);
    const stop = onSnapshot(
      doc(db, path),
      (snapshot) => {
        const found = snapshot.exists() ? read(snapshot.data()) : undefined;
        if (found !== undefined) {
          clearTimeout(timer);
          stop();
          resolve(found);
        }
      },
      reject,
    );
  });
}

function tenantOf(path: string): TenantPath {
  assert(isTenantPath(path));
  return path;
}

async function startDemo(): Promise<{ tenant: TenantPath; categoryId: string }> {
  const session = given(await createDemoSession({ body: { sample_transactions: false } }));
  const category = session.categories.find((one) => one.type === "EXPENSE");
  assert(category);
  assert.equal(session.currency, "USD");
  return { tenant: tenantOf(session.tenant), categoryId: category.id };
}

/** Record an expense twice with one key; return its id and ETag. */
async function recordOnce(body: TransactionDraft): Promise<{ id: string; etag: string }> {
  const headers = { "Idempotency-Key": randomUUID() };
  const first = await recordTransaction({ body, headers });
  const again = await recordTransaction({ body, headers });
  assert.equal(given(again).id, given(first).id);
  assert.equal(again.response?.status, 201);
  assert.equal(first.response?.headers.get("ETag"), given(first).etag);
  return given(first);
}

/** Edit a transaction, and again with the ETag of before, as another tab would; return the last change. */
async function editInTwoTabs(id: string, etag: string): Promise<string> {
  const headers = { "If-Match": etag };
  const edited = await patchTransaction({ path: { id }, headers, body: { payee: "Café" } });
  assert.equal(given(edited).payee, "Café");
  const stale = await patchTransaction({ path: { id }, headers, body: { amount: "9.99" } });
  assert(stale.error !== undefined && "current" in stale.error);
  assert.equal(stale.error.code, "precondition-failed");
  assert.equal(stale.error.current.payee, "Café");
  const now = { "If-Match": stale.error.current.etag };
  const merged = await patchTransaction({ path: { id }, headers: now, body: { amount: "9.99" } });
  assert.equal(given(merged).amount, "9.99");
  const cleared = await patchTransaction({ path: { id }, body: { payee: null } });
  assert.equal(given(cleared).payee, null);
  const change = cleared.response?.headers.get("X-Change-Id");
  assert(typeof change === "string");
  return change;
}

async function pageThrough(): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const query = { limit: 2, year: 2026, month: 3, ...(cursor === null ? {} : { cursor }) };
    const page: { items: { id: string }[]; next_cursor: string | null } = given(
      await listTransactions({ query }),
    );
    ids.push(...page.items.map((one) => one.id));
    cursor = page.next_cursor;
  } while (cursor !== null);
  return ids;
}

/** Import a file of two rows, and undo the import. */
async function importAndUndo(): Promise<void> {
  const rows = "Date,Amount,Description\n2026-03-02,-3.20,Coffee\n2026-03-03,2500.00,Salary\n";
  const file = new Blob([rows], { type: "text/csv" });
  const plan = given(await previewImport({ body: file, query: { file_name: "march.csv" } }));
  assert.equal(plan.planned.new, 2);
  const done = given(await carryOutImport({ body: { plan_token: plan.plan_token } }));
  assert.deepEqual([done.status, done.imported], ["COMPLETED", 2]);
  assert.equal((await pageThrough()).length, 5);
  given(await undoImport({ path: { id: done.id } }));
  assert.equal(given(await getImport({ path: { id: done.id } })).status, "UNDONE");
}

/** Undo the removal of a payee by the id of the change, as a toast does. */
async function undoRemoval(change: string): Promise<void> {
  const undone = given(await undoChange({ path: { id: change }, body: { whole_operation: true } }));
  const [made] = undone.changes;
  assert(made?.entity === "TRANSACTION");
  assert.equal(made.after?.payee, "Café");
}

async function feed(since: string): Promise<{ entities: Set<string>; amounts: string[] }> {
  const entities = new Set<string>();
  const amounts: string[] = [];
  for (let more = true; more; ) {
    const page = given(await followChanges({ query: { since, limit: 100 } }));
    for (const item of page.items) {
      entities.add(item.entity);
      if (item.entity === "TRANSACTION" && item.resource) amounts.push(item.resource.amount);
    }
    since = page.next_cursor;
    more = page.has_more;
  }
  return { entities, amounts };
}

async function visit(): Promise<{ tenant: TenantPath; id: string }> {
  const { tenant, categoryId } = await startDemo();
  const expense: TransactionDraft = {
    type: "EXPENSE",
    amount: "12.50",
    category_id: categoryId,
    date: "2026-03-31",
    tags: ["Été"],
  };
  const { id, etag } = await recordOnce(expense);
  const live = await heard(`${tenant}/transactions/${id}`, (data) => {
    assertTransactionDocument(data);
    return data;
  });
  assert.deepEqual([live.amount_minor, live.tags, `"${live.revision}"`], [1250, ["Été"], etag]);
  const change = await editInTwoTabs(id, etag);
  for (const date of ["2026-03-01", "2026-03-02"]) await recordOnce({ ...expense, date });
  assert.equal(new Set(await pageThrough()).size, 3);
  const report = given(await monthlyReport({ query: { year: 2026, month: 3 } }));
  assert.deepEqual([report.total_expenses, report.currency], ["34.99", "USD"]);
  const minor = await heard(summaryPath(tenant, "2026-03"), (data) => {
    assertSummaryDocument(data);
    return data.expenses_minor;
  });
  assert.equal(minor, 3499);
  assert.equal(await expensesOf(tenant, "2026-03"), 3499);
  await importAndUndo();
  await undoRemoval(change);
  return { tenant, id };
}

/** Register the visitor, and claim the demo; a listener to the demo's document hears of it. */
async function register(demo: TenantPath): Promise<TenantPath> {
  const over = heard(demo, (data) => {
    assertDemoDocument(data);
    return data.takeover?.finished_at ?? undefined;
  });
  assert(auth.currentUser);
  const credential = EmailAuthProvider.credential(`${randomUUID()}@example.com`, "correct horse");
  await linkWithCredential(auth.currentUser, credential);
  await auth.currentUser.getIdToken(true);
  const claim = given(await claimDemo({ body: {} }));
  assert.equal(claim.transactions, 5);
  assert((await over).toDate() instanceof Date);
  return tenantOf(claim.tenant);
}

/** Listen to a month as the guide does, until its expenses are heard. */
function expensesOf(tenant: string, month: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const stop = listenToMonth(db, tenant, month, null, (_, expenses) => {
      if (expenses === 0) return;
      stop();
      resolve(expenses);
    }, reject);
  });
}

/** Let the months start on another day; the ledger's document tells of it. */
async function moveMonths(tenant: TenantPath): Promise<void> {
  const moved = heard(tenant, (data) => {
    assertUserDocument(data);
    return data.month_start.day === 1 ? undefined : data;
  });
  const paid = { day: 31, shift: "PREVIOUS", holidays: "DE" } as const;
  given(await patchSettings({ body: { month_start: paid } }));
  const { month_start: start, summary_edition: edition } = await moved;
  for (const [day, expenses] of [["2026-03-31", 999], ["2026-03-02", 2500]] as const) {
    const minor = await heard(summaryPath(tenant, monthOf(day, start), edition), (data) => {
      assertSummaryDocument(data);
      return data.expenses_minor;
    });
    assert.equal(minor, expenses);
  }
  // 28 February 2026 is a Saturday, and 30 March 2029 a holiday; 2046 has none that are known.
  const starts = ["2026-03", "2026-04", "2029-04", "2046-04"].map((one) => firstDayOf(one, start));
  assert.deepEqual(starts, ["2026-02-27", "2026-03-31", "2029-03-29", "2046-03-30"]);
  const days = ["2026-02-26", "2026-02-27", "2046-03-29", "2046-03-30"];
  const months = days.map((day) => monthOf(day, start));
  assert.deepEqual(months, ["2026-02", "2026-03", "2046-03", "2046-04"]);
  assert.deepEqual(
    [monthOf("2026-01-04", { day: 5 }), monthOf("2026-12-25", { day: 25 })],
    ["2025-12", "2027-01"],
  );
}

async function share(): Promise<void> {
  const body = { name: "Household", currency: "EUR" };
  const headers = { "Idempotency-Key": randomUUID() };
  const workspace = given(await createWorkspace({ body, headers }));
  assert.equal(workspace.role, "ADMIN");
  const inside = { "X-Workspace-Id": workspace.id };
  assert.deepEqual(given(await listTransactions({ headers: inside })).items, []);
}

client.setConfig({
  baseUrl: variable("FINANCEFLOW_URL"),
  auth: async () => auth.currentUser?.getIdToken(),
});
await signInAnonymously(auth);
const { tenant: demo, id } = await visit();
const account = await register(demo);
const ledger = await heard(account, (data) => {
  assertUserDocument(data);
  return data;
});
assert.equal(ledger.live_version, LIVE_VERSION);
assert.equal(ledger.tags?.["#été"], 3);
const { entities, amounts } = await feed("0");
assert(entities.has("CATEGORY") && entities.has("SETTINGS") && amounts.includes("9.99"));
assert.equal(given(await listTransactions({ query: { q: "café" } })).items[0]?.id, id);
const home = given(await dashboardHome());
assert.deepEqual([home.tenant, home.settings.currency, home.role], [account, "USD", "ADMIN"]);
await moveMonths(account);
await share();
await terminate(db);
process.exit(0);
