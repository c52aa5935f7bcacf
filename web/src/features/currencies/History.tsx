import { SegmentedControl, Skeleton, Text } from "@mantine/core";
import { useState } from "react";

import { listRateHistory, type DailyRateView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { useRead } from "../../api/queries";
import { ChartFrame } from "../../charts/ChartFrame";
import { useWidth } from "../../charts/parts/useWidth";
import { Card } from "../../components/Card";
import { Empty, Read } from "../../components/States";
import { addDays, formatDay } from "../../lib/dates";
import { formatNumber } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { currenciesWords } from "../../words/currencies";
import { useWords } from "../../words/translated";
import { lineOf, type RatePoint } from "./rates";

const DAYS = { m3: 91, y1: 365, y5: 1826, y10: 3652 } as const;
type Period = keyof typeof DAYS;
const PERIODS = Object.keys(DAYS) as Period[];
const HEIGHT = 180;
const EDGE = 22;

/** Show the price of one currency in another over time. */
export function History({ base, quote }: { base: string; quote: string }) {
  const words = useWords(currenciesWords);
  const { today } = useLedger();
  const [period, setPeriod] = useState<Period>("y1");
  const from = addDays(today, -DAYS[period]);
  const history = useRead(
    ["currencies", "history", base, quote, from],
    (signal) => listRateHistory({ query: { base, quote, from, to: today }, signal }),
    { enabled: base !== quote, keepsPrevious: true },
  );
  return (
    <Card title={`${words.history}: ${base} → ${quote}`}>
      <SegmentedControl
        size="xs"
        mb="sm"
        aria-label={words.period}
        data={PERIODS.map((value) => ({ value, label: words.periods[value] }))}
        value={period}
        onChange={(value) => setPeriod(PERIODS.find((one) => one === value) ?? "y1")}
      />
      {base === quote ? (
        <Empty text={words.sameCurrency} />
      ) : (
        <Read of={history} waiting={<Skeleton height={HEIGHT + 40} />}>
          {(data) => <Chart items={data.items} base={data.base} quote={data.quote} />}
        </Read>
      )}
    </Card>
  );
}

interface ChartProps {
  readonly items: readonly DailyRateView[];
  readonly base: string;
  readonly quote: string;
}

function Chart({ items, base, quote }: ChartProps) {
  const words = useWords(currenciesWords);
  const { locale } = usePreferences();
  const { ref, width } = useWidth();
  const line = lineOf(items, Math.max(1, width - 8), HEIGHT - 2 * EDGE);
  if (!line) return <Empty text={words.noHistory} />;
  const { points, low, high } = line;
  const last = points.at(-1) ?? high;
  const number = (point: RatePoint) => formatNumber(point.rate.slice(0, 8), locale);
  const label = words.chart(base, quote, number(low), number(high), number(last));
  const path = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join("L");
  return (
    <ChartFrame
      label={label}
      fileName={`${base}-${quote}`}
      columns={[
        { title: words.day },
        { title: words.rate, isNumber: true },
        { title: words.source },
      ]}
      rows={items.map(({ date, rate, source }) => [
        formatDay(date, locale),
        formatNumber(rate, locale),
        words.sources[source],
      ])}
      csvRows={items.map(({ date, rate, source }) => [date, rate, source])}
    >
      <div ref={ref}>
        {width > 0 ? (
          <svg width={width} height={HEIGHT} role="img" aria-label={label}>
            <g transform={`translate(4 ${EDGE})`}>
              <path
                d={`M${path}L${last.x.toFixed(1)},${HEIGHT - 2 * EDGE}L0,${HEIGHT - 2 * EDGE}Z`}
                fill="var(--accent)"
                opacity={0.12}
              />
              <path d={`M${path}`} fill="none" stroke="var(--accent)" strokeWidth={1.75} />
              {[high, low].map((point, index) => (
                <g key={index}>
                  <circle cx={point.x} cy={point.y} r={3} fill="var(--accent)" />
                  <text
                    x={Math.min(Math.max(point.x, 40), width - 48)}
                    y={point.y + (index === 0 ? -8 : 16)}
                    textAnchor="middle"
                    fontSize={11}
                    fill="currentColor"
                  >
                    {number(point)}
                  </text>
                </g>
              ))}
            </g>
          </svg>
        ) : (
          <div style={{ height: HEIGHT }} />
        )}
        <Text size="xs" c="dimmed" style={{ display: "flex", justifyContent: "space-between" }}>
          <span>{formatDay(points[0]?.day ?? last.day, locale)}</span>
          <span>{formatDay(last.day, locale)}</span>
        </Text>
      </div>
    </ChartFrame>
  );
}
