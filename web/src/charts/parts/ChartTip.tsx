import { Paper, Text } from "@mantine/core";
import type { ReactNode } from "react";

export interface ChartTipProps {
  /** The place in the chart, in pixels from its top left. */
  readonly x: number;
  readonly y: number;
  /** The width of the chart, within which the tip stays. */
  readonly width: number;
  readonly title: string;
  readonly children?: ReactNode;
}

/** Show what a mark of a chart is, above it. What it says is also the mark's name. */
export function ChartTip({ x, y, width, title, children }: ChartTipProps) {
  const share = width > 0 ? Math.min(1, Math.max(0, x / width)) : 0;
  return (
    <Paper
      aria-hidden
      withBorder
      shadow="md"
      px="sm"
      py={6}
      radius="md"
      className="no-print"
      style={{
        position: "absolute",
        left: x,
        top: y - 8,
        // Tips at the edges hang inwards.
        transform: `translate(${-share * 100}%, -100%)`,
        pointerEvents: "none",
        background: "var(--surface-raised)",
        maxWidth: Math.min(320, width),
        width: "max-content",
        zIndex: 5,
      }}
    >
      <Text size="sm" fw={600}>
        {title}
      </Text>
      {children}
    </Paper>
  );
}
