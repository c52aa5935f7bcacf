/** Values of the editor's form, and the requests that they make. */
import type { SplitDraft, TransactionDraft, TransactionPatch } from "../../../api/generated";
import type { Ledger } from "../../../api/ledger";
import { fromMinor, toMinor } from "../../../lib/money";
import type { Transaction } from "../pages";
import { decimalsOf, readAmount, typedAmount } from "../grid/typed";

export interface PartValues {
  readonly key: string;
  readonly category_id: string;
  readonly amount: string;
  readonly note: string;
}

/** Values as typed; empty text is none. */
export interface Values extends Record<string, unknown> {
  type: Transaction["type"];
  amount: string;
  date: string;
  payee: string;
  category_id: string;
  splits: PartValues[];
  account_id: string;
  to_account_id: string;
  to_amount: string;
  base_amount: string;
  rate: string;
  custom_type_id: string;
  description: string;
  notes: string;
  tags: string[];
}

let count = 0;

/** Return a new, empty part. */
export function emptyPart(amount = ""): PartValues {
  count += 1;
  return { key: String(count), category_id: "", amount, note: "" };
}

/** Return the values with which a new transaction begins. */
export function newValues(ledger: Ledger): Values {
  const account = ledger.accounts.find((one) => one.is_default) ?? ledger.accounts[0];
  return {
    type: "EXPENSE",
    amount: "",
    date: ledger.today,
    payee: "",
    category_id: "",
    splits: [],
    account_id: account?.id ?? "",
    to_account_id: "",
    to_amount: "",
    base_amount: "",
    rate: "",
    custom_type_id: "",
    description: "",
    notes: "",
    tags: [],
  };
}

/** Return a transaction as values of the form. */
export function valuesOf(row: Transaction, locale: string): Values {
  const given = row.exchange?.rate_source === "GIVEN" ? row.exchange.base_amount : null;
  const typed = (amount: string | null) => (amount === null ? "" : typedAmount(amount, locale));
  return {
    type: row.type,
    amount: typed(row.amount),
    date: row.date,
    payee: row.payee ?? "",
    category_id: row.category_id ?? "",
    splits: row.splits.map((part) => ({
      ...emptyPart(typed(part.amount)),
      category_id: part.category_id ?? "",
      note: part.note ?? "",
    })),
    account_id: row.account_id,
    to_account_id: row.to_account_id ?? "",
    to_amount: row.is_to_amount_estimated ? "" : typed(row.to_amount),
    base_amount: typed(given),
    rate: "",
    custom_type_id: row.custom_type_id ?? "",
    description: row.description ?? "",
    notes: row.notes ?? "",
    tags: [...row.tags],
  };
}

/** Return the currency of an account, and its decimals. */
export function currencyOf(ledger: Ledger, accountId: string): [string, number] {
  const account = ledger.account(accountId);
  if (!account) return [ledger.currency, ledger.exponent];
  // The balance has all decimals of the currency.
  return [account.currency, decimalsOf(account.balance)];
}

/** Return values as a whole transaction; amounts must have been checked. */
export function draftOf(values: Values, ledger: Ledger, locale: string): TransactionDraft {
  const [currency, exponent] = currencyOf(ledger, values.account_id);
  const [, toExponent] = currencyOf(ledger, values.to_account_id);
  const amount = (text: string, digits: number) =>
    text.trim() ? readAmount(text, locale, digits).amount : null;
  const isTransfer = values.type === "TRANSFER";
  const isForeign = currency !== ledger.currency;
  const splits: SplitDraft[] = values.splits.map((part) => ({
    category_id: part.category_id || null,
    amount: amount(part.amount, exponent) ?? "0",
    note: part.note.trim() || null,
  }));
  return {
    type: values.type,
    amount: amount(values.amount, exponent) ?? "0",
    date: values.date,
    payee: values.payee.trim() || null,
    account_id: values.account_id,
    category_id: isTransfer || splits.length > 0 ? null : values.category_id || null,
    splits: isTransfer ? [] : splits,
    to_account_id: isTransfer ? values.to_account_id || null : null,
    to_amount: isTransfer ? amount(values.to_amount, toExponent) : null,
    ...(isForeign
      ? {
          base_amount: amount(values.base_amount, ledger.exponent),
          rate: rateOf(values.rate, locale),
        }
      : {}),
    custom_type_id: values.custom_type_id || null,
    description: values.description.trim() || null,
    notes: values.notes.trim() || null,
    tags: values.tags,
  };
}

/** Read a typed rate as decimal text; null if it is none above zero. */
export function rateOf(text: string, locale: string): string | null {
  const { amount } = readAmount(text, locale, 12);
  if (amount === null || amount.startsWith("-") || !/[1-9]/.test(amount)) return null;
  return amount.replace(/\.?0+$/, "");
}

/** Return the fields that differ between two drafts; a category and parts go together. */
export function patchOf(before: TransactionDraft, after: TransactionDraft): TransactionPatch {
  const names = (Object.keys(after) as (keyof TransactionDraft)[]).filter(
    (name) => JSON.stringify(after[name] ?? null) !== JSON.stringify(before[name] ?? null),
  );
  const patch: TransactionPatch = Object.fromEntries(names.map((name) => [name, after[name]]));
  const hasParts = (after.splits ?? []).length > 0;
  if (patch.splits !== undefined && hasParts) delete patch.category_id;
  if (patch.category_id && patch.splits) delete patch.splits;
  // Parts are of the whole amount, so that they go with a new one.
  if (patch.amount !== undefined && hasParts) patch.splits = after.splits ?? [];
  // A duplicate of null: only one of both can be given.
  if (patch.rate === null) delete patch.rate;
  if (patch.rate !== undefined) delete patch.base_amount;
  if (after.type === "TRANSFER") {
    delete patch.category_id;
    delete patch.splits;
  }
  return patch;
}

/** Return what is left of an amount after its parts, in minor units; parts that are no amounts count 0. */
export function remainderOf(
  amount: string,
  parts: readonly PartValues[],
  locale: string,
  exponent: number,
): bigint | null {
  const whole = readAmount(amount, locale, exponent).amount;
  if (whole === null) return null;
  return parts.reduce(
    (left, part) => {
      const one = readAmount(part.amount, locale, exponent).amount;
      return one === null ? left : left - toMinor(one, exponent);
    },
    toMinor(whole, exponent),
  );
}

/** Divide an amount into equal parts; the last takes what cannot be divided. */
export function evenParts(amount: bigint, count: number): bigint[] {
  const each = amount / BigInt(count);
  return Array.from({ length: count }, (_, index) =>
    index < count - 1 ? each : amount - each * BigInt(count - 1),
  );
}

/** Return minor units as a person would type them. */
export function typedMinor(minor: bigint, exponent: number, locale: string): string {
  return typedAmount(fromMinor(minor, exponent), locale);
}
