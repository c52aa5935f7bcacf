import { Button, Group, Select } from "@mantine/core";
import { Check } from "lucide-react";

import { useLedger } from "../../../api/ledger";
import { fileWords } from "../../../words/import-file";
import { useWords } from "../../../words/translated";
import type { Choices, Draft } from "./draft";

export interface AccountQuestionsProps {
  readonly draft: Draft;
  readonly isReading: boolean;
  readonly read: (choices: Choices) => void;
}

/** Ask on which accounts the rows are, for each currency that the file has beside the account's. */
export function AccountQuestions({ draft, isReading, read }: AccountQuestionsProps) {
  const { questions: words } = useWords(fileWords);
  const ledger = useLedger();
  const { preview, choices, questions } = draft;
  const isAsked = (code: string) => questions.some((one) => one.code === code);
  const own = ledger.account(preview.account_id)?.currency;
  const inOthers = isAsked("currency-account")
    ? preview.currencies.filter((one) => one.currency !== own || one.source === "GIVEN")
    : [];
  return (
    <>
      {isAsked("account") ? (
        <AccountQuestion
          label={words.account}
          hint={words.accountHint}
          currency={own}
          value={preview.account_id}
          isAnswered={choices.accountId !== undefined}
          isReading={isReading}
          choose={(accountId) => read({ ...choices, accountId })}
        />
      ) : null}
      {inOthers.map(({ currency, account_id, source }) => (
        <AccountQuestion
          key={currency}
          label={words["currency-account"](currency)}
          currency={currency}
          value={account_id}
          isAnswered={source === "GIVEN"}
          isReading={isReading}
          choose={(value) =>
            read({ ...choices, accounts: { ...choices.accounts, [currency]: value } })
          }
        />
      ))}
    </>
  );
}

interface AccountQuestionProps {
  readonly label: string;
  readonly hint?: string;
  readonly currency: string | undefined;
  readonly value: string | null;
  readonly isAnswered: boolean;
  readonly isReading: boolean;
  readonly choose: (accountId: string) => void;
}

function AccountQuestion(props: AccountQuestionProps) {
  const { questions: words } = useWords(fileWords);
  const { accounts } = useLedger();
  const { label, hint, currency, value, isAnswered, isReading, choose } = props;
  // Accounts in the currency of the rows come first.
  const options = accounts
    .filter((one) => !one.archived)
    .toSorted((a, b) => Number(b.currency === currency) - Number(a.currency === currency))
    .map((one) => ({ value: one.id, label: words.accountOption(one.name, one.currency) }));
  const state = isAnswered ? words.answered : value ? words.assumed : null;
  return (
    <Group align="end" gap="xs">
      <Select
        label={label}
        description={[hint, state].filter(Boolean).join(" · ")}
        error={value ? null : words.chooseAccount}
        placeholder={words.chooseAccount}
        data={options}
        value={value}
        disabled={isReading}
        allowDeselect={false}
        flex="0 1 420px"
        onChange={(chosen) => {
          if (chosen) choose(chosen);
        }}
      />
      {value && !isAnswered ? (
        <Button
          variant="light"
          leftSection={<Check size={16} />}
          disabled={isReading}
          onClick={() => choose(value)}
        >
          {words.right}
        </Button>
      ) : null}
    </Group>
  );
}
