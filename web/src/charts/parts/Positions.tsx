import { Group, Text } from "@mantine/core";
import { Link } from "wouter";

import { ChartTip } from "./ChartTip";
import { Sample } from "./Legend";
import type { Plot, Position, Series } from "../layouts/plot";
import type { Roving } from "./useRoving";

export interface PositionsProps {
  readonly plot: Plot;
  readonly positions: readonly Position[];
  readonly series: readonly Series[];
  readonly roving: Roving;
}

function nameOf(position: Position, series: readonly Series[], index: number): string {
  const parts = series.map((one) => `${one.name} ${one.texts[index] ?? ""}`);
  return `${position.title}: ${parts.join("; ")}`;
}

/** Lay areas over a plot, one for each position, that are pointed at, focused and pressed. */
export function Positions({ plot, positions, series, roving }: PositionsProps) {
  return (
    <g>
      {positions.map((position, index) => {
        const area = (
          <rect
            x={plot.x(index) - plot.step / 2}
            y={plot.top}
            width={plot.step}
            height={plot.height - plot.top - plot.bottom}
            fill="var(--text-soft)"
            fillOpacity={roving.active === index ? 0.1 : 0}
          />
        );
        const name = nameOf(position, series, index);
        return position.href ? (
          <Link
            key={position.key}
            href={position.href}
            aria-label={name}
            draggable={false}
            {...roving.mark(index)}
          >
            {area}
          </Link>
        ) : (
          <g key={position.key} role="img" aria-label={name} {...roving.mark(index)}>
            {area}
          </g>
        );
      })}
    </g>
  );
}

/** Show the amounts of the position that is pointed at or focused. */
export function PositionTip({
  plot,
  positions,
  series,
  roving,
  of,
}: PositionsProps & { of: "lines" | "areas" }) {
  const index = roving.active;
  const position = index === null ? undefined : positions[index];
  if (index === null || !position) return null;
  return (
    <ChartTip x={plot.x(index)} y={plot.top + 8} width={plot.width} title={position.title}>
      {series.map((one, number) => (
        <Group key={one.key} gap={6} wrap="nowrap" justify="space-between">
          <Group gap={6} wrap="nowrap" style={{ minWidth: 0 }}>
            <Sample color={one.color} index={number} of={of} />
            <Text size="xs" truncate>
              {one.name}
            </Text>
          </Group>
          <Text size="xs" className="amount" fw={600}>
            {one.texts[index]}
          </Text>
        </Group>
      ))}
    </ChartTip>
  );
}
