/**
 * Documents that a browser reads from Firestore, and subscribes to.
 *
 * Generated from functions/live by `make openapi`; do not edit.
 * docs/web-client.md says how to use them.
 */

/** The version of these types; compare it with `live_version` of the tenant's document. */
export const LIVE_VERSION = 1;

/** Instant as the Firebase SDK gives it. */
export interface Timestamp {
  readonly seconds: number;
  readonly nanoseconds: number;
  toDate(): Date;
}

/** Path of a tenant's document, as `tenant` in the API. */
export type TenantPath = `users/${string}` | `demo_users/${string}` | `workspaces/${string}`;

/** Return whether a text is the path of a tenant's document. */
export function isTenantPath(path: string): path is TenantPath {
  return /^(users|demo_users|workspaces)\/[^/]+$/.test(path);
}

/** Return the path of the summary of a month, like 2026-03, for the `summary_edition` of the ledger. */
export function summaryPath(tenant: TenantPath, month: string, edition: string | null = null): string {
  return `${tenant}/summaries/${month}${edition ? `-${edition}` : ""}`;
}

/** Return the month, like 2026-03, of a day, like 2026-03-31, for the `month_start` of the ledger. */
export function monthOf(day: string, start: LedgerMonthStart): string {
  let begun = monthNumber(day) + 1;
  while (startIn(begun, start) > day) begun -= 1;
  return monthText(start.day > 15 ? begun + 1 : begun);
}

/** Return the first day of a month, like 2026-03, for the `month_start` of the ledger. */
export function firstDayOf(month: string, start: LedgerMonthStart): string {
  return startIn(monthNumber(month) - Number(start.day > 15), start);
}

/** Start of a ledger's months in the API, or in the tenant's document. */
export interface LedgerMonthStart {
  readonly day: number;
  readonly shift?: string;
  readonly weekend?: readonly string[];
  readonly moves?: string | null;
}

const DAY = 86_400_000;
const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const FIRST_OF_MOVES = 2020 * 12;

function monthNumber(text: string): number {
  return Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
}

function monthText(number: number): string {
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
}

/** Return the start of a calendar month by its number, which a shift may move out of it. */
function startIn(number: number, start: LedgerMonthStart): string {
  const [year, month] = [Math.floor(number / 12), number % 12];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const nominal = Date.UTC(year, month, Math.min(start.day, last));
  const move = start.moves?.[number - FIRST_OF_MOVES];
  const time = move === undefined ? shifted(nominal, start) : nominal + daysOfMove(move) * DAY;
  return new Date(time).toISOString().slice(0, 10);
}

function daysOfMove(move: string): number {
  if (move === ".") return 0;
  const code = move.charCodeAt(0);
  return code < 97 ? code - 64 : 96 - code;
}

/** Return the time of the day to which a shift moves one from the weekend. */
function shifted(time: number, start: LedgerMonthStart): number {
  const { shift = "NONE", weekend = ["SA", "SU"] } = start;
  const moved = (by: number): number => {
    let at = time;
    while (weekend.includes(WEEKDAYS[new Date(at).getUTCDay()] ?? "")) at += by;
    return at;
  };
  if (shift === "NONE") return time;
  if (shift === "PREVIOUS") return moved(-DAY);
  const next = moved(DAY);
  const leaves = new Date(next).getUTCMonth() !== new Date(time).getUTCMonth();
  return shift === "NEXT_IN_MONTH" && leaves ? moved(-DAY) : next;
}

/** Return the key of a tag in `by_tag` and `tags` without `#`; the name of most tags. */
export function tagOfTerm(term: string): string {
  return term.replace(/^#/, "");
}

/** A document is not as its type says: the page is older or newer than the server. */
export class LiveShapeError extends TypeError {}

type Shape =
  | "string"
  | "integer"
  | "number"
  | "boolean"
  | "timestamp"
  | "unknown"
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "nullable" | "list" | "map"; readonly of: Shape }
  | {
      readonly kind: "object";
      readonly fields: Readonly<Record<string, { readonly required: boolean; readonly shape: Shape }>>;
    };

function check(value: unknown, shape: Shape, at: string): void {
  if (!fits(value, shape, at)) {
    throw new LiveShapeError(`${at} is not as expected`);
  }
}

function fits(value: unknown, shape: Shape, at: string): boolean {
  switch (shape) {
    case "unknown":
      return true;
    case "integer":
      return Number.isSafeInteger(value);
    case "timestamp":
      return isTimestamp(value);
    case "string":
    case "number":
    case "boolean":
      return typeof value === shape;
  }
  switch (shape.kind) {
    case "enum":
      return typeof value === "string" && shape.values.includes(value);
    case "nullable":
      return value === null || fits(value, shape.of, at);
    case "list":
      if (!Array.isArray(value)) return false;
      value.forEach((one: unknown, index) => check(one, shape.of, `${at}[${index}]`));
      return true;
    case "map":
      if (typeof value !== "object" || value === null) return false;
      Object.entries(value).forEach(([key, one]) => check(one, shape.of, `${at}.${key}`));
      return true;
    case "object":
      return fitsFields(value, shape.fields, at);
  }
}

/** Fields that are not declared are ignored, so that a later server may add some. */
function fitsFields(
  value: unknown,
  fields: Readonly<Record<string, { readonly required: boolean; readonly shape: Shape }>>,
  at: string,
): boolean {
  if (typeof value !== "object" || value === null) return false;
  const present = new Map<string, unknown>(Object.entries(value));
  for (const [name, field] of Object.entries(fields)) {
    if (present.has(name)) {
      check(present.get(name), field.shape, `${at}.${name}`);
    } else if (field.required) {
      throw new LiveShapeError(`${at}.${name} is missing`);
    }
  }
  return true;
}

function isTimestamp(value: unknown): boolean {
  return typeof value === "object" && value !== null && "seconds" in value && "toDate" in value;
}

/** Paths of the collections below a tenant. */
export const collectionPath = {
  transactions: (tenant: TenantPath) => `${tenant}/transactions`,
  summaries: (tenant: TenantPath) => `${tenant}/summaries`,
  payees: (tenant: TenantPath) => `${tenant}/payees`,
  imports: (tenant: TenantPath) => `${tenant}/imports`,
  settings: (tenant: TenantPath) => `${tenant}/settings`,
  recurring: (tenant: TenantPath) => `${tenant}/recurring`,
  occurrences: (tenant: TenantPath) => `${tenant}/occurrences`,
  planning: (tenant: TenantPath) => `${tenant}/planning`,
  changes: (tenant: TenantPath) => `${tenant}/changes`,
  notifications: (tenant: TenantPath) => `${tenant}/notifications`,
  preferences: (tenant: TenantPath) => `${tenant}/preferences`,
  members: (tenant: TenantPath) => `${tenant}/members`,
} as const;

