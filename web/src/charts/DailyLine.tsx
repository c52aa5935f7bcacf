import { Axes } from "./parts/Axes";
import { Legend } from "./parts/Legend";
import { Marker } from "./parts/Marker";
import { PositionTip, Positions } from "./parts/Positions";
import { dashOf, markerOf } from "./palette";
import { layOut, pathOf, widthOf, type Position, type Series } from "./layouts/plot";
import { useRoving } from "./parts/useRoving";
import { useWidth } from "./parts/useWidth";

export interface DailyLineProps {
  /** What the chart shows, in one sentence. */
  readonly label: string;
  readonly positions: readonly Position[];
  /** The line of the month, with null for the days to come. */
  readonly current: Series;
  /** The line to compare it with, which is dashed. */
  readonly previous: Series;
  /** The position of today, which is marked; null if it is in another month. */
  readonly today: { readonly index: number; readonly name: string } | null;
  readonly formatTick: (value: number) => string;
  readonly height?: number;
}

/** Draw an amount that grows day by day, beside that of the period before. */
export function DailyLine({
  label,
  positions,
  current,
  previous,
  today,
  formatTick,
  height = 240,
}: DailyLineProps) {
  const { ref, width } = useWidth();
  const roving = useRoving(positions.length, today?.index ?? positions.length - 1);
  const series = [current, previous];
  const plot = layOut({
    width,
    height,
    labels: positions.map((one) => one.label),
    values: series.flatMap((one) => one.values.filter((value) => value !== null)),
    formatTick,
  });
  const pointsOf = (one: Series) =>
    one.values.map((value, index) =>
      value === null ? null : ([plot.x(index), plot.y(value)] as const),
    );
  const points = pointsOf(current);
  const first = points.find((one) => one !== null);
  const last = points.findLast((one) => one !== null);
  const shared = { plot, positions, series, roving };
  const labelHalf = today ? widthOf(today.name) / 2 : 0;
  return (
    <div>
      <div ref={ref} style={{ position: "relative", height }} {...roving.container}>
        {width > 0 ? (
          <svg width={width} height={height} role="group" aria-label={label}>
            <Axes plot={plot} positions={positions} />
            <g aria-hidden>
              {first && last ? (
                <path
                  d={`${pathOf(points)}L${last[0].toFixed(1)},${plot.y(0)}L${first[0].toFixed(1)},${plot.y(0)}Z`}
                  fill={current.color}
                  opacity={0.12}
                />
              ) : null}
              <path
                d={pathOf(pointsOf(previous))}
                fill="none"
                stroke={previous.color}
                strokeWidth={2}
                strokeDasharray={dashOf(1)}
              />
              <path
                d={pathOf(points)}
                fill="none"
                stroke={current.color}
                strokeWidth={2.5}
                strokeLinejoin="round"
              />
              {today ? (
                <g>
                  <line
                    x1={plot.x(today.index)}
                    x2={plot.x(today.index)}
                    y1={plot.top + 8}
                    y2={plot.y(0)}
                    stroke="var(--text-soft)"
                    strokeDasharray="2 3"
                  />
                  <text
                    x={Math.min(plot.x(today.index), width - labelHalf - 2)}
                    y={plot.top}
                    textAnchor="middle"
                    fontSize={12}
                    fill="var(--mantine-color-text)"
                  >
                    {today.name}
                  </text>
                </g>
              ) : null}
              {last ? (
                <Marker
                  shape={markerOf(0)}
                  x={last[0]}
                  y={last[1]}
                  color={current.color}
                  size={5}
                />
              ) : null}
            </g>
            <Positions {...shared} />
          </svg>
        ) : null}
        <PositionTip {...shared} of="lines" />
      </div>
      <Legend items={series} of="lines" />
    </div>
  );
}
