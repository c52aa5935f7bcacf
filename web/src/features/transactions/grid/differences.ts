/** Fields of transactions as text, for histories and conflicts. */
import { formatDay } from "../../../lib/dates";
import { formatMoney } from "../../../lib/money";
import { editorWords } from "../../../words/transaction-editor";
import { useWords } from "../../../words/translated";
import type { Transaction } from "../pages";
import { useRowFacts } from "./RowCells";

export interface Difference {
  readonly field: string;
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

/** Return a function that tells the named fields of two versions as text, where that differs. */
export function useDifferences() {
  const { ledger, locale, common } = useRowFacts();
  const words = useWords(editorWords);
  const texts: Readonly<Record<string, [string, (row: Transaction) => string | null]>> = {
    type: [words.type, (row) => common.types[row.type]],
    amount: [words.amount, (row) => formatMoney(row.amount, row.currency, locale)],
    date: [words.date, (row) => formatDay(row.date, locale)],
    payee: [words.payee, (row) => row.payee],
    category_id: [words.category, (row) => ledger.category(row.category_id)?.name ?? null],
    account_id: [words.account, (row) => ledger.account(row.account_id)?.name ?? null],
    to_account_id: [words.toAccount, (row) => ledger.account(row.to_account_id)?.name ?? null],
    splits: [
      words.parts,
      (row) =>
        row.splits
          .map(
            (part) =>
              `${ledger.category(part.category_id)?.name ?? common.unfiled} ${formatMoney(part.amount, row.currency, locale)}`,
          )
          .join(", ") || null,
    ],
    to_amount: [words.toAccount, (row) => row.to_amount],
    exchange: [
      words.exchange(ledger.currency),
      ({ exchange }) =>
        exchange?.base_amount ? formatMoney(exchange.base_amount, exchange.currency, locale) : null,
    ],
    custom_type_id: [
      words.customType,
      (row) => ledger.customType(row.custom_type_id)?.name ?? null,
    ],
    description: [words.description, (row) => row.description],
    notes: [words.notes, (row) => row.notes],
    tags: [words.tags, (row) => row.tags.join(", ") || null],
  };
  return (
    before: Transaction | null,
    after: Transaction | null,
    fields: readonly string[] = Object.keys(texts),
  ): Difference[] =>
    fields.flatMap((field) => {
      const text = texts[field === "base_amount" || field === "rate" ? "exchange" : field];
      if (!text) return [];
      const [label, tell] = text;
      const from = (before && tell(before)) || words.nothing;
      const to = (after && tell(after)) || words.nothing;
      return from === to ? [] : [{ field, label, from, to }];
    });
}