/** Account in the tenant's document; times are RFC 3339 text here. */
export interface Account {
  readonly name: string;
  readonly kind: AccountKind;
  /** Of all its amounts; absent: that of the ledger. */
  readonly currency?: string;
  /**
   * In minor units; absent: 0. The balance is this and `by_account[id].change_minor`.
   *
   * Debt on a card or a loan is a negative balance. `liabilities` of the API is the sum of the
   * balances of these kinds with the opposite sign: negative if they have more credit than debts.
   */
  readonly opening_balance_minor?: number;
  /** A day, like 2026-03-31. */
  readonly opening_date: string;
  /** People are notified when the balance falls below it; in minor units. Absent: they are not. */
  readonly low_balance_minor?: number;
  readonly color?: string;
  readonly icon?: string;
  /** Absent: false. */
  readonly archived?: boolean;
  /** The id of the account to which its transactions are being moved. */
  readonly merging_into?: string;
  /** Absent: 1. The ETag is this number in quotation marks. */
  readonly revision?: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export type AccountKind = "CHECKING" | "SAVINGS" | "CASH" | "CREDIT_CARD" | "LOAN" | "INVESTMENT" | "PROPERTY" | "OTHER";

/**
 * Change of an account's balance in a month, and its income and expenses without transfers.
 *
 * In minor units of the account's currency. The other numbers are of accounts in another currency
 * than the ledger's, and without unconverted transactions: `base_…` are in minor units of the
 * ledger's; received is what increased the balance, and spent what decreased it, without
 * transfers within one currency.
 */
export interface AccountMonthSum {
  readonly change_minor?: number;
  readonly count?: number;
  readonly income_minor?: number;
  readonly expenses_minor?: number;
  readonly base_income_minor?: number;
  readonly base_expenses_minor?: number;
  readonly received_minor?: number;
  readonly base_received_minor?: number;
  readonly spent_minor?: number;
  readonly base_spent_minor?: number;
}

/** Change of an account's balance, in minor units with sign, and its transactions. */
export interface AccountSum {
  readonly change_minor?: number;
  readonly count?: number;
}

/** All budgets. */
export interface BudgetsDocument {
  /** By id; members that have their default value are absent. Amounts are in minor units. */
  readonly budgets?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Category in the tenant's document; times are RFC 3339 text here. */
export interface Category {
  readonly name: string;
  readonly type: EntryType;
  readonly kind: CategoryKind;
  /** The last day of a TIMEBOUND category, like 2026-12-31. */
  readonly end_date?: string;
  readonly color?: string;
  readonly icon?: string;
  /** Absent: false. */
  readonly archived?: boolean;
  /** The id of the category to which its transactions are being moved. */
  readonly merging_into?: string;
  /** Absent: 1. The ETag is this number in quotation marks. */
  readonly revision?: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export type CategoryKind = "SPENDING" | "SAVINGS" | "INVESTMENT" | "TIMEBOUND" | "OTHER";

/** Totals of a category in its direction; transfers do not count. */
export interface CategorySum {
  readonly total_minor?: number;
  readonly count?: number;
}

export type Cause = "api" | "demo" | "claim" | "category_merge" | "account_merge" | "custom_type_merge" | "import" | "import_undo" | "provisioning" | "erasure" | "rates" | "recurring" | "rebuild" | "restore" | "rules" | "sign_in" | "undo" | "webhook";

/** Entry of the change log. */
export interface ChangeDocument {
  readonly sequence: number;
  readonly operation_id: string;
  readonly at: Timestamp;
  readonly actor: string;
  /** In lower case; the API has it in upper case. */
  readonly cause: Cause;
  readonly cause_id?: string;
  /** In lower case; the API has it in upper case. */
  readonly entity: Entity;
  readonly entity_id: string;
  /** JSON text of the stored fields; absent for a creation. */
  readonly before?: string;
  /** JSON text of the stored fields; absent for a removal. */
  readonly after?: string;
}

/** Progress of a change of the currency: `done` of about `total` transactions in a step. */
export interface CurrencyChange {
  /** From MOVING on the new currency is in force; DONE is the end, also of a cancelled change. */
  readonly step: CurrencyStep;
  readonly total: number;
  readonly done: number;
  /** The id of the last transaction that is done. */
  readonly after?: string;
}

export type CurrencyStep = "NONE" | "CONVERTING" | "BUILDING" | "MOVING" | "DONE";

/** Custom type in the tenant's document; times are RFC 3339 text here. */
export interface CustomType {
  readonly name: string;
  readonly type: TransactionType;
  readonly color?: string;
  readonly icon?: string;
  /** Absent: false. */
  readonly archived?: boolean;
  /** The id of the custom type that its transactions are being given. */
  readonly merging_into?: string;
  /** Absent: 1. The ETag is this number in quotation marks. */
  readonly revision?: number;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Totals of a custom type in the direction of its type. */
export interface CustomTypeSum {
  readonly total_minor?: number;
  readonly count?: number;
}

/** Totals of a day. */
export interface DaySum {
  readonly income_minor?: number;
  readonly expenses_minor?: number;
  readonly count?: number;
}

/** Ledger of a demo. After its takeover this document alone can be read, to tell of that. */
export interface DemoDocument extends Ledger {
  /** From then on nothing of the demo can be read. */
  readonly expires_at: Timestamp;
  readonly sample_transaction_count: number;
  readonly demo_use?: DemoUse;
  readonly takeover?: Takeover;
  readonly profile?: Profile;
  readonly sign_in?: SignIn;
}

/** Number of transactions and imports that a demo has had. */
export interface DemoUse {
  readonly transactions?: number;
  readonly imports?: number;
}

export type Entity = "transaction" | "category" | "account" | "custom_type" | "own_rate" | "rules" | "recurring" | "occurrence" | "settled_suggestion" | "budget" | "goal" | "settings" | "profile" | "notification_preferences" | "webhook" | "sign_in" | "workspace" | "member" | "invitation";

export type EntryType = "INCOME" | "EXPENSE";

export type ExchangeSource = "GIVEN" | "REFERENCE" | "OWN";

/** Amounts of the transactions that are linked to a goal. */
export interface GoalSum {
  readonly total_minor?: number;
  readonly count?: number;
}

/** All goals. */
export interface GoalsDocument {
  /** By id; members that have their default value are absent. Amounts are in minor units. */
  readonly goals?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Import of a bank file, with its progress. */
export interface ImportDocument {
  readonly id: string;
  readonly status: ImportStatus;
  readonly file_name: string | null;
  readonly account_id: string;
  /** Currency of each account of the plan, by its id. */
  readonly account_currencies: Readonly<Record<string, string>>;
  readonly planned: RowCounts;
  readonly first_date: string | null;
  readonly last_date: string | null;
  readonly imported_count: number;
  /** Rows that have confirmed a booked transaction, if any. */
  readonly confirmed_count?: number;
  readonly skipped_count: number;
  readonly undone_count: number;
  readonly created_at: Timestamp;
  readonly created_by: string;
  /** When a preview expires. */
  readonly expires_at: Timestamp | null;
  readonly completed_at: Timestamp | null;
}

/** Progress of an import that is running, or of its undo. */
export interface ImportProgress {
  /** The fraction that is done, from 0 to 1. */
  readonly progress: number;
  readonly is_undo: boolean;
}

export type ImportStatus = "PREVIEWED" | "RUNNING" | "COMPLETED" | "UNDOING" | "UNDONE";

/** Ledger in the document of every tenant. */
export interface Ledger {
  /** The version of these types for this document and all below it. */
  readonly live_version: number;
  /** ISO 4217; its minor units are those of every `_minor` but those of accounts. */
  readonly currency: string;
  readonly timezone: string;
  readonly created_at: Timestamp;
  readonly categories: Readonly<Record<string, Category>>;
  readonly accounts: Readonly<Record<string, Account>>;
  readonly custom_types?: Readonly<Record<string, CustomType>>;
  readonly own_rates?: Readonly<Record<string, OwnRate>>;
  readonly default_account_id: string;
  /** Sums of all transactions by account id, in its currency; absent: 0. */
  readonly by_account?: Readonly<Record<string, AccountSum>>;
  /** Uses of each tag by its term, `#` and the case-folded tag: `#strasse` for `Straße`. */
  readonly tags?: Readonly<Record<string, number>>;
  /** Numbers of income and expenses without a rate, by currency. */
  readonly unconverted?: Readonly<Record<string, number>>;
  /** The spelling of tags by term, where it differs from the term without `#`. */
  readonly tag_names?: Readonly<Record<string, string>>;
  /** The number of transactions of which a part has no category, to review; absent: 0. */
  readonly unfiled_count?: number;
  /** The number of the last change: there is news in the feed if it grows. Absent: 0. */
  readonly sequence?: number;
  readonly month_start: MonthStart;
  /** The start for which summaries are being built. */
  readonly next_month_start?: MonthStart;
  /**
   * The end of the ids of summaries, like `d25-USD` of `2026-03-d25-USD`; absent: they have none.
   *
   * If it changes, subscribe to summaries of other ids.
   */
  readonly summary_edition?: string;
  /** The currency to which all amounts are being converted. */
  readonly next_currency?: string;
  /** How far the last change of the currency is. */
  readonly currency_change?: CurrencyChange;
  /** Absent: 1. */
  readonly settings_revision?: number;
  readonly restore?: RestoreProgress;
  /** Imports that are running, by id, at most 20. */
  readonly imports_under_way?: Readonly<Record<string, ImportProgress>>;
}

/** Member of a workspace. */
export interface MemberDocument {
  readonly uid: string;
  /** In lower case; the API has it in upper case. */
  readonly role: Role;
  /** In lower case; the API has it in upper case. */
  readonly status: MemberStatus;
  readonly email: string | null;
  readonly joined_at: Timestamp | null;
  readonly invited_by: string | null;
  readonly revision: number;
}

export type MemberStatus = "active" | "deactivated";

export type Mode = "REMIND" | "APPROVE" | "AUTO";

/** Day of the calendar month on which the ledger's months start, for `monthOf`. */
export interface MonthStart {
  /** 1 to 31; in shorter months their last day. */
  readonly day: number;
  /** To a business day; absent: `NONE`. */
  readonly shift?: Shift;
  /** The country or subdivision whose public holidays were known when it was chosen. */
  readonly holidays?: string;
  /** Days of the week that are no business days; absent: `SA` and `SU`. */
  readonly weekend?: readonly Weekday[];
  /**
   * Where the day moves in each month from January 2020; in others it moves from weekends.
   *
   * `a`, `b`, … are 1, 2, … days back, `A`, `B`, … as many ahead, `.` is not at all.
   */
  readonly moves?: string;
}

/** Notification of the person whose document it lies below; the API has its title and text. */
export interface NotificationDocument {
  readonly kind: NotificationKind;
  readonly severity: Severity;
  readonly subject: NotificationSubject;
  /** Absent: it is about the own ledger, or the person. */
  readonly workspace_id?: string;
  readonly workspace_name?: string;
  /**
   * By name: as in the API, but an amount is `minor`, in minor units of its `currency`, a role is
   * in lower case, and there are no `workspace` and `person`.
   */
  readonly parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly created_at: Timestamp;
  /** Null while it is unread; a badge counts `read_at == null`. */
  readonly read_at: Timestamp | null;
  /** Lists query `dismissed == false`. */
  readonly dismissed: boolean;
}

export type NotificationKind = "IMPORT_DONE" | "IMPORT_FAILED" | "MONTH_DIFFERENCE" | "NEW_SIGN_IN" | "MEMBER_ADDED" | "MEMBER_CHANGED" | "MEMBER_REMOVED" | "INVITATION_RECEIVED" | "RECURRING_DUE" | "RECURRING_APPROVAL" | "RECURRING_COMING" | "RECURRING_BOOKED" | "RECURRING_MISSED" | "RECURRING_PRICE_CHANGED" | "RECURRING_FOUND" | "LOW_BALANCE" | "BUDGET_THRESHOLD" | "BUDGET_PACE" | "BUDGET_UNBUDGETED" | "LOW_BALANCE_AHEAD" | "GOAL_MILESTONE" | "GOAL_BEHIND" | "GOAL_SHORTFALL" | "WEBHOOK_OFF";

/** Preferences of notifications; kinds with the usual schedules are absent. */
export interface NotificationPreferencesDocument {
  /** By kind and channel, like `IMPORT_DONE.EMAIL`. */
  readonly schedules: Readonly<Record<string, string>>;
  readonly quiet_hours?: QuietHoursOfDocument;
  readonly digest_hour: number;
  readonly digest_weekday: Weekday;
  readonly amounts_in_subject: boolean;
  readonly revision: number;
}

/** Resource that a notification is about. */
export interface NotificationSubject {
  readonly type: SubjectType;
  readonly id: string;
}

/** Occurrence of a recurring entry that differs from the plan, or is handled. */
export interface OccurrenceDocument {
  readonly recurring_id: string;
  readonly nominal: string;
  readonly date: string;
  readonly state: OccurrenceState;
  readonly moved_to?: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly note?: string;
  readonly transaction_id?: string;
  /** That of the transaction, when it was booked. */
  readonly type?: TransactionType;
  /** That of the transaction, when it was matched. */
  readonly paid_amount?: string;
  readonly paid_currency?: string;
  /** Transactions of which people said that they do not pay it. */
  readonly dismissed?: readonly string[];
  /** Why it was not booked. */
  readonly reason?: string;
  readonly revision: number;
  readonly created_at: Timestamp;
  readonly updated_at: Timestamp;
}

export type OccurrenceState = "PLANNED" | "DUE" | "POSTED" | "MATCHED" | "SKIPPED" | "POSTPONED" | "MISSED";

/** Amount of a purchase in another currency than the account's, in no sum. */
export interface Original {
  readonly amount_minor: number;
  readonly currency: string;
}

/** Own rate in the tenant's document; times are RFC 3339 text here. */
export interface OwnRate {
  readonly base: string;
  readonly quote: string;
  /** A day, like 2026-03-31. */
  readonly date: string;
  /** The price of one unit of `base` in `quote`, a decimal number. */
  readonly rate: string;
  /** Absent: 1. The ETag is this number in quotation marks. */
  readonly revision?: number;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Payee; its id is a hash of the name. */
export interface PayeeDocument {
  readonly name: string;
  /** The number of its live transactions; lists query `count > 0`. */
  readonly count: number;
  /** The last category that was used with it. */
  readonly category_id?: string | null;
  readonly used_at?: Timestamp;
}

/** Record of the period close of a month, and the difference from the previous one. */
export interface PeriodClose {
  readonly revision: number;
  /** The version of the summary that was verified. */
  readonly version: number;
  readonly verified_at: Timestamp;
  readonly run_id: string;
  readonly income_minor: number;
  readonly expenses_minor: number;
  readonly count: number;
  readonly income_difference_minor: number;
  readonly expenses_difference_minor: number;
  readonly count_difference: number;
}

/** Profile of a person. */
export interface Profile {
  readonly display_name?: string;
  /** Absent: en. */
  readonly locale?: string;
  readonly revision?: number;
}

/** Hours in which nothing is sent. */
export interface QuietHoursOfDocument {
  readonly start: string;
  readonly end: string;
}

/** Rate that was published again with another value. */
export interface RateCorrection {
  readonly day: string;
  readonly before: string;
  readonly after: string;
  readonly at: Timestamp;
}

/** Recurring entry; members that have their default value are absent. */
export interface RecurringDocument {
  readonly name: string;
  readonly mode: Mode;
  /** As in the API, without members that have their default value. */
  readonly template: Readonly<Record<string, unknown>>;
  /** As in the API, without members that have their default value, and without `rrule`. */
  readonly schedule: Readonly<Record<string, unknown>>;
  readonly remind_days?: number;
  readonly paused?: boolean;
  /** As in the API, each with its `currency`. */
  readonly amount_changes?: readonly Readonly<Record<string, unknown>>[];
  /** Absent after the end. */
  readonly next_nominal?: string;
  readonly next_date?: string;
  /** `next_date`, to find and order by; absent if it is paused. */
  readonly comes_on?: string;
  /** Nominal dates from `next_nominal` on whose occurrences are stored. */
  readonly ahead?: readonly string[];
  /** The ETag is this number in quotation marks. */
  readonly revision: number;
  readonly created_at: Timestamp;
  readonly updated_at: Timestamp;
}

/** Rates of a currency in a year, of the European Central Bank. */
export interface ReferenceRatesDocument {
  readonly currency: string;
  readonly year: number;
  /**
   * Units of the currency in a euro, by day: like `0130:1.0394 0131:1.0393`, month and day,
   * in the order of days.
   */
  readonly rates: string;
  /** The last day with a rate, like 2026-03-31. */
  readonly last_date: string;
  /** Grows by one with each correction. */
  readonly revision: number;
  readonly updated_at: Timestamp;
  /** The last 100 corrections, oldest first. */
  readonly corrections?: readonly RateCorrection[];
}

/** Progress of the restore of a backup: finished if `done` is `total`. */
export interface RestoreProgress {
  /** SHA-256 of the backup. */
  readonly document: string;
  readonly done: number;
  readonly total: number;
  readonly sequence: number;
  readonly is_alone: boolean;
}

export type Role = "viewer" | "analyst" | "admin";

/** Numbers of the rows of a plan by status. */
export interface RowCounts {
  readonly new: number;
  readonly duplicate: number;
  readonly invalid: number;
  /** Of the new ones, those without a category. */
  readonly unfiled: number;
  readonly joined: number;
  /** Those that confirm a booked transaction, if any. */
  readonly confirmed?: number;
  /** Those that may pay an occurrence of a recurring entry, if any. */
  readonly doubtful?: number;
}

/** All rules, in the order in which they are applied. */
export interface RulesDocument {
  /** As in the API, without members that have their default value. */
  readonly rules: readonly Readonly<Record<string, unknown>>[];
}

export type Severity = "INFO" | "WARNING" | "SECURITY";

export type Shift = "NONE" | "PREVIOUS" | "NEXT" | "NEXT_IN_MONTH";

/** Sign-in methods of a person, by Firebase's names. */
export interface SignIn {
  readonly methods?: readonly string[];
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly told_at?: Timestamp;
}

/** Part of a transaction with a category of its own, or unfiled. */
export interface Split {
  /** Absent: the part is unfiled. */
  readonly category_id?: string;
  /** In minor units of the ledger's currency, like that of the transaction. */
  readonly amount_minor: number | null;
  readonly account_amount_minor?: number;
  readonly note?: string;
}

export type SubjectType = "TRANSACTION" | "ACCOUNT" | "IMPORT" | "MONTH" | "MEMBER" | "INVITATION" | "SIGN_IN" | "RECURRING" | "SUGGESTION" | "BUDGET" | "GOAL" | "WEBHOOK";

/**
 * Totals of a month, in minor units of the ledger's currency, refunds subtracted.
 *
 * A number or an entry that is absent is zero, and so is a month without a document. An entry
 * whose last transaction went stays with zeros: show entries with a `count` above 0.
 */
export interface SummaryDocument {
  /** Like 2026-03: of months from the 16th or later the calendar month in which they end. */
  readonly month: string;
  /** The number of commits into the month; absent: 0. */
  readonly version?: number;
  readonly updated_at: Timestamp;
  readonly income_minor?: number;
  readonly expenses_minor?: number;
  readonly count?: number;
  /** By category id; `unfiled_income` and `unfiled_expense` are those without a category. */
  readonly by_category?: Readonly<Record<string, CategorySum>>;
  /** By the day, like 2026-03-31. */
  readonly by_day?: Readonly<Record<string, DaySum>>;
  readonly by_account?: Readonly<Record<string, AccountMonthSum>>;
  /** By the term of the tag, `#` and the case-folded tag: `#strasse` for `Straße`. */
  readonly by_tag?: Readonly<Record<string, TagSum>>;
  readonly by_custom_type?: Readonly<Record<string, CustomTypeSum>>;
  /** By the id of the goal: the transactions that are linked to it. */
  readonly by_goal?: Readonly<Record<string, GoalSum>>;
  /** By currency: in the counts, and in no other sum. */
  readonly unconverted?: Readonly<Record<string, UnconvertedSum>>;
  /** Absent: OPEN. CLOSED if `closed.version` is `version`, else AMENDED. */
  readonly closed?: PeriodClose;
}

/** Totals of a tag; transfers are included in `count` only. */
export interface TagSum {
  readonly income_minor?: number;
  readonly expenses_minor?: number;
  readonly count?: number;
}

/** Takeover of a demo by an account. */
export interface Takeover {
  readonly started_at: Timestamp;
  /** Not null: the ledger is now `users/{uid}`; subscribe to that with a new ID token. */
  readonly finished_at: Timestamp | null;
  readonly last_path: string | null;
  /** Numbers of copied documents by collection. */
  readonly copied: Readonly<Record<string, number>>;
}

/** Transaction; fields that are null in the API are absent. */
export interface TransactionDocument {
  readonly type: TransactionType;
  /** In minor units of `currency`; a refund is negative. Null without a rate: in no sum. */
  readonly amount_minor: number | null;
  /** That of the ledger; for some seconds after the ledger's has changed, the former one. */
  readonly currency: string;
  /** That of the account, where it is not the ledger's. */
  readonly account_currency?: string;
  /** The amount in minor units of `account_currency`: show this one. */
  readonly account_amount_minor?: number;
  /** Units of `currency` for one unit of `account_currency`. */
  readonly rate?: string;
  readonly rate_date?: string;
  readonly rate_source?: ExchangeSource;
  /** Absent, and without splits: a transfer, or unfiled. */
  readonly category_id?: string;
  readonly splits?: readonly Split[];
  readonly account_id: string;
  readonly to_account_id?: string;
  /** The amount that a transfer between two currencies brings, in minor units of `to_currency`. */
  readonly to_amount_minor?: number;
  readonly to_currency?: string;
  readonly original?: Original;
  /** Whether the amount of the account was calculated from another currency. */
  readonly is_amount_estimated?: boolean;
  /** Whether the amount that a transfer brings was calculated from another currency. */
  readonly is_to_amount_estimated?: boolean;
  readonly custom_type_id?: string;
  /** A day, like 2026-03-31; it has no time zone. */
  readonly date: string;
  readonly payee?: string;
  readonly description?: string;
  readonly notes?: string;
  /** As they were written, without `#`. */
  readonly tags?: readonly string[];
  readonly import_id?: string;
  readonly external_id?: string;
  readonly recurring_id?: string;
  /** The nominal date of the occurrence of the recurring entry. */
  readonly occurrence_nominal?: string;
  /** The goal that it counts for. */
  readonly goal_id?: string;
  /** The ETag is this number in quotation marks. */
  readonly revision: number;
  /** Whether it is in the trash; lists query `deleted == false`. */
  readonly deleted: boolean;
  readonly deleted_at?: Timestamp;
  readonly created_at: Timestamp;
  readonly updated_at: Timestamp;
}

export type TransactionType = "INCOME" | "EXPENSE" | "TRANSFER";

/** Income and expenses of one currency without a rate to the ledger's, in its minor units. */
export interface UnconvertedSum {
  readonly income_minor?: number;
  readonly expenses_minor?: number;
  readonly count?: number;
}

/** Ledger of a registered user. */
export interface UserDocument extends Ledger {
  readonly profile?: Profile;
  readonly sign_in?: SignIn;
  /** Of the demo that this ledger was. */
  readonly takeover?: Takeover;
}

export type Weekday = "MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU";

/** Ledger of a workspace. */
export interface WorkspaceDocument extends Ledger {
  readonly name: string;
  readonly owner_uid: string;
  readonly deleted_at?: Timestamp | null;
  /** Absent: 1. */
  readonly workspace_revision?: number;
}

const EntryTypeShape: Shape = { kind: "enum", values: ["INCOME", "EXPENSE"] };

const CategoryKindShape: Shape = { kind: "enum", values: ["SPENDING", "SAVINGS", "INVESTMENT", "TIMEBOUND", "OTHER"] };

const CategoryShape: Shape = { kind: "object", fields: {
  name: { required: true, shape: "string" },
  type: { required: true, shape: EntryTypeShape },
  kind: { required: true, shape: CategoryKindShape },
  end_date: { required: false, shape: "string" },
  color: { required: false, shape: "string" },
  icon: { required: false, shape: "string" },
  archived: { required: false, shape: "boolean" },
  merging_into: { required: false, shape: "string" },
  revision: { required: false, shape: "integer" },
  created_at: { required: true, shape: "string" },
  updated_at: { required: true, shape: "string" },
} };

const AccountKindShape: Shape = { kind: "enum", values: ["CHECKING", "SAVINGS", "CASH", "CREDIT_CARD", "LOAN", "INVESTMENT", "PROPERTY", "OTHER"] };

const AccountShape: Shape = { kind: "object", fields: {
  name: { required: true, shape: "string" },
  kind: { required: true, shape: AccountKindShape },
  currency: { required: false, shape: "string" },
  opening_balance_minor: { required: false, shape: "integer" },
  opening_date: { required: true, shape: "string" },
  low_balance_minor: { required: false, shape: "integer" },
  color: { required: false, shape: "string" },
  icon: { required: false, shape: "string" },
  archived: { required: false, shape: "boolean" },
  merging_into: { required: false, shape: "string" },
  revision: { required: false, shape: "integer" },
  created_at: { required: true, shape: "string" },
  updated_at: { required: true, shape: "string" },
} };

const TransactionTypeShape: Shape = { kind: "enum", values: ["INCOME", "EXPENSE", "TRANSFER"] };

const CustomTypeShape: Shape = { kind: "object", fields: {
  name: { required: true, shape: "string" },
  type: { required: true, shape: TransactionTypeShape },
  color: { required: false, shape: "string" },
  icon: { required: false, shape: "string" },
  archived: { required: false, shape: "boolean" },
  merging_into: { required: false, shape: "string" },
  revision: { required: false, shape: "integer" },
  created_at: { required: true, shape: "string" },
  updated_at: { required: true, shape: "string" },
} };

const OwnRateShape: Shape = { kind: "object", fields: {
  base: { required: true, shape: "string" },
  quote: { required: true, shape: "string" },
  date: { required: true, shape: "string" },
  rate: { required: true, shape: "string" },
  revision: { required: false, shape: "integer" },
  created_at: { required: true, shape: "string" },
  updated_at: { required: true, shape: "string" },
} };

const AccountSumShape: Shape = { kind: "object", fields: {
  change_minor: { required: false, shape: "integer" },
  count: { required: false, shape: "integer" },
} };

const ShiftShape: Shape = { kind: "enum", values: ["NONE", "PREVIOUS", "NEXT", "NEXT_IN_MONTH"] };

const WeekdayShape: Shape = { kind: "enum", values: ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] };

const MonthStartShape: Shape = { kind: "object", fields: {
  day: { required: true, shape: "integer" },
  shift: { required: false, shape: ShiftShape },
  holidays: { required: false, shape: "string" },
  weekend: { required: false, shape: { kind: "list", of: WeekdayShape } },
  moves: { required: false, shape: "string" },
} };

const CurrencyStepShape: Shape = { kind: "enum", values: ["NONE", "CONVERTING", "BUILDING", "MOVING", "DONE"] };

const CurrencyChangeShape: Shape = { kind: "object", fields: {
  step: { required: true, shape: CurrencyStepShape },
  total: { required: true, shape: "integer" },
  done: { required: true, shape: "integer" },
  after: { required: false, shape: "string" },
} };

const RestoreProgressShape: Shape = { kind: "object", fields: {
  document: { required: true, shape: "string" },
  done: { required: true, shape: "integer" },
  total: { required: true, shape: "integer" },
  sequence: { required: true, shape: "integer" },
  is_alone: { required: true, shape: "boolean" },
} };

const ImportProgressShape: Shape = { kind: "object", fields: {
  progress: { required: true, shape: "number" },
  is_undo: { required: true, shape: "boolean" },
} };

const ProfileShape: Shape = { kind: "object", fields: {
  display_name: { required: false, shape: "string" },
  locale: { required: false, shape: "string" },
  revision: { required: false, shape: "integer" },
} };

const SignInShape: Shape = { kind: "object", fields: {
  methods: { required: false, shape: { kind: "list", of: "string" } },
  email: { required: false, shape: "string" },
  email_verified: { required: false, shape: "boolean" },
  told_at: { required: false, shape: "timestamp" },
} };

const TakeoverShape: Shape = { kind: "object", fields: {
  started_at: { required: true, shape: "timestamp" },
  finished_at: { required: true, shape: { kind: "nullable", of: "timestamp" } },
  last_path: { required: true, shape: { kind: "nullable", of: "string" } },
  copied: { required: true, shape: { kind: "map", of: "integer" } },
} };

const UserDocumentShape: Shape = { kind: "object", fields: {
  live_version: { required: true, shape: "integer" },
  currency: { required: true, shape: "string" },
  timezone: { required: true, shape: "string" },
  created_at: { required: true, shape: "timestamp" },
  categories: { required: true, shape: { kind: "map", of: CategoryShape } },
  accounts: { required: true, shape: { kind: "map", of: AccountShape } },
  custom_types: { required: false, shape: { kind: "map", of: CustomTypeShape } },
  own_rates: { required: false, shape: { kind: "map", of: OwnRateShape } },
  default_account_id: { required: true, shape: "string" },
  by_account: { required: false, shape: { kind: "map", of: AccountSumShape } },
  tags: { required: false, shape: { kind: "map", of: "integer" } },
  unconverted: { required: false, shape: { kind: "map", of: "integer" } },
  tag_names: { required: false, shape: { kind: "map", of: "string" } },
  unfiled_count: { required: false, shape: "integer" },
  sequence: { required: false, shape: "integer" },
  month_start: { required: true, shape: MonthStartShape },
  next_month_start: { required: false, shape: MonthStartShape },
  summary_edition: { required: false, shape: "string" },
  next_currency: { required: false, shape: "string" },
  currency_change: { required: false, shape: CurrencyChangeShape },
  settings_revision: { required: false, shape: "integer" },
  restore: { required: false, shape: RestoreProgressShape },
  imports_under_way: { required: false, shape: { kind: "map", of: ImportProgressShape } },
  profile: { required: false, shape: ProfileShape },
  sign_in: { required: false, shape: SignInShape },
  takeover: { required: false, shape: TakeoverShape },
} };

const DemoUseShape: Shape = { kind: "object", fields: {
  transactions: { required: false, shape: "integer" },
  imports: { required: false, shape: "integer" },
} };

const DemoDocumentShape: Shape = { kind: "object", fields: {
  live_version: { required: true, shape: "integer" },
  currency: { required: true, shape: "string" },
  timezone: { required: true, shape: "string" },
  created_at: { required: true, shape: "timestamp" },
  categories: { required: true, shape: { kind: "map", of: CategoryShape } },
  accounts: { required: true, shape: { kind: "map", of: AccountShape } },
  custom_types: { required: false, shape: { kind: "map", of: CustomTypeShape } },
  own_rates: { required: false, shape: { kind: "map", of: OwnRateShape } },
  default_account_id: { required: true, shape: "string" },
  by_account: { required: false, shape: { kind: "map", of: AccountSumShape } },
  tags: { required: false, shape: { kind: "map", of: "integer" } },
  unconverted: { required: false, shape: { kind: "map", of: "integer" } },
  tag_names: { required: false, shape: { kind: "map", of: "string" } },
  unfiled_count: { required: false, shape: "integer" },
  sequence: { required: false, shape: "integer" },
  month_start: { required: true, shape: MonthStartShape },
  next_month_start: { required: false, shape: MonthStartShape },
  summary_edition: { required: false, shape: "string" },
  next_currency: { required: false, shape: "string" },
  currency_change: { required: false, shape: CurrencyChangeShape },
  settings_revision: { required: false, shape: "integer" },
  restore: { required: false, shape: RestoreProgressShape },
  imports_under_way: { required: false, shape: { kind: "map", of: ImportProgressShape } },
  expires_at: { required: true, shape: "timestamp" },
  sample_transaction_count: { required: true, shape: "integer" },
  demo_use: { required: false, shape: DemoUseShape },
  takeover: { required: false, shape: TakeoverShape },
  profile: { required: false, shape: ProfileShape },
  sign_in: { required: false, shape: SignInShape },
} };

const WorkspaceDocumentShape: Shape = { kind: "object", fields: {
  live_version: { required: true, shape: "integer" },
  currency: { required: true, shape: "string" },
  timezone: { required: true, shape: "string" },
  created_at: { required: true, shape: "timestamp" },
  categories: { required: true, shape: { kind: "map", of: CategoryShape } },
  accounts: { required: true, shape: { kind: "map", of: AccountShape } },
  custom_types: { required: false, shape: { kind: "map", of: CustomTypeShape } },
  own_rates: { required: false, shape: { kind: "map", of: OwnRateShape } },
  default_account_id: { required: true, shape: "string" },
  by_account: { required: false, shape: { kind: "map", of: AccountSumShape } },
  tags: { required: false, shape: { kind: "map", of: "integer" } },
  unconverted: { required: false, shape: { kind: "map", of: "integer" } },
  tag_names: { required: false, shape: { kind: "map", of: "string" } },
  unfiled_count: { required: false, shape: "integer" },
  sequence: { required: false, shape: "integer" },
  month_start: { required: true, shape: MonthStartShape },
  next_month_start: { required: false, shape: MonthStartShape },
  summary_edition: { required: false, shape: "string" },
  next_currency: { required: false, shape: "string" },
  currency_change: { required: false, shape: CurrencyChangeShape },
  settings_revision: { required: false, shape: "integer" },
  restore: { required: false, shape: RestoreProgressShape },
  imports_under_way: { required: false, shape: { kind: "map", of: ImportProgressShape } },
  name: { required: true, shape: "string" },
  owner_uid: { required: true, shape: "string" },
  deleted_at: { required: false, shape: { kind: "nullable", of: "timestamp" } },
  workspace_revision: { required: false, shape: "integer" },
} };

const ExchangeSourceShape: Shape = { kind: "enum", values: ["GIVEN", "REFERENCE", "OWN"] };

const SplitShape: Shape = { kind: "object", fields: {
  category_id: { required: false, shape: "string" },
  amount_minor: { required: true, shape: { kind: "nullable", of: "integer" } },
  account_amount_minor: { required: false, shape: "integer" },
  note: { required: false, shape: "string" },
} };

const OriginalShape: Shape = { kind: "object", fields: {
  amount_minor: { required: true, shape: "integer" },
  currency: { required: true, shape: "string" },
} };

const TransactionDocumentShape: Shape = { kind: "object", fields: {
  type: { required: true, shape: TransactionTypeShape },
  amount_minor: { required: true, shape: { kind: "nullable", of: "integer" } },
  currency: { required: true, shape: "string" },
  account_currency: { required: false, shape: "string" },
  account_amount_minor: { required: false, shape: "integer" },
  rate: { required: false, shape: "string" },
  rate_date: { required: false, shape: "string" },
  rate_source: { required: false, shape: ExchangeSourceShape },
  category_id: { required: false, shape: "string" },
  splits: { required: false, shape: { kind: "list", of: SplitShape } },
  account_id: { required: true, shape: "string" },
  to_account_id: { required: false, shape: "string" },
  to_amount_minor: { required: false, shape: "integer" },
  to_currency: { required: false, shape: "string" },
  original: { required: false, shape: OriginalShape },
  is_amount_estimated: { required: false, shape: "boolean" },
  is_to_amount_estimated: { required: false, shape: "boolean" },
  custom_type_id: { required: false, shape: "string" },
  date: { required: true, shape: "string" },
  payee: { required: false, shape: "string" },
  description: { required: false, shape: "string" },
  notes: { required: false, shape: "string" },
  tags: { required: false, shape: { kind: "list", of: "string" } },
  import_id: { required: false, shape: "string" },
  external_id: { required: false, shape: "string" },
  recurring_id: { required: false, shape: "string" },
  occurrence_nominal: { required: false, shape: "string" },
  goal_id: { required: false, shape: "string" },
  revision: { required: true, shape: "integer" },
  deleted: { required: true, shape: "boolean" },
  deleted_at: { required: false, shape: "timestamp" },
  created_at: { required: true, shape: "timestamp" },
  updated_at: { required: true, shape: "timestamp" },
} };

const CategorySumShape: Shape = { kind: "object", fields: {
  total_minor: { required: false, shape: "integer" },
  count: { required: false, shape: "integer" },
} };

const DaySumShape: Shape = { kind: "object", fields: {
  income_minor: { required: false, shape: "integer" },
  expenses_minor: { required: false, shape: "integer" },
  count: { required: false, shape: "integer" },
} };

const AccountMonthSumShape: Shape = { kind: "object", fields: {
  change_minor: { required: false, shape: "integer" },
  count: { required: false, shape: "integer" },
  income_minor: { required: false, shape: "integer" },
  expenses_minor: { required: false, shape: "integer" },
  base_income_minor: { required: false, shape: "integer" },
  base_expenses_minor: { required: false, shape: "integer" },
  received_minor: { required: false, shape: "integer" },
  base_received_minor: { required: false, shape: "integer" },
  spent_minor: { required: false, shape: "integer" },
  base_spent_minor: { required: false, shape: "integer" },
} };

const TagSumShape: Shape = { kind: "object", fields: {
  income_minor: { required: false, shape: "integer" },
  expenses_minor: { required: false, shape: "integer" },
  count: { required: false, shape: "integer" },
} };

const CustomTypeSumShape: Shape = { kind: "object", fields: {
  total_minor: { required: false, shape: "integer" },
  count: { required: false, shape: "integer" },
} };

const GoalSumShape: Shape = { kind: "object", fields: {
  total_minor: { required: false, shape: "integer" },
  count: { required: false, shape: "integer" },
} };

const UnconvertedSumShape: Shape = { kind: "object", fields: {
  income_minor: { required: false, shape: "integer" },
  expenses_minor: { required: false, shape: "integer" },
  count: { required: false, shape: "integer" },
} };

const PeriodCloseShape: Shape = { kind: "object", fields: {
  revision: { required: true, shape: "integer" },
  version: { required: true, shape: "integer" },
  verified_at: { required: true, shape: "timestamp" },
  run_id: { required: true, shape: "string" },
  income_minor: { required: true, shape: "integer" },
  expenses_minor: { required: true, shape: "integer" },
  count: { required: true, shape: "integer" },
  income_difference_minor: { required: true, shape: "integer" },
  expenses_difference_minor: { required: true, shape: "integer" },
  count_difference: { required: true, shape: "integer" },
} };

const SummaryDocumentShape: Shape = { kind: "object", fields: {
  month: { required: true, shape: "string" },
  version: { required: false, shape: "integer" },
  updated_at: { required: true, shape: "timestamp" },
  income_minor: { required: false, shape: "integer" },
  expenses_minor: { required: false, shape: "integer" },
  count: { required: false, shape: "integer" },
  by_category: { required: false, shape: { kind: "map", of: CategorySumShape } },
  by_day: { required: false, shape: { kind: "map", of: DaySumShape } },
  by_account: { required: false, shape: { kind: "map", of: AccountMonthSumShape } },
  by_tag: { required: false, shape: { kind: "map", of: TagSumShape } },
  by_custom_type: { required: false, shape: { kind: "map", of: CustomTypeSumShape } },
  by_goal: { required: false, shape: { kind: "map", of: GoalSumShape } },
  unconverted: { required: false, shape: { kind: "map", of: UnconvertedSumShape } },
  closed: { required: false, shape: PeriodCloseShape },
} };

const PayeeDocumentShape: Shape = { kind: "object", fields: {
  name: { required: true, shape: "string" },
  count: { required: true, shape: "integer" },
  category_id: { required: false, shape: { kind: "nullable", of: "string" } },
  used_at: { required: false, shape: "timestamp" },
} };

const ImportStatusShape: Shape = { kind: "enum", values: ["PREVIEWED", "RUNNING", "COMPLETED", "UNDOING", "UNDONE"] };

const RowCountsShape: Shape = { kind: "object", fields: {
  new: { required: true, shape: "integer" },
  duplicate: { required: true, shape: "integer" },
  invalid: { required: true, shape: "integer" },
  unfiled: { required: true, shape: "integer" },
  joined: { required: true, shape: "integer" },
  confirmed: { required: false, shape: "integer" },
  doubtful: { required: false, shape: "integer" },
} };

const ImportDocumentShape: Shape = { kind: "object", fields: {
  id: { required: true, shape: "string" },
  status: { required: true, shape: ImportStatusShape },
  file_name: { required: true, shape: { kind: "nullable", of: "string" } },
  account_id: { required: true, shape: "string" },
  account_currencies: { required: true, shape: { kind: "map", of: "string" } },
  planned: { required: true, shape: RowCountsShape },
  first_date: { required: true, shape: { kind: "nullable", of: "string" } },
  last_date: { required: true, shape: { kind: "nullable", of: "string" } },
  imported_count: { required: true, shape: "integer" },
  confirmed_count: { required: false, shape: "integer" },
  skipped_count: { required: true, shape: "integer" },
  undone_count: { required: true, shape: "integer" },
  created_at: { required: true, shape: "timestamp" },
  created_by: { required: true, shape: "string" },
  expires_at: { required: true, shape: { kind: "nullable", of: "timestamp" } },
  completed_at: { required: true, shape: { kind: "nullable", of: "timestamp" } },
} };

const RulesDocumentShape: Shape = { kind: "object", fields: {
  rules: { required: true, shape: { kind: "list", of: { kind: "map", of: "unknown" } } },
} };

const ModeShape: Shape = { kind: "enum", values: ["REMIND", "APPROVE", "AUTO"] };

const RecurringDocumentShape: Shape = { kind: "object", fields: {
  name: { required: true, shape: "string" },
  mode: { required: true, shape: ModeShape },
  template: { required: true, shape: { kind: "map", of: "unknown" } },
  schedule: { required: true, shape: { kind: "map", of: "unknown" } },
  remind_days: { required: false, shape: "integer" },
  paused: { required: false, shape: "boolean" },
  amount_changes: { required: false, shape: { kind: "list", of: { kind: "map", of: "unknown" } } },
  next_nominal: { required: false, shape: "string" },
  next_date: { required: false, shape: "string" },
  comes_on: { required: false, shape: "string" },
  ahead: { required: false, shape: { kind: "list", of: "string" } },
  revision: { required: true, shape: "integer" },
  created_at: { required: true, shape: "timestamp" },
  updated_at: { required: true, shape: "timestamp" },
} };

const OccurrenceStateShape: Shape = { kind: "enum", values: ["PLANNED", "DUE", "POSTED", "MATCHED", "SKIPPED", "POSTPONED", "MISSED"] };

const OccurrenceDocumentShape: Shape = { kind: "object", fields: {
  recurring_id: { required: true, shape: "string" },
  nominal: { required: true, shape: "string" },
  date: { required: true, shape: "string" },
  state: { required: true, shape: OccurrenceStateShape },
  moved_to: { required: false, shape: "string" },
  amount: { required: false, shape: "string" },
  currency: { required: false, shape: "string" },
  note: { required: false, shape: "string" },
  transaction_id: { required: false, shape: "string" },
  type: { required: false, shape: TransactionTypeShape },
  paid_amount: { required: false, shape: "string" },
  paid_currency: { required: false, shape: "string" },
  dismissed: { required: false, shape: { kind: "list", of: "string" } },
  reason: { required: false, shape: "string" },
  revision: { required: true, shape: "integer" },
  created_at: { required: true, shape: "timestamp" },
  updated_at: { required: true, shape: "timestamp" },
} };

const BudgetsDocumentShape: Shape = { kind: "object", fields: {
  budgets: { required: false, shape: { kind: "map", of: { kind: "map", of: "unknown" } } },
} };

const GoalsDocumentShape: Shape = { kind: "object", fields: {
  goals: { required: false, shape: { kind: "map", of: { kind: "map", of: "unknown" } } },
} };

const CauseShape: Shape = { kind: "enum", values: ["api", "demo", "claim", "category_merge", "account_merge", "custom_type_merge", "import", "import_undo", "provisioning", "erasure", "rates", "recurring", "rebuild", "restore", "rules", "sign_in", "undo", "webhook"] };

const EntityShape: Shape = { kind: "enum", values: ["transaction", "category", "account", "custom_type", "own_rate", "rules", "recurring", "occurrence", "settled_suggestion", "budget", "goal", "settings", "profile", "notification_preferences", "webhook", "sign_in", "workspace", "member", "invitation"] };

const ChangeDocumentShape: Shape = { kind: "object", fields: {
  sequence: { required: true, shape: "integer" },
  operation_id: { required: true, shape: "string" },
  at: { required: true, shape: "timestamp" },
  actor: { required: true, shape: "string" },
  cause: { required: true, shape: CauseShape },
  cause_id: { required: false, shape: "string" },
  entity: { required: true, shape: EntityShape },
  entity_id: { required: true, shape: "string" },
  before: { required: false, shape: "string" },
  after: { required: false, shape: "string" },
} };

const NotificationKindShape: Shape = { kind: "enum", values: ["IMPORT_DONE", "IMPORT_FAILED", "MONTH_DIFFERENCE", "NEW_SIGN_IN", "MEMBER_ADDED", "MEMBER_CHANGED", "MEMBER_REMOVED", "INVITATION_RECEIVED", "RECURRING_DUE", "RECURRING_APPROVAL", "RECURRING_COMING", "RECURRING_BOOKED", "RECURRING_MISSED", "RECURRING_PRICE_CHANGED", "RECURRING_FOUND", "LOW_BALANCE", "BUDGET_THRESHOLD", "BUDGET_PACE", "BUDGET_UNBUDGETED", "LOW_BALANCE_AHEAD", "GOAL_MILESTONE", "GOAL_BEHIND", "GOAL_SHORTFALL", "WEBHOOK_OFF"] };

const SeverityShape: Shape = { kind: "enum", values: ["INFO", "WARNING", "SECURITY"] };

const SubjectTypeShape: Shape = { kind: "enum", values: ["TRANSACTION", "ACCOUNT", "IMPORT", "MONTH", "MEMBER", "INVITATION", "SIGN_IN", "RECURRING", "SUGGESTION", "BUDGET", "GOAL", "WEBHOOK"] };

const NotificationSubjectShape: Shape = { kind: "object", fields: {
  type: { required: true, shape: SubjectTypeShape },
  id: { required: true, shape: "string" },
} };

const NotificationDocumentShape: Shape = { kind: "object", fields: {
  kind: { required: true, shape: NotificationKindShape },
  severity: { required: true, shape: SeverityShape },
  subject: { required: true, shape: NotificationSubjectShape },
  workspace_id: { required: false, shape: "string" },
  workspace_name: { required: false, shape: "string" },
  parameters: { required: true, shape: { kind: "map", of: { kind: "map", of: "unknown" } } },
  created_at: { required: true, shape: "timestamp" },
  read_at: { required: true, shape: { kind: "nullable", of: "timestamp" } },
  dismissed: { required: true, shape: "boolean" },
} };

const QuietHoursOfDocumentShape: Shape = { kind: "object", fields: {
  start: { required: true, shape: "string" },
  end: { required: true, shape: "string" },
} };

const NotificationPreferencesDocumentShape: Shape = { kind: "object", fields: {
  schedules: { required: true, shape: { kind: "map", of: "string" } },
  quiet_hours: { required: false, shape: QuietHoursOfDocumentShape },
  digest_hour: { required: true, shape: "integer" },
  digest_weekday: { required: true, shape: WeekdayShape },
  amounts_in_subject: { required: true, shape: "boolean" },
  revision: { required: true, shape: "integer" },
} };

const RoleShape: Shape = { kind: "enum", values: ["viewer", "analyst", "admin"] };

const MemberStatusShape: Shape = { kind: "enum", values: ["active", "deactivated"] };

const MemberDocumentShape: Shape = { kind: "object", fields: {
  uid: { required: true, shape: "string" },
  role: { required: true, shape: RoleShape },
  status: { required: true, shape: MemberStatusShape },
  email: { required: true, shape: { kind: "nullable", of: "string" } },
  joined_at: { required: true, shape: { kind: "nullable", of: "timestamp" } },
  invited_by: { required: true, shape: { kind: "nullable", of: "string" } },
  revision: { required: true, shape: "integer" },
} };

const RateCorrectionShape: Shape = { kind: "object", fields: {
  day: { required: true, shape: "string" },
  before: { required: true, shape: "string" },
  after: { required: true, shape: "string" },
  at: { required: true, shape: "timestamp" },
} };

const ReferenceRatesDocumentShape: Shape = { kind: "object", fields: {
  currency: { required: true, shape: "string" },
  year: { required: true, shape: "integer" },
  rates: { required: true, shape: "string" },
  last_date: { required: true, shape: "string" },
  revision: { required: true, shape: "integer" },
  updated_at: { required: true, shape: "timestamp" },
  corrections: { required: false, shape: { kind: "list", of: RateCorrectionShape } },
} };

/** Check data that was read; throw a LiveShapeError if it is no UserDocument. */
export function assertUserDocument(data: unknown): asserts data is UserDocument {
  check(data, UserDocumentShape, "UserDocument");
}

/** Check data that was read; throw a LiveShapeError if it is no DemoDocument. */
export function assertDemoDocument(data: unknown): asserts data is DemoDocument {
  check(data, DemoDocumentShape, "DemoDocument");
}

/** Check data that was read; throw a LiveShapeError if it is no WorkspaceDocument. */
export function assertWorkspaceDocument(data: unknown): asserts data is WorkspaceDocument {
  check(data, WorkspaceDocumentShape, "WorkspaceDocument");
}

/** Check data that was read; throw a LiveShapeError if it is no TransactionDocument. */
export function assertTransactionDocument(data: unknown): asserts data is TransactionDocument {
  check(data, TransactionDocumentShape, "TransactionDocument");
}

/** Check data that was read; throw a LiveShapeError if it is no SummaryDocument. */
export function assertSummaryDocument(data: unknown): asserts data is SummaryDocument {
  check(data, SummaryDocumentShape, "SummaryDocument");
}

/** Check data that was read; throw a LiveShapeError if it is no PayeeDocument. */
export function assertPayeeDocument(data: unknown): asserts data is PayeeDocument {
  check(data, PayeeDocumentShape, "PayeeDocument");
}

/** Check data that was read; throw a LiveShapeError if it is no ImportDocument. */
export function assertImportDocument(data: unknown): asserts data is ImportDocument {
  check(data, ImportDocumentShape, "ImportDocument");
}

/** Check data that was read; throw a LiveShapeError if it is no RulesDocument. */
export function assertRulesDocument(data: unknown): asserts data is RulesDocument {
  check(data, RulesDocumentShape, "RulesDocument");
}

/** Check data that was read; throw a LiveShapeError if it is no RecurringDocument. */
export function assertRecurringDocument(data: unknown): asserts data is RecurringDocument {
  check(data, RecurringDocumentShape, "RecurringDocument");
}

/** Check data that was read; throw a LiveShapeError if it is no OccurrenceDocument. */
export function assertOccurrenceDocument(data: unknown): asserts data is OccurrenceDocument {
  check(data, OccurrenceDocumentShape, "OccurrenceDocument");
}

/** Check data that was read; throw a LiveShapeError if it is no BudgetsDocument. */
export function assertBudgetsDocument(data: unknown): asserts data is BudgetsDocument {
  check(data, BudgetsDocumentShape, "BudgetsDocument");
}

/** Check data that was read; throw a LiveShapeError if it is no GoalsDocument. */
export function assertGoalsDocument(data: unknown): asserts data is GoalsDocument {
  check(data, GoalsDocumentShape, "GoalsDocument");
}

/** Check data that was read; throw a LiveShapeError if it is no ChangeDocument. */
export function assertChangeDocument(data: unknown): asserts data is ChangeDocument {
  check(data, ChangeDocumentShape, "ChangeDocument");
}

/** Check data that was read; throw a LiveShapeError if it is no NotificationDocument. */
export function assertNotificationDocument(data: unknown): asserts data is NotificationDocument {
  check(data, NotificationDocumentShape, "NotificationDocument");
}

/** Check data that was read; throw a LiveShapeError if it is no NotificationPreferencesDocument. */
export function assertNotificationPreferencesDocument(data: unknown): asserts data is NotificationPreferencesDocument {
  check(data, NotificationPreferencesDocumentShape, "NotificationPreferencesDocument");
}

/** Check data that was read; throw a LiveShapeError if it is no MemberDocument. */
export function assertMemberDocument(data: unknown): asserts data is MemberDocument {
  check(data, MemberDocumentShape, "MemberDocument");
}

/** Check data that was read; throw a LiveShapeError if it is no ReferenceRatesDocument. */
export function assertReferenceRatesDocument(data: unknown): asserts data is ReferenceRatesDocument {
  check(data, ReferenceRatesDocumentShape, "ReferenceRatesDocument");
}
