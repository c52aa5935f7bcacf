import { Button, Stack, Text } from "@mantine/core";
import { FileUp } from "lucide-react";
import { useRef, useState, type DragEvent } from "react";

import { importWords } from "../../words/imports";
import { useWords } from "../../words/translated";

export interface ChooseFileProps {
  readonly isReading: boolean;
  readonly accept?: string;
  readonly choose: (file: File) => void;
}

/** Take a file that is dropped here, or chosen by the button. */
export function ChooseFile({
  isReading,
  accept = ".csv,.txt,.tsv,text/csv",
  choose,
}: ChooseFileProps) {
  const { choose: words } = useWords(importWords);
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && !isReading) choose(file);
  };
  return (
    <Stack
      align="center"
      gap="xs"
      py="xl"
      px="md"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      style={{
        border: `2px dashed ${isOver ? "var(--accent)" : "var(--line)"}`,
        borderRadius: 12,
        background: isOver ? "var(--surface)" : undefined,
        textAlign: "center",
      }}
    >
      <FileUp size={36} color="var(--accent)" aria-hidden />
      <Text fw={600}>{words.drop}</Text>
      <Text size="sm" c="dimmed" maw={480}>
        {words.or}
      </Text>
      <Button loading={isReading} onClick={() => input.current?.click()}>
        {words.button}
      </Button>
      <Text size="sm" role="status" mih={20}>
        {isReading ? words.reading : ""}
      </Text>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        aria-label={words.button}
        onChange={(event) => {
          const file = event.target.files?.[0];
          // So that the same file can be chosen again after it was edited.
          event.target.value = "";
          if (file) choose(file);
        }}
      />
    </Stack>
  );
}
