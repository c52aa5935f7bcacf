import { Text } from "@mantine/core";
import { Link } from "wouter";

import { ChartTip } from "./parts/ChartTip";
import { slicesOf } from "./layouts/donut-layout";
import { textOn } from "./palette";
import type { Part } from "./layouts/parts";
import { useRoving } from "./parts/useRoving";
import { useWidth } from "./parts/useWidth";

export interface DonutProps {
  /** What the chart shows, in one sentence. */
  readonly label: string;
  /** In their order, which is that of the table beside: slices have its numbers. */
  readonly parts: readonly Part[];
  /** In the middle: what the whole is, and how much. */
  readonly caption: string;
  readonly total: string;
}

const LARGEST = 300;

/** Draw a ring of slices, each with the number of its line in the table beside. */
export function Donut({ label, parts, caption, total }: DonutProps) {
  const { ref, width } = useWidth();
  const size = Math.min(LARGEST, width);
  const [outer, inner] = [size / 2 - 6, size / 2 - 6 - size * 0.19];
  const slices = slicesOf(
    parts.map((part) => part.value),
    Math.max(1, outer),
    Math.max(1, inner),
  );
  const drawn = parts.flatMap((part, index) => {
    const slice = slices[index];
    return slice?.path ? [{ part, slice, number: index + 1 }] : [];
  });
  const roving = useRoving(drawn.length, 0, {
    ArrowLeft: -1,
    ArrowUp: -1,
    ArrowRight: 1,
    ArrowDown: 1,
  });
  const shown = roving.active === null ? undefined : drawn[roving.active];
  return (
    <div ref={ref} style={{ minHeight: Math.min(LARGEST, 240) }}>
      {size > 0 ? (
        <div
          style={{ position: "relative", width: size, height: size, margin: "0 auto" }}
          {...roving.container}
        >
          <svg
            width={size}
            height={size}
            viewBox={`${-size / 2} ${-size / 2} ${size} ${size}`}
            role="group"
            aria-label={label}
          >
            {drawn.length === 0 ? (
              <circle r={(outer + inner) / 2} fill="none" stroke="var(--line)" strokeWidth={8} />
            ) : null}
            {drawn.map(({ part, slice, number }, index) => {
              const drawing = (
                <>
                  <path
                    d={slice.path}
                    fill={part.color}
                    stroke="var(--surface-raised)"
                    strokeWidth={2}
                    opacity={roving.active === null || roving.active === index ? 1 : 0.55}
                  />
                  {slice.share >= 0.035 ? (
                    <text
                      x={slice.x}
                      y={slice.y}
                      dy="0.35em"
                      textAnchor="middle"
                      fontSize={13}
                      fontWeight={700}
                      fill={textOn(part.color)}
                      pointerEvents="none"
                    >
                      {number}
                    </text>
                  ) : null}
                </>
              );
              const name = `${part.name}: ${part.text}, ${part.share}`;
              return part.href ? (
                <Link key={part.key} href={part.href} aria-label={name} {...roving.mark(index)}>
                  {drawing}
                </Link>
              ) : (
                <g key={part.key} role="img" aria-label={name} {...roving.mark(index)}>
                  {drawing}
                </g>
              );
            })}
          </svg>
          <div
            style={{
              position: "absolute",
              inset: 0,
              display: "grid",
              placeContent: "center",
              textAlign: "center",
              pointerEvents: "none",
              padding: size * 0.22,
            }}
          >
            <Text size="xs" c="dimmed">
              {caption}
            </Text>
            <Text fw={700} className="amount" fz={total.length > 12 ? "sm" : "lg"}>
              {total}
            </Text>
          </div>
          {shown ? (
            <ChartTip
              x={size / 2 + shown.slice.x}
              y={size / 2 + shown.slice.y}
              width={size}
              title={shown.part.name}
            >
              <Text size="xs" className="amount">
                {shown.part.text} · {shown.part.share}
              </Text>
            </ChartTip>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
