import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { GitCompareArrows } from "lucide-react";

import { settingsWords } from "../../words/settings";
import { useWords } from "../../words/translated";

export interface ConflictNoteProps {
  /** What is in force now, as text. */
  readonly now: string;
  readonly onRepeat: () => void;
  readonly onTake: () => void;
}

/** Show that somebody else was faster, what is in force now, and both ways on. */
export function ConflictNote({ now, onRepeat, onTake }: ConflictNoteProps) {
  const words = useWords(settingsWords).conflict;
  return (
    <Alert
      color="yellow"
      role="alert"
      title={words.title}
      icon={<GitCompareArrows size={18} aria-hidden />}
    >
      <Stack gap="xs">
        <Text size="sm">{words.text}</Text>
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {words.now}: <strong>{now}</strong>
        </Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={onTake}>
            {words.take}
          </Button>
          <Button size="xs" onClick={onRepeat}>
            {words.again}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
