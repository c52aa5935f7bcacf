import { Group, Stack, Text, Title } from "@mantine/core";
import { useEffect, type ReactNode } from "react";

import { SoloFrame } from "../components/SoloFrame";

export interface GateMessageProps {
  readonly title: string;
  readonly text: string;
  readonly icon: ReactNode;
  /** What the person can do. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** Show, in place of a page, why it is not there and what to do. */
export function GateMessage({ title, text, icon, actions, children }: GateMessageProps) {
  useEffect(() => {
    document.title = `${title} · FinanceFlow`;
  }, [title]);
  return (
    <SoloFrame isNarrow>
      <Stack align="center" ta="center" gap="sm">
        <Text c="dimmed" aria-hidden>
          {icon}
        </Text>
        <Title order={1} size="h2">
          {title}
        </Title>
        <Text c="dimmed" role="status">
          {text}
        </Text>
        {children}
        {actions ? (
          <Group justify="center" mt="sm">
            {actions}
          </Group>
        ) : null}
      </Stack>
    </SoloFrame>
  );
}
