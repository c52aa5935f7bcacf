import { Pack, hierarchy } from "@visx/hierarchy";
import { Text } from "@mantine/core";
import { useMemo } from "react";
import { Link } from "wouter";

import classes from "./Bubbles.module.css";
import { ChartTip } from "./parts/ChartTip";
import { fitted } from "./layouts/fitted";
import { textOn } from "./palette";
import { useRoving } from "./parts/useRoving";
import { useWidth } from "./parts/useWidth";

export interface Bubble {
  readonly key: string;
  readonly name: string;
  /** The size, of which the area of the circle is in proportion; none is drawn for zero or less. */
  readonly size: number;
  /** The amount as it is shown. */
  readonly text: string;
  /** More about it, for its tooltip and its name. */
  readonly details: readonly string[];
  /** Like `#2f7fc1`; the text on it is black or white, whichever is read better. */
  readonly color: string;
  readonly href: string;
}

export interface BubblesProps {
  /** What the bubbles show, in one sentence. */
  readonly label: string;
  readonly bubbles: readonly Bubble[];
  /** The height, and the width at most. */
  readonly height?: number;
}

interface Node {
  readonly index: number;
  readonly size: number;
  readonly children?: readonly Node[];
}

/** Draw circles whose areas are amounts, packed close together; each is a link. */
export function Bubbles({ label, bubbles, height = 360 }: BubblesProps) {
  const { ref, width } = useWidth();
  const side = Math.min(width, height);
  const shown = useMemo(
    () => bubbles.filter((one) => one.size > 0).sort((a, b) => b.size - a.size),
    [bubbles],
  );
  const roving = useRoving(shown.length, 0, {
    ArrowLeft: -1,
    ArrowUp: -1,
    ArrowRight: 1,
    ArrowDown: 1,
  });
  const root = useMemo(() => {
    const children = shown.map(({ size }, index): Node => ({ index, size }));
    return hierarchy<Node>({ index: -1, size: 0, children }, (one) => one.children?.slice()).sum(
      (one) => one.size,
    );
  }, [shown]);
  return (
    <div ref={ref} style={{ position: "relative", height }} {...roving.container}>
      {side > 0 && shown.length > 0 ? (
        <Pack<Node> root={root} size={[side, side]} padding={3}>
          {(packed) => {
            const left = (width - side) / 2;
            const top = (height - side) / 2;
            const circles = packed.leaves();
            const active = circles.find((one) => one.data.index === roving.active);
            const about = active ? shown[active.data.index] : undefined;
            return (
              <>
                <svg width={width} height={height} role="group" aria-label={label}>
                  {circles.map(({ data, x, y, r }) => {
                    const bubble = shown[data.index];
                    return bubble ? (
                      <BubbleLink
                        key={bubble.key}
                        bubble={bubble}
                        x={left + x}
                        y={top + y}
                        radius={r}
                        isActive={roving.active === data.index}
                        mark={roving.mark(data.index)}
                      />
                    ) : null;
                  })}
                </svg>
                {active && about ? (
                  <ChartTip
                    x={left + active.x}
                    y={Math.max(64, top + active.y - active.r + 8)}
                    width={width}
                    title={about.name}
                  >
                    <Text size="sm" className="amount" fw={600}>
                      {about.text}
                    </Text>
                    {about.details.map((one) => (
                      <Text key={one} size="xs" c="dimmed">
                        {one}
                      </Text>
                    ))}
                  </ChartTip>
                ) : null}
              </>
            );
          }}
        </Pack>
      ) : null}
    </div>
  );
}

interface BubbleLinkProps {
  readonly bubble: Bubble;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly isActive: boolean;
  readonly mark: ReturnType<ReturnType<typeof useRoving>["mark"]>;
}

function BubbleLink({ bubble, x, y, radius, isActive, mark }: BubbleLinkProps) {
  const size = Math.max(11, Math.min(17, radius / 4));
  // A chord a little off the middle, where the two lines of text are.
  const room = radius * 1.72;
  const name = fitted(bubble.name, room, size * 0.56);
  const amount = radius >= 24 && bubble.text.length * size * 0.58 <= room ? bubble.text : null;
  const text = { fill: textOn(bubble.color), fontSize: size, textAnchor: "middle" as const };
  return (
    <Link
      href={bubble.href}
      className={classes["bubble"]}
      aria-label={[bubble.name, bubble.text, ...bubble.details].join(", ")}
      draggable={false}
      {...mark}
    >
      <circle
        cx={x}
        cy={y}
        r={Math.max(3, radius - 1)}
        fill={bubble.color}
        stroke={isActive ? "var(--mantine-color-text)" : "none"}
        strokeWidth={2}
      />
      {name && radius >= 18 ? (
        <text x={x} y={y} dy={amount ? "-0.15em" : "0.35em"} fontWeight={600} {...text}>
          {name}
        </text>
      ) : null}
      {amount && name ? (
        <text x={x} y={y} dy="1.1em" className="amount" {...text}>
          {amount}
        </text>
      ) : null}
    </Link>
  );
}
