import { Badge, Group, Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";

import type { PreviewView } from "../../../api/generated";
import { formatDay } from "../../../lib/dates";
import { formatMoney, formatNumber, negate } from "../../../lib/money";
import { usePreferences } from "../../../lib/preferences";
import { fileWords } from "../../../words/import-file";
import { useWords } from "../../../words/translated";
import { dayOf, tellingCell } from "./days";
import type { Choices } from "./draft";
import { amountIn } from "./proof";
import { readingOf, type Question } from "./questions";
import type { FileRecord } from "../records";

export interface QuestionFieldProps {
  readonly question: Question;
  readonly preview: PreviewView;
  readonly records: readonly FileRecord[];
  /** Nobody has answered it yet. */
  readonly isOpen: boolean;
  readonly isReading: boolean;
  readonly read: (choices: Choices) => void;
}

/** Ask one question; each answer says what it would make of the file's own rows. */
export function QuestionField(props: QuestionFieldProps) {
  const { question, isOpen, isReading, read } = props;
  const { questions: words } = useWords(fileWords);
  const textOf = useAnswers(props);
  /** The answer with which the file is being read. */
  const [chosen, setChosen] = useState("");
  const title = titleOf(question, words);
  return (
    <Radio.Group
      label={
        <Group gap="xs" component="span" display="inline-flex">
          <span>{title}</span>
          {isOpen ? null : (
            <Badge variant="light" color="teal" tt="none" c="inherit">
              {words.answered}
            </Badge>
          )}
        </Group>
      }
      styles={{ label: { fontWeight: 600, marginBottom: 6 } }}
      value={isReading && chosen ? chosen : isOpen ? "" : question.current}
      onChange={(value) => {
        // The buttons are not disabled meanwhile, because a disabled one loses the focus.
        const option = isReading ? undefined : question.options.find((one) => one.value === value);
        if (!option) return;
        setChosen(value);
        read(option.choices);
      }}
    >
      <Stack gap={8}>
        {question.options.map(({ value }) => {
          const { text, example } = textOf(value);
          return (
            <Radio
              key={value}
              value={value}
              label={
                <Group gap="xs" component="span" display="inline-flex">
                  <span>{text}</span>
                  {isOpen && value === question.current ? (
                    <Badge variant="light" color="yellow" tt="none" c="inherit">
                      {words.assumed}
                    </Badge>
                  ) : null}
                </Group>
              }
              description={
                example ? (
                  <Text span size="sm">
                    {example}
                  </Text>
                ) : undefined
              }
            />
          );
        })}
      </Stack>
    </Radio.Group>
  );
}

type Words = ReturnType<typeof useWords<(typeof fileWords)["en"]>>["questions"];

function titleOf({ code }: Question, words: Words): string {
  switch (code) {
    case "date-order":
    case "amount-sign":
    case "decimal-mark":
    case "which-date":
    case "which-amount":
    case "fee":
      return words[code];
    default:
      return words.other;
  }
}

interface Answer {
  readonly text: string;
  readonly example?: string | null;
}

function useAnswers({ question, preview, records }: QuestionFieldProps): (value: string) => Answer {
  const { questions: words, columns: columnWords } = useWords(fileWords);
  const { locale } = usePreferences();
  const { layout, columns } = preview;
  const nameOf = (index: number) => columns[index]?.name ?? columnWords.unnamed(index + 1);
  const cellsOf = (index: number) => columns[index]?.samples.slice(0, 3).join(" · ") ?? "";
  const used = layout.columns.indexOf("AMOUNT");

  const signExample = (isInverted: boolean) => {
    const text = layout.columns.findIndex((one) => one === "PAYEE" || one === "DESCRIPTION");
    const currency = preview.currencies[0]?.currency;
    return records
      .slice(0, 2)
      .flatMap(({ cells }) => {
        const amount = amountIn(cells[used] ?? "", layout.decimal_mark);
        if (amount === null) return [];
        const shown = isInverted ? negate(amount) : amount;
        const money = currency
          ? formatMoney(shown, currency, locale, { signed: true })
          : formatNumber(shown, locale);
        return [words.signExample(cells[text] ?? "", money)];
      })
      .join(" · ");
  };

  return (value) => {
    switch (question.code) {
      case "date-order": {
        const cells = columns.find((one) => one.role === "DATE")?.samples ?? [];
        const cell =
          tellingCell(
            cells,
            question.options.map((one) => one.value),
          ) ?? "";
        const day = dayOf(cell, value);
        const long = day ? formatDay(day, locale, { dateStyle: "long" }) : value;
        return { text: words.dateOption(cell, long), example: value };
      }
      case "amount-sign":
        return value === "NORMAL"
          ? { text: words.positiveIn, example: signExample(false) }
          : { text: words.positiveOut, example: signExample(true) };
      case "decimal-mark": {
        const mark = value === "COMMA" ? "COMMA" : "POINT";
        const cell = columns[used]?.samples[0] ?? "";
        const read = formatNumber(readingOf(cell, mark), locale);
        return { text: words.thousands(cell, read) };
      }
      case "fee": {
        const name = nameOf(layout.columns.indexOf("FEE"));
        return { text: value === "FEE" ? words.feeBeside(name) : words.feePart(name) };
      }
      case "which-amount":
        if (used < 0) {
          const other = question.options.find((one) => one.value !== value)?.value;
          return { text: words.debitOut(nameOf(Number(value)), nameOf(Number(other))) };
        }
        return { text: nameOf(Number(value)), example: cellsOf(Number(value)) };
      default:
        return { text: nameOf(Number(value)), example: cellsOf(Number(value)) };
    }
  };
}
