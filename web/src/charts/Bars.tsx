import { useId } from "react";

import { Axes } from "./parts/Axes";
import { Legend } from "./parts/Legend";
import { Pattern } from "./parts/Pattern";
import { PositionTip, Positions } from "./parts/Positions";
import { fillOf } from "./palette";
import { layOut, type Position, type Series } from "./layouts/plot";
import { useRoving } from "./parts/useRoving";
import { useWidth } from "./parts/useWidth";

export interface BarsProps {
  /** What the chart shows, in one sentence. */
  readonly label: string;
  readonly positions: readonly Position[];
  /** At most three, told apart by pattern. */
  readonly series: readonly Series[];
  readonly formatTick: (value: number) => string;
  readonly height?: number;
}

/** Draw bars side by side at each position, one for each series, above or below zero. */
export function Bars({ label, positions, series, formatTick, height = 260 }: BarsProps) {
  const { ref, width } = useWidth();
  const id = useId();
  const roving = useRoving(positions.length, positions.length - 1);
  const plot = layOut({
    width,
    height,
    labels: positions.map((one) => one.label),
    values: series.flatMap((one) => one.values.filter((value) => value !== null)),
    formatTick,
  });
  const group = plot.step * (plot.step > 12 ? 0.72 : 0.9);
  const bar = Math.min(36, group / Math.max(1, series.length));
  const shared = { plot, positions, series, roving };
  return (
    <div>
      <div ref={ref} style={{ position: "relative", minHeight: height }} {...roving.container}>
        {width > 0 ? (
          <svg width={width} height={height} role="group" aria-label={label}>
            {series.map((one, number) => (
              <Pattern
                key={one.key}
                id={`${id}${number}`}
                fill={fillOf(number)}
                color={one.color}
              />
            ))}
            <Axes plot={plot} positions={positions} />
            <g aria-hidden>
              {series.map((one, number) =>
                one.values.map((value, index) => {
                  if (value === null || value === 0) return null;
                  const [top, bottom] = [plot.y(Math.max(0, value)), plot.y(Math.min(0, value))];
                  return (
                    <rect
                      key={`${one.key} ${positions[index]?.key}`}
                      x={plot.x(index) + (number - series.length / 2) * bar + 0.5}
                      y={top}
                      width={Math.max(1, bar - 1)}
                      height={Math.max(1, bottom - top)}
                      rx={Math.min(3, bar / 4)}
                      fill={`url(#${id}${number})`}
                      stroke={one.color}
                      strokeWidth={bar > 4 ? 1 : 0}
                      opacity={positions[index]?.isFaint ? 0.45 : 1}
                    />
                  );
                }),
              )}
            </g>
            <Positions {...shared} />
          </svg>
        ) : null}
        <PositionTip {...shared} of="areas" />
      </div>
      {series.length > 1 ? <Legend items={series} of="areas" /> : null}
    </div>
  );
}
