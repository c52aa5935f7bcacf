import { Axes } from "./parts/Axes";
import { Legend } from "./parts/Legend";
import { Marker } from "./parts/Marker";
import { PositionTip, Positions } from "./parts/Positions";
import { dashOf, markerOf } from "./palette";
import { layOut, pathOf, spread, widthOf, type Position, type Series } from "./layouts/plot";
import { useRoving } from "./parts/useRoving";
import { useWidth } from "./parts/useWidth";

export interface LinesProps {
  /** What the chart shows, in one sentence. */
  readonly label: string;
  readonly positions: readonly Position[];
  /** Told apart by dashes, markers, and labels at their ends. */
  readonly series: readonly Series[];
  readonly formatTick: (value: number) => string;
  readonly height?: number;
}

const LABEL = 15;

/** Draw a line for each series, with its name at the end where there is room. */
export function Lines({ label, positions, series, formatTick, height = 300 }: LinesProps) {
  const { ref, width } = useWidth();
  const roving = useRoving(positions.length, positions.length - 1);
  const hasLabels = width >= 560 && series.length > 1 && series.length * LABEL < height - 40;
  const names = series.map((one) => shorten(one.name));
  const plot = layOut({
    width,
    height,
    labels: positions.map((one) => one.label),
    values: series.flatMap((one) => one.values.filter((value) => value !== null)),
    formatTick,
    right: hasLabels ? Math.max(...names.map(widthOf)) + 14 : 8,
  });
  const ends = spread(
    series.map((one) => plot.y(one.values.findLast((value) => value !== null) ?? 0)),
    LABEL,
    plot.top,
    height - plot.bottom,
  );
  const shared = { plot, positions, series, roving };
  const hasMarkers = plot.step >= 14;
  return (
    <div>
      <div ref={ref} style={{ position: "relative", minHeight: height }} {...roving.container}>
        {width > 0 ? (
          <svg width={width} height={height} role="group" aria-label={label}>
            <Axes plot={plot} positions={positions} />
            <g aria-hidden>
              {series.map((one, number) => {
                const points = one.values.map((value, index) =>
                  value === null ? null : ([plot.x(index), plot.y(value)] as const),
                );
                return (
                  <g key={one.key}>
                    <path
                      d={pathOf(points)}
                      fill="none"
                      stroke={one.color}
                      strokeWidth={2}
                      strokeDasharray={dashOf(number)}
                      strokeLinejoin="round"
                    />
                    {points.map((point, index) =>
                      point && (hasMarkers || roving.active === index || points.length === 1) ? (
                        <Marker
                          key={index}
                          shape={markerOf(number)}
                          x={point[0]}
                          y={point[1]}
                          color={one.color}
                          size={roving.active === index ? 5 : 3.5}
                        />
                      ) : null,
                    )}
                    {hasLabels ? (
                      <text
                        x={width - plot.right + 8}
                        y={ends[number]}
                        dy="0.32em"
                        fontSize={12}
                        fill="var(--mantine-color-text)"
                      >
                        {names[number]}
                      </text>
                    ) : null}
                  </g>
                );
              })}
            </g>
            <Positions {...shared} />
          </svg>
        ) : null}
        <PositionTip {...shared} of="lines" />
      </div>
      {series.length > 1 ? <Legend items={series} of="lines" /> : null}
    </div>
  );
}

function shorten(name: string): string {
  return name.length > 18 ? `${name.slice(0, 17)}…` : name;
}
