import type { Marker as Shape } from "../palette";

/** Draw a point of a line, in the shape of its series. */
export function Marker({
  shape,
  x,
  y,
  color,
  size = 4,
}: {
  shape: Shape;
  x: number;
  y: number;
  color: string;
  size?: number;
}) {
  const s = size;
  const common = { fill: color, stroke: "var(--surface-raised)", strokeWidth: 1 };
  switch (shape) {
    case "circle":
      return <circle cx={x} cy={y} r={s} {...common} />;
    case "square":
      return <rect x={x - s} y={y - s} width={2 * s} height={2 * s} {...common} />;
    case "triangle":
      return <path d={`M${x},${y - s - 1}l${s + 1},${2 * s}h${-2 * s - 2}Z`} {...common} />;
    case "diamond":
      return (
        <path
          d={`M${x},${y - s - 1}l${s + 1},${s + 1}l${-s - 1},${s + 1}l${-s - 1},${-s - 1}Z`}
          {...common}
        />
      );
    case "ring":
      return (
        <circle cx={x} cy={y} r={s} fill="var(--surface-raised)" stroke={color} strokeWidth={2} />
      );
    case "cross":
      return (
        <path
          d={`M${x - s},${y - s}l${2 * s},${2 * s}m0,${-2 * s}l${-2 * s},${2 * s}`}
          stroke={color}
          strokeWidth={2.5}
        />
      );
  }
}
