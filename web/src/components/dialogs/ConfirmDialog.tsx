import { Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";

import { Dialog } from "./Dialog";
import { commonWords } from "../../words/common";
import { useWords } from "../../words/translated";

export interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  /** What the button does, such as "Delete the category". */
  readonly confirm: string;
  readonly isDangerous?: boolean;
  readonly isBusy?: boolean;
  readonly isDisabled?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Ask before something is done that is hard to take back; Escape and Cancel close it. */
export function ConfirmDialog({
  opened,
  title,
  confirm,
  isDangerous = false,
  isBusy = false,
  isDisabled = false,
  onConfirm,
  onClose,
  children,
}: ConfirmDialogProps) {
  const words = useWords(commonWords);
  return (
    <Dialog isOpen={opened} onClose={onClose} title={title}>
      <Stack>
        {children}
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button
            {...(isDangerous ? { color: "red.9" } : {})}
            loading={isBusy}
            disabled={isDisabled}
            onClick={onConfirm}
          >
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
