import { Select } from "@mantine/core";

import { useLedger } from "../../api/ledger";
import { fileWords } from "../../words/import-file";
import { useWords } from "../../words/translated";
import type { Choices, Draft } from "./draft";

export interface AccountQuestionsProps {
  readonly draft: Draft;
  readonly isReading: boolean;
  readonly read: (choices: Choices) => void;
}

/** Ask on which accounts the rows are, for each currency that the file has beside the account's. */
export function AccountQuestions({ draft, isReading, read }: AccountQuestionsProps) {
  const { questions: words } = useWords(fileWords);
  const { accounts, account } = useLedger();
  const { preview, choices, questions } = draft;
  const isAsked = (code: string) => questions.some((one) => one.code === code);
  const own = account(preview.account_id)?.currency;
  const optionsOf = (currency?: string) =>
    accounts
      .filter((one) => !one.archived)
      .toSorted((a, b) => Number(b.currency === currency) - Number(a.currency === currency))
      .map((one) => ({ value: one.id, label: words.accountOption(one.name, one.currency) }));
  const inOthers = isAsked("currency-account")
    ? preview.currencies.filter((one) => one.currency !== own || one.source === "GIVEN")
    : [];
  return (
    <>
      {isAsked("account") ? (
        <Select
          label={words.account}
          description={`${words.accountHint}${choices.accountId ? "" : ` ${words.assumed}.`}`}
          data={optionsOf(own)}
          value={preview.account_id}
          disabled={isReading}
          allowDeselect={false}
          maw={420}
          onChange={(accountId) => {
            if (accountId) read({ ...choices, accountId });
          }}
        />
      ) : null}
      {inOthers.map(({ currency, account_id, source }) => (
        <Select
          key={currency}
          label={words["currency-account"](currency)}
          description={source === "GIVEN" ? words.answered : account_id ? words.assumed : null}
          error={account_id ? null : words.chooseAccount}
          placeholder={words.chooseAccount}
          data={optionsOf(currency)}
          value={account_id}
          disabled={isReading}
          allowDeselect={false}
          maw={420}
          onChange={(value) => {
            if (value) read({ ...choices, accounts: { ...choices.accounts, [currency]: value } });
          }}
        />
      ))}
    </>
  );
}
