import { useId } from "react";

import { useMoney } from "../../api/ledger";
import { formatDay } from "../../lib/dates";
import type { Amount } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { forecastWords } from "../../words/forecast";
import { useWords } from "../../words/translated";
import { boundsOf, ticksOf, type Series } from "./series";

export const HEIGHT = 300;
const MARGIN = { left: 64, right: 12, top: 12, bottom: 26 };

export interface DrawingProps {
  readonly label: string;
  readonly width: number;
  readonly series: Series;
  readonly scenario: readonly Amount[] | null;
  readonly at: number | null;
  readonly onAt: (index: number | null) => void;
  readonly floor: Amount | null;
}

/** Draw the lines of a forecast, the band, the least balance and the lowest point. */
export function Drawing({ label, width, series, scenario, at, onAt, floor }: DrawingProps) {
  const words = useWords(forecastWords);
  const money = useMoney();
  const { locale } = usePreferences();
  const clip = useId();
  const { dates, planned, likely, low, high, lowest, currency } = series;
  const [bottom, top] = boundsOf([planned, low, high, scenario, floor === null ? null : [floor]]);
  const innerWidth = Math.max(1, width - MARGIN.left - MARGIN.right);
  const innerHeight = HEIGHT - MARGIN.top - MARGIN.bottom;
  const x = (index: number) => MARGIN.left + (innerWidth * index) / Math.max(1, dates.length - 1);
  const y = (value: number) => MARGIN.top + innerHeight * (1 - (value - bottom) / (top - bottom));
  // A balance stays until the next booking: a planned line has steps, a likely one does not.
  const steps = (values: readonly Amount[]) =>
    values
      .map((value, index) =>
        index ? `H${x(index)}V${y(Number(value))}` : `M${x(0)},${y(Number(value))}`,
      )
      .join("");
  const line = (values: readonly Amount[]) =>
    values.map((value, index) => `${index ? "L" : "M"}${x(index)},${y(Number(value))}`).join("");
  const band =
    low && high
      ? `${line(high)}${[...low]
          .map((value, index) => `L${x(index)},${y(Number(value))}`)
          .reverse()
          .join("")}Z`
      : null;
  const lowestAt = Math.max(0, dates.indexOf(lowest.date));
  const every = Math.max(1, Math.ceil(dates.length / Math.max(2, Math.floor(innerWidth / 90))));
  return (
    <svg
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={label}
      onPointerMove={(event) => {
        const from = event.currentTarget.getBoundingClientRect().left + MARGIN.left;
        const index = Math.round(((event.clientX - from) / innerWidth) * (dates.length - 1));
        onAt(Math.min(dates.length - 1, Math.max(0, index)));
      }}
      onPointerLeave={() => onAt(null)}
    >
      <clipPath id={clip}>
        <rect x={MARGIN.left} y={0} width={innerWidth + MARGIN.right} height={HEIGHT} />
      </clipPath>
      {ticksOf(bottom, top, 5).map((tick) => (
        <g key={tick}>
          <line
            x1={MARGIN.left}
            x2={width - MARGIN.right}
            y1={y(tick)}
            y2={y(tick)}
            stroke="var(--line)"
          />
          <text
            x={MARGIN.left - 8}
            y={y(tick) + 4}
            textAnchor="end"
            fontSize={11}
            fill="var(--text-soft)"
          >
            {money(String(tick), { currency, compact: true })}
          </text>
        </g>
      ))}
      {dates.map((day, index) =>
        index % every === 0 ? (
          <text
            key={day}
            x={x(index)}
            y={HEIGHT - 8}
            fontSize={11}
            textAnchor={index === 0 ? "start" : "middle"}
            fill="var(--text-soft)"
          >
            {formatDay(day, locale, { day: "numeric", month: "short" })}
          </text>
        ) : null,
      )}
      <g clipPath={`url(#${clip})`} fill="none">
        {band ? <path d={band} fill="var(--transfer)" opacity={0.18} /> : null}
        {floor !== null ? (
          <>
            <line
              x1={MARGIN.left}
              x2={width}
              y1={y(Number(floor))}
              y2={y(Number(floor))}
              stroke="var(--expense)"
              strokeDasharray="6 4"
            />
            <text
              x={width - MARGIN.right}
              y={y(Number(floor)) - 4}
              textAnchor="end"
              fontSize={11}
              fill="var(--expense)"
            >
              {words.floorMark}
            </text>
          </>
        ) : null}
        {likely ? (
          <path d={line(likely)} stroke="var(--transfer)" strokeWidth={2} strokeDasharray="5 3" />
        ) : null}
        <path d={steps(planned)} stroke="var(--accent)" strokeWidth={2.5} />
        {scenario ? (
          <path
            d={steps(scenario)}
            stroke="var(--warning)"
            strokeWidth={2.5}
            strokeDasharray="2 3"
          />
        ) : null}
      </g>
      <circle
        cx={x(lowestAt)}
        cy={y(Number(lowest.balance))}
        r={5}
        fill="var(--surface-raised)"
        stroke="var(--accent)"
        strokeWidth={2.5}
      />
      <text
        x={Math.min(width - 70, x(lowestAt) + 8)}
        y={Math.min(HEIGHT - MARGIN.bottom - 4, y(Number(lowest.balance)) + 16)}
        fontSize={11}
        fill="var(--text-soft)"
      >
        {words.lowestMark}
      </text>
      {at === null ? null : (
        <line
          x1={x(at)}
          x2={x(at)}
          y1={MARGIN.top}
          y2={HEIGHT - MARGIN.bottom}
          stroke="var(--text-soft)"
        />
      )}
    </svg>
  );
}
