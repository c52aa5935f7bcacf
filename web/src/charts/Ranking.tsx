import { Group, Text, UnstyledButton } from "@mantine/core";
import { Link } from "wouter";

import type { Part } from "./layouts/parts";

export interface RankingProps {
  /** What the chart shows, in one sentence. */
  readonly label: string;
  readonly parts: readonly Part[];
}

/** Draw bars one below the other, each with its name and amount above it. */
export function Ranking({ label, parts }: RankingProps) {
  const longest = Math.max(0, ...parts.map((part) => Math.abs(part.value)));
  return (
    <ol aria-label={label} style={{ listStyle: "none", margin: 0, padding: 0 }}>
      {parts.map((part) => {
        const content = (
          <>
            <Group justify="space-between" wrap="nowrap" gap="sm">
              <Text size="sm" truncate>
                {part.name}
              </Text>
              <Text size="sm" className="amount" fw={600}>
                {part.text}
              </Text>
            </Group>
            <div style={{ height: 8, borderRadius: 4, background: "var(--line)" }}>
              <div
                className="bar"
                style={{
                  height: 8,
                  minWidth: part.value === 0 ? 0 : 2,
                  width: `${longest > 0 ? (Math.abs(part.value) / longest) * 100 : 0}%`,
                  borderRadius: 4,
                  background: part.value < 0 ? "var(--surface-raised)" : part.color,
                  border: part.value < 0 ? `2px dashed ${part.color}` : undefined,
                }}
              />
            </div>
          </>
        );
        return (
          <li key={part.key} style={{ marginBottom: 8 }}>
            {part.href ? (
              <UnstyledButton component={Link} href={part.href} display="block" w="100%">
                {content}
              </UnstyledButton>
            ) : (
              content
            )}
          </li>
        );
      })}
    </ol>
  );
}
