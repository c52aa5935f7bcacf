import { Stack, Text } from "@mantine/core";

import { Card } from "../../../components/Card";
import { fileWords } from "../../../words/import-file";
import { useWords } from "../../../words/translated";
import { AccountQuestions } from "./AccountQuestions";
import type { Choices, Draft } from "./draft";
import { questionOf } from "./questions";
import { QuestionField } from "./QuestionField";
import type { FileRecord } from "../records";

export interface QuestionsProps {
  readonly draft: Draft;
  readonly records: readonly FileRecord[];
  readonly isReading: boolean;
  readonly read: (choices: Choices) => void;
}

const OF_ACCOUNTS = new Set(["account", "currency-account"]);

/** Ask what the file does not say, with the file's own rows as examples. */
export function Questions({ draft, records, isReading, read }: QuestionsProps) {
  const { questions: words } = useWords(fileWords);
  const { preview, choices, questions } = draft;
  if (questions.length === 0) return null;
  const open = new Set(preview.ambiguities.map((one) => one.code));
  const others = questions.filter((one) => !OF_ACCOUNTS.has(one.code));
  return (
    <Card title={words.title}>
      <Stack gap="lg">
        <Text size="sm" c="dimmed">
          {words.hint}
        </Text>
        {others.map(({ code, message }) => {
          const question = questionOf(code, preview, choices);
          if (question) {
            return (
              <QuestionField
                key={code}
                question={question}
                preview={preview}
                records={records}
                isOpen={open.has(code)}
                isReading={isReading}
                read={read}
              />
            );
          }
          if (!open.has(code)) return null;
          const isTexts = code === "no-texts";
          return (
            <div key={code}>
              <Text fw={600}>{isTexts ? words["no-texts"] : words.other}</Text>
              {isTexts ? null : (
                <Text size="sm" lang="en">
                  {message}
                </Text>
              )}
              <Text size="sm" c="dimmed">
                {isTexts ? words["no-textsHint"] : words.otherHint}
              </Text>
            </div>
          );
        })}
        <AccountQuestions draft={draft} isReading={isReading} read={read} />
      </Stack>
    </Card>
  );
}
