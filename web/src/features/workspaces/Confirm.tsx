import { Button, Group, Stack, Text } from "@mantine/core";

import { Dialog } from "../../components/Dialog";
import { commonWords } from "../../words/common";
import { useWords } from "../../words/translated";

export interface ConfirmProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly title: string;
  readonly text: string;
  /** What the button does. */
  readonly button: string;
  readonly isDangerous?: boolean;
  readonly isRunning: boolean;
  readonly confirm: () => void;
}

/** Ask before something that has no undo. */
export function Confirm(props: ConfirmProps) {
  const common = useWords(commonWords);
  const { isOpen, close, title, text, button, isDangerous = false, isRunning, confirm } = props;
  return (
    <Dialog isOpen={isOpen} onClose={close} title={title} centered>
      <Stack gap="md">
        <Text size="sm">{text}</Text>
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            {common.cancel}
          </Button>
          <Button
            {...(isDangerous ? { color: "red.9" } : {})}
            loading={isRunning}
            onClick={confirm}
          >
            {button}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
