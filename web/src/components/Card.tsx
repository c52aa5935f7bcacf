import { Group, Title } from "@mantine/core";
import { useId, type ReactNode } from "react";

import { Boundary } from "./Boundary";

export interface CardProps {
  readonly title?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Show a part of a page with a heading; a crash of it leaves the rest of the page. */
export function Card({ title, actions, children }: CardProps) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={title ? id : undefined}>
      {title ? (
        <Group justify="space-between" mb="sm" gap="xs">
          <Title order={2} size="h4" id={id}>
            {title}
          </Title>
          {actions}
        </Group>
      ) : null}
      <Boundary>{children}</Boundary>
    </section>
  );
}
