import { Group, Text } from "@mantine/core";
import { useId } from "react";

import { Marker } from "./Marker";
import { Pattern } from "./Pattern";
import { dashOf, fillOf, markerOf } from "../palette";

export interface LegendItem {
  readonly key: string;
  readonly name: string;
  readonly color: string;
}

/** Name series beside samples of their lines or areas. */
export function Legend({ items, of }: { items: readonly LegendItem[]; of: "lines" | "areas" }) {
  return (
    <Group component="ul" gap="4px 16px" m={0} p={0} style={{ listStyle: "none" }} justify="center">
      {items.map((item, index) => (
        <Group component="li" key={item.key} gap={6} wrap="nowrap" style={{ minWidth: 0 }}>
          <Sample color={item.color} index={index} of={of} />
          <Text size="sm" truncate maw={300}>
            {item.name}
          </Text>
        </Group>
      ))}
    </Group>
  );
}

/** Draw a sample of a series, as it looks in its chart. */
export function Sample({
  color,
  index,
  of,
}: {
  color: string;
  index: number;
  of: "lines" | "areas";
}) {
  const id = useId();
  if (of === "lines") {
    return (
      <svg width={30} height={12} aria-hidden style={{ flex: "none" }}>
        <path d="M0,6H30" stroke={color} strokeWidth={2} strokeDasharray={dashOf(index)} />
        <Marker shape={markerOf(index)} x={15} y={6} color={color} />
      </svg>
    );
  }
  return (
    <svg width={14} height={14} aria-hidden style={{ flex: "none" }}>
      <Pattern id={id} fill={fillOf(index)} color={color} />
      <rect
        x={0.5}
        y={0.5}
        width={13}
        height={13}
        rx={3}
        fill={`url(#${id})`}
        stroke={color}
        strokeWidth={1}
      />
    </svg>
  );
}
