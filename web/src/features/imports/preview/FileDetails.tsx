import { NativeSelect, NumberInput, SimpleGrid, Switch, TextInput } from "@mantine/core";
import { useState } from "react";

import type { LayoutOverrides, LayoutView } from "../../../api/generated";
import { fileWords } from "../../../words/import-file";
import { useWords } from "../../../words/translated";
import type { Choices, Draft } from "./draft";

export interface FileDetailsProps {
  readonly draft: Draft;
  readonly isReading: boolean;
  readonly read: (choices: Choices) => void;
}

const ENCODINGS: readonly { value: LayoutView["encoding"]; label: string }[] = [
  { value: "UTF_8", label: "UTF-8" },
  { value: "UTF_8_SIG", label: "UTF-8 (BOM)" },
  { value: "UTF_16", label: "UTF-16" },
  { value: "WINDOWS_1252", label: "Windows-1252" },
  { value: "ISO_8859_1", label: "ISO 8859-1" },
  { value: "ISO_8859_2", label: "ISO 8859-2" },
  { value: "WINDOWS_1250", label: "Windows-1250" },
];
const MARKS = ["POINT", "COMMA"] as const;
const DELIMITERS = ["COMMA", "SEMICOLON", "TAB", "PIPE"] as const;

/** Offer what is below the columns: encoding, separator, the format of days, the decimal mark. */
export function FileDetails({ draft, isReading, read }: FileDetailsProps) {
  const { columns: words } = useWords(fileWords);
  const { choices, preview } = draft;
  const { layout } = preview;
  const [dateFormat, setDateFormat] = useState(layout.date_format);
  const [preamble, setPreamble] = useState<string | number>(layout.preamble_lines);
  const change = (part: LayoutOverrides) =>
    read({ ...choices, layout: { ...choices.layout, ...part } });
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
      <NativeSelect
        label={words.encoding}
        data={[...ENCODINGS]}
        value={layout.encoding}
        disabled={isReading}
        onChange={({ target }) => {
          const found = ENCODINGS.find((one) => one.value === target.value);
          if (found) change({ encoding: found.value });
        }}
      />
      <NativeSelect
        label={words.delimiter}
        data={DELIMITERS.map((value) => ({ value, label: words.delimiters[value] }))}
        value={layout.delimiter}
        disabled={isReading}
        onChange={({ target }) => {
          const found = DELIMITERS.find((one) => one === target.value);
          if (found) change({ delimiter: found });
        }}
      />
      <NativeSelect
        label={words.decimalMark}
        data={MARKS.map((value) => ({ value, label: words.marks[value] }))}
        value={layout.decimal_mark}
        disabled={isReading}
        onChange={({ target }) => {
          const found = MARKS.find((one) => one === target.value);
          if (found) change({ decimal_mark: found });
        }}
      />
      <TextInput
        label={words.dateFormat}
        value={dateFormat}
        disabled={isReading}
        onChange={({ target }) => setDateFormat(target.value)}
        onBlur={() => {
          const wanted = dateFormat.trim();
          if (wanted && wanted !== layout.date_format) change({ date_format: wanted });
        }}
      />
      <NumberInput
        label={words.preamble}
        min={0}
        max={1000}
        allowDecimal={false}
        value={preamble}
        disabled={isReading}
        onChange={setPreamble}
        onBlur={() => {
          if (typeof preamble === "number" && preamble !== layout.preamble_lines) {
            change({ preamble_lines: preamble });
          }
        }}
      />
      <Switch
        label={words.header}
        checked={layout.has_header}
        disabled={isReading}
        mt={{ base: 0, xs: 28 }}
        onChange={({ target }) => change({ has_header: target.checked })}
      />
    </SimpleGrid>
  );
}
