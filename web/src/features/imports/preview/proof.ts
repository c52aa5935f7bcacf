/** What the rows of a preview add up to, and whether the file's own balances confirm it. */
import type { LayoutView, RowView } from "../../../api/generated";
import { negate, sum, toMinor, type Amount } from "../../../lib/money";
import type { FileRecord } from "../records";

export interface Total {
  readonly accountId: string;
  readonly currency: string;
  readonly moneyIn: Amount;
  readonly moneyOut: Amount;
  readonly net: Amount;
  readonly rows: number;
}

function decimalsOf(amount: Amount): number {
  return amount.split(".")[1]?.length ?? 0;
}

/** Return what the new rows bring to each account and take from it. */
export function totalsOf(rows: readonly RowView[], currencyOf: (id: string) => string): Total[] {
  const flows = new Map<string, { currency: string; ins: Amount[]; outs: Amount[] }>();
  const flow = (id: string, currency: string) => {
    const found = flows.get(id) ?? { currency, ins: [], outs: [] };
    flows.set(id, found);
    return found;
  };
  for (const { status, transaction } of rows) {
    if (status !== "NEW" || !transaction) continue;
    const { type, amount, currency, account_id, to_account_id, to_amount } = transaction;
    const own = flow(account_id, currency);
    (type === "INCOME" ? own.ins : own.outs).push(amount);
    if (type === "TRANSFER" && to_account_id) {
      flow(to_account_id, currencyOf(to_account_id)).ins.push(to_amount ?? amount);
    }
  }
  return [...flows].map(([accountId, { currency, ins, outs }]) => {
    const exponent = Math.max(0, ...[...ins, ...outs].map(decimalsOf));
    const [moneyIn, moneyOut] = [sum(ins, exponent), sum(outs, exponent)];
    const net = sum([moneyIn, negate(moneyOut)], exponent);
    return { accountId, currency, moneyIn, moneyOut, net, rows: ins.length + outs.length };
  });
}

/** Read a cell of a bank file as an amount; null if it is none. */
export function amountIn(cell: string, mark: LayoutView["decimal_mark"]): Amount | null {
  const decimal = mark === "COMMA" ? "," : ".";
  const isNegative = /[-−–]|^\(.*\)$/.test(cell);
  const digits = [...cell].filter((one) => /\d/.test(one) || one === decimal).join("");
  const [whole = "", decimals = "", ...rest] = digits.split(decimal);
  if (!/\d/.test(digits) || rest.length > 0) return null;
  return `${isNegative ? "-" : ""}${whole || "0"}${decimals ? `.${decimals}` : ""}`;
}

export interface Proof {
  /** Amounts that two neighbouring balances of the file confirm. */
  readonly confirmed: number;
  /** Amounts that have two such balances. */
  readonly of: number;
}

/**
 * Compare the amounts with the differences of the file's balances, of the oldest row first or last.
 *
 * Returns null if the file has no balances, or rows of several accounts.
 */
export function proofOf(
  rows: readonly RowView[],
  records: readonly FileRecord[],
  layout: LayoutView,
): Proof | null {
  const column = layout.columns.indexOf("BALANCE");
  if (column < 0) return null;
  const cells = new Map(records.map(({ line, cells }) => [line, cells[column] ?? ""]));
  const accounts = new Set<string>();
  const steps: ({ amount: bigint; balance: bigint } | null)[] = [];
  const all = rows.flatMap(({ transaction }) => (transaction ? [transaction.amount] : []));
  const exponent = Math.max(2, ...all.map(decimalsOf));
  for (const { line, transaction } of rows) {
    const balance = amountIn(cells.get(line) ?? "", layout.decimal_mark);
    if (!transaction || balance === null || decimalsOf(balance) > exponent) {
      steps.push(null);
      continue;
    }
    accounts.add(transaction.account_id);
    const amount = toMinor(transaction.amount, exponent);
    steps.push({
      amount: transaction.type === "INCOME" ? amount : -amount,
      balance: toMinor(balance, exponent),
    });
  }
  if (accounts.size !== 1) return null;
  const confirmed = { oldestFirst: 0, newestFirst: 0 };
  let of = 0;
  for (let at = 1; at < steps.length; at += 1) {
    const [before, after] = [steps[at - 1], steps[at]];
    if (!before || !after) continue;
    of += 1;
    if (after.balance - before.balance === after.amount) confirmed.oldestFirst += 1;
    if (before.balance - after.balance === before.amount) confirmed.newestFirst += 1;
  }
  return of === 0
    ? null
    : { confirmed: Math.max(confirmed.oldestFirst, confirmed.newestFirst), of };
}
