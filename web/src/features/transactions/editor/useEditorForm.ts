import { useForm } from "@mantine/form";

import { useLedger } from "../../../api/ledger";
import { usePreferences } from "../../../lib/preferences";
import { editorWords } from "../../../words/transaction-editor";
import { transactionWords } from "../../../words/transactions";
import { useWords } from "../../../words/translated";
import { currencyOf, newValues, rateOf, remainderOf, valuesOf, type Values } from "./draft";
import type { Transaction } from "../pages";
import { readAmount } from "../grid/typed";

/** Make the editor's form, with the checks that need no server. */
export function useEditorForm(row: Transaction | null) {
  const words = useWords(editorWords);
  const { cell } = useWords(transactionWords);
  const ledger = useLedger();
  const { locale } = usePreferences();

  const amountProblem = (text: string, exponent: number, isRequired: boolean) => {
    if (!text.trim()) return isRequired ? words.required : null;
    const { problem } = readAmount(text, locale, exponent);
    if (problem === null) return null;
    return problem === "tooPrecise" ? cell.tooPrecise(exponent) : cell.notAnAmount;
  };

  return useForm<Values>({
    mode: "controlled",
    initialValues: row ? valuesOf(row, locale) : newValues(ledger),
    validate: {
      amount: (text, { account_id }) =>
        amountProblem(text, currencyOf(ledger, account_id)[1], true),
      date: (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? null : cell.notADate),
      to_account_id: (id, { type, account_id }) =>
        type !== "TRANSFER"
          ? null
          : !id
            ? words.required
            : id === account_id
              ? words.otherAccount
              : null,
      to_amount: (text, { type, to_account_id }) =>
        type === "TRANSFER"
          ? amountProblem(text, currencyOf(ledger, to_account_id)[1], false)
          : null,
      base_amount: (text) => amountProblem(text, ledger.exponent, false),
      rate: (text, { base_amount }) =>
        !text.trim()
          ? null
          : rateOf(text, locale) === null
            ? words.notARate
            : base_amount.trim() && !row?.exchange
              ? words.bothRates
              : null,
      splits: (parts, { amount, account_id }) => {
        if (parts.length === 0) return null;
        const [, exponent] = currencyOf(ledger, account_id);
        const problem = parts
          .map((part) => amountProblem(part.amount, exponent, true))
          .find(Boolean);
        if (problem) return problem;
        const left = remainderOf(amount, parts, locale, exponent);
        return left === 0n || left === null ? null : words.partsDoNotAddUp;
      },
    },
  });
}
