import { Text } from "@mantine/core";
import { Link } from "wouter";

import { ChartTip } from "./parts/ChartTip";
import { widthOf } from "./layouts/plot";
import type { Part } from "./layouts/parts";
import { layOutSankey, type SankeyBox } from "./layouts/sankey-layout";
import { useRoving } from "./parts/useRoving";
import { useWidth } from "./parts/useWidth";

export interface SankeyProps {
  /** What the chart shows, in one sentence. */
  readonly label: string;
  readonly sources: readonly Part[];
  readonly targets: readonly Part[];
  /** The name and amount of the middle. */
  readonly middle: { readonly name: string; readonly text: string };
}

const BOX = 12;
const SLOT = 36;

/** Draw flows from sources to one middle, and from there to targets, as wide as their amounts. */
export function Sankey({ label, sources, targets, middle }: SankeyProps) {
  const { ref, width } = useWidth();
  const items = (parts: readonly Part[]) => parts.map(({ key: id, value }) => ({ id, value }));
  const layout = layOutSankey({
    sources: items(sources),
    targets: items(targets),
    width,
    box: BOX,
    slot: SLOT,
    amounts: Math.min(420, Math.max(220, width * 0.45)),
  });
  const roving = useRoving(sources.length + targets.length, 0, {
    ArrowUp: -1,
    ArrowLeft: -1,
    ArrowDown: 1,
    ArrowRight: 1,
  });
  const marks = [
    ...layout.sources.map((box, index) => ({ box, part: sources[index], isSource: true })),
    ...layout.targets.map((box, index) => ({ box, part: targets[index], isSource: false })),
  ];
  const shown = roving.active === null ? undefined : marks[roving.active];
  const room = width / 2 - BOX * 2 - 16;
  return (
    <div ref={ref} style={{ position: "relative", minHeight: 260 }} {...roving.container}>
      {width > 0 ? (
        <svg width={width} height={layout.height} role="group" aria-label={label}>
          <rect
            x={layout.middle.x}
            y={layout.middle.y}
            width={BOX}
            height={layout.middle.height}
            rx={3}
            fill="var(--text-soft)"
            aria-hidden
          />
          {marks.map(({ box, part, isSource }, index) => {
            if (!part) return null;
            const drawing = (
              <>
                <path
                  d={layout.ribbons[index]?.path}
                  fill={part.color}
                  opacity={roving.active === null ? 0.35 : roving.active === index ? 0.6 : 0.18}
                />
                <rect
                  x={box.x}
                  y={box.y}
                  width={BOX}
                  height={Math.max(1.5, box.height)}
                  rx={Math.min(3, box.height / 2)}
                  fill={part.color}
                />
                <Label box={box} part={part} isSource={isSource} room={room} />
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
          <Middle x={layout.middle.x + BOX / 2} y={layout.middle.labelY} {...middle} />
        </svg>
      ) : null}
      {shown?.part ? (
        <ChartTip
          x={shown.isSource ? width * 0.25 : width * 0.75}
          y={Math.max(48, shown.box.labelY - SLOT / 2)}
          width={width}
          title={shown.part.name}
        >
          <Text size="xs" className="amount">
            {shown.part.text} · {shown.part.share}
          </Text>
        </ChartTip>
      ) : null}
    </div>
  );
}

/** Text that is read over ribbons: its outline has the colour of the surface. */
const OVER = {
  fontSize: 12.5,
  fill: "var(--mantine-color-text)",
  stroke: "var(--surface-raised)",
  strokeWidth: 4,
  strokeLinejoin: "round",
  paintOrder: "stroke",
  pointerEvents: "none",
} as const;

function Label({
  box,
  part,
  isSource,
  room,
}: {
  box: SankeyBox;
  part: Part;
  isSource: boolean;
  room: number;
}) {
  const x = isSource ? box.x + BOX + 8 : box.x - 8;
  const fitting = Math.max(6, Math.floor(room / widthOf("x")));
  const name = part.name.length > fitting ? `${part.name.slice(0, fitting - 1)}…` : part.name;
  return (
    <text x={x} y={box.labelY} textAnchor={isSource ? "start" : "end"} aria-hidden {...OVER}>
      <tspan x={x} dy="-0.15em">
        {name}
      </tspan>
      <tspan x={x} dy="1.2em" fontWeight={650}>
        {part.text}
      </tspan>
    </text>
  );
}

function Middle({ x, y, name, text }: { x: number; y: number; name: string; text: string }) {
  return (
    <text textAnchor="middle" aria-hidden {...OVER}>
      <tspan x={x} y={y - 4}>
        {name}
      </tspan>
      <tspan x={x} y={y + 12} fontWeight={700}>
        {text}
      </tspan>
    </text>
  );
}
