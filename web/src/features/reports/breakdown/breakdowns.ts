/** Reads of what a period consists of, whole and with that of the period before. */
import {
  dashboardAccounts,
  dashboardCategories,
  dashboardPayees,
  dashboardTags,
  dashboardTypeTrends,
  type AccountReport,
  type CategoryTotals,
  type CustomTypeTrends,
  type EntryType,
  type PayeeReport,
  type TagReport,
  type TransactionType,
  type Unconverted,
} from "../../../api/generated";
import { useRead, type ReadOptions } from "../../../api/queries";
import { mergeLines } from "./lines";
import { monthsOf, shift } from "../periods/period";
import type { Report } from "../useReport";
import { readWhole } from "../whole";

const KEPT: ReadOptions = { keepsPrevious: true };
const TOTALS = ["income", "expenses", "net"] as const;
/** The largest number of payees, with which answers can be added. */
const ALL_PAYEES = 1400;

interface Query {
  readonly from: string;
  readonly to: string;
}

function before({ period }: Report): Query {
  const { first, last } = shift(period, -1);
  return { from: first, to: last };
}

function joinUnconverted(one: Unconverted, other: Unconverted): Unconverted {
  return mergeLines([...one, ...other], (line) => line.currency, TOTALS, ["transaction_count"]);
}

/** Read the totals by category; they have those of the period before. */
export function useCategories({ query }: Report, type: EntryType) {
  return useRead(
    ["report-categories", query, type],
    (signal) =>
      readWhole<CategoryTotals>(
        (cursor) =>
          dashboardCategories({ query: { ...query, type, ...(cursor ? { cursor } : {}) }, signal }),
        (one, next) => ({
          ...next,
          unconverted: joinUnconverted(one.unconverted, next.unconverted),
          items: mergeLines(
            [...one.items, ...next.items],
            (line) => `${line.category_id} ${line.type}`,
            ["total", "previous_total"],
            ["transaction_count"],
          ),
        }),
      ),
    KEPT,
  );
}

function useTagsOf(query: Query) {
  return useRead(
    ["report-tags", query],
    (signal) =>
      readWhole<TagReport>(
        (cursor) => dashboardTags({ query: { ...query, ...(cursor ? { cursor } : {}) }, signal }),
        (one, next) => ({
          ...next,
          unconverted: joinUnconverted(one.unconverted, next.unconverted),
          items: mergeLines([...one.items, ...next.items], (line) => line.tag, TOTALS, [
            "transaction_count",
          ]),
        }),
      ),
    KEPT,
  );
}

/** Read the totals by tag, and those of the period before. */
export function useTags(report: Report) {
  return [useTagsOf(report.query), useTagsOf(before(report))] as const;
}

function usePayeesOf(query: Query, type: EntryType) {
  return useRead(
    ["report-payees", query, type],
    (signal) =>
      readWhole<PayeeReport>(
        (cursor) =>
          dashboardPayees({
            query: { ...query, type, limit: ALL_PAYEES, ...(cursor ? { cursor } : {}) },
            signal,
          }),
        (one, next) => ({
          ...next,
          unconverted: joinUnconverted(one.unconverted, next.unconverted),
          items: mergeLines([...one.items, ...next.items], (line) => line.payee, TOTALS, [
            "transaction_count",
          ]),
          others: joinRest(one.others, next.others),
          without_payee: joinRest(one.without_payee, next.without_payee),
        }),
      ),
    KEPT,
  );
}

function joinRest(one: PayeeReport["others"], other: PayeeReport["others"]): PayeeReport["others"] {
  return mergeLines([one, other], () => "", TOTALS, ["transaction_count"])[0] ?? one;
}

/** Read the totals by payee, and those of the period before. */
export function usePayees(report: Report, type: EntryType) {
  return [usePayeesOf(report.query, type), usePayeesOf(before(report), type)] as const;
}

function useAccountsOf(query: Query) {
  return useRead(
    ["report-accounts", query],
    (signal) =>
      readWhole<AccountReport>(
        (cursor) =>
          dashboardAccounts({ query: { ...query, ...(cursor ? { cursor } : {}) }, signal }),
        (one, next) => ({
          ...next,
          unconverted: joinUnconverted(one.unconverted, next.unconverted),
          items: mergeLines(
            [...one.items, ...next.items],
            (line) => line.account_id,
            [...TOTALS, "base_income", "base_expenses", "base_net", "transfers", "change"],
            ["transaction_count"],
          ),
        }),
      ),
    KEPT,
  );
}

/** Read the totals by account, and those of the period before. */
export function useAccounts(report: Report) {
  return [useAccountsOf(report.query), useAccountsOf(before(report))] as const;
}

function useTypesOf(query: Query, type: TransactionType) {
  return useRead<CustomTypeTrends>(
    ["report-types", query, type],
    (signal) => dashboardTypeTrends({ query: { ...query, type }, signal }),
    KEPT,
  );
}

/** Read the totals by custom type, and those of the period before. */
export function useTypes(report: Report, type: TransactionType) {
  const months = monthsOf(report.period, report.start);
  const query = { from: months.first, to: months.last };
  return [useTypesOf(query, type), useTypesOf(before(report), type)] as const;
}
