import { Modal, type ModalRootProps } from "@mantine/core";
import type { ReactNode } from "react";

import { commonWords } from "../../words/common";
import { useWords } from "../../words/translated";

export interface DialogProps extends Omit<ModalRootProps, "opened" | "title" | "children"> {
  readonly title: string;
  readonly isOpen?: boolean;
  readonly children: ReactNode;
}

/** Show a dialog with a title and a named button that closes it; the focus goes back afterwards. */
export function Dialog({ title, isOpen = true, children, ...props }: DialogProps) {
  const words = useWords(commonWords);
  return (
    <Modal.Root opened={isOpen} {...props}>
      <Modal.Overlay />
      <Modal.Content>
        {/* A header outside of main would count as a second banner of the page. */}
        <Modal.Header role="presentation">
          <Modal.Title fw={650}>{title}</Modal.Title>
          <Modal.CloseButton aria-label={words.close} />
        </Modal.Header>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
