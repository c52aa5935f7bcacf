import { everyNth, type Plot, type Position } from "../layouts/plot";

/** Draw the lines of amounts, and the labels of both axes. */
export function Axes({ plot, positions }: { plot: Plot; positions: readonly Position[] }) {
  const nth = everyNth(
    positions.map((one) => one.label),
    plot.step,
  );
  const text = { fontSize: 12, fill: "var(--text-soft)" };
  return (
    <g aria-hidden>
      {plot.ticks.map(({ y, text: label }) => (
        <g key={label}>
          <line x1={plot.left} x2={plot.width - plot.right} y1={y} y2={y} stroke="var(--line)" />
          <text x={plot.left - 8} y={y} dy="0.32em" textAnchor="end" {...text}>
            {label}
          </text>
        </g>
      ))}
      <line
        x1={plot.left}
        x2={plot.width - plot.right}
        y1={plot.y(0)}
        y2={plot.y(0)}
        stroke="var(--text-soft)"
      />
      {positions.map((one, index) =>
        // Counted from the last, which is the one that matters.
        (positions.length - 1 - index) % nth === 0 ? (
          <text key={one.key} x={plot.x(index)} y={plot.height - 8} textAnchor="middle" {...text}>
            {one.label}
          </text>
        ) : null,
      )}
    </g>
  );
}
