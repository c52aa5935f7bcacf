import { Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import { Check, Copy } from "lucide-react";

import { Dialog } from "../../components/dialogs/Dialog";
import { commonWords } from "../../words/common";
import { webhookWords } from "../../words/webhooks";
import { useWords } from "../../words/translated";

export interface SecretDialogProps {
  /** The secret to show; its text is null where a late retry does not give it again. */
  readonly secret: { readonly text: string | null } | null;
  readonly onClose: () => void;
}

/** Show the secret of a webhook, once. */
export function SecretDialog({ secret, onClose }: SecretDialogProps) {
  const words = useWords(webhookWords).secret;
  const common = useWords(commonWords);
  const text = secret?.text;
  return (
    <Dialog
      isOpen={secret !== null}
      onClose={onClose}
      title={words.title}
      centered
      closeOnClickOutside={false}
    >
      <Stack gap="sm">
        <Text size="sm">{text ? words.text : words.gone}</Text>
        {text ? (
          <>
            <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
              {text}
            </Code>
            <CopyButton value={text}>
              {({ copied, copy }) => (
                <Button
                  variant="default"
                  leftSection={copied ? <Check size={16} /> : <Copy size={16} />}
                  onClick={copy}
                  data-autofocus
                >
                  {copied ? common.copied : common.copy}
                </Button>
              )}
            </CopyButton>
          </>
        ) : null}
        <Group justify="end">
          <Button onClick={onClose}>{text ? words.done : common.close}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
