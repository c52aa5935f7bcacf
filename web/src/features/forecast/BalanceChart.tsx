import { Group, Text } from "@mantine/core";
import { useState } from "react";

import { useMoney } from "../../api/ledger";
import { ChartFrame } from "../../charts/ChartFrame";
import { useWidth } from "../../charts/parts/useWidth";
import { formatDay } from "../../lib/dates";
import type { Amount } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { forecastWords } from "../../words/forecast";
import { useWords } from "../../words/translated";
import { Drawing, HEIGHT } from "./Drawing";
import type { Series } from "./series";

export interface BalanceChartProps {
  readonly name: string;
  readonly series: Series;
  /** The planned balances with the changes of a scenario. */
  readonly scenario: readonly Amount[] | null;
}

/** Show balances ahead: what is planned as a line, what is likely as a line within a band. */
export function BalanceChart({ name, series, scenario }: BalanceChartProps) {
  const words = useWords(forecastWords);
  const money = useMoney();
  const { locale } = usePreferences();
  const { ref, width } = useWidth();
  const [at, setAt] = useState<number | null>(null);
  const { dates, planned, likely, low, high, lowest, floor, currency } = series;
  const own = (amount: Amount) => money(amount, { currency });
  const label = words.chart(
    name,
    formatDay(dates[0] ?? lowest.date, locale),
    formatDay(dates.at(-1) ?? lowest.date, locale),
  );
  const sentence = `${label}. ${words.lowest(own(lowest.balance), formatDay(lowest.date, locale))}.`;
  const shown = at === null ? null : dates[at];
  const columns = [
    { title: words.day },
    { title: words.planned, isNumber: true },
    ...(likely ? [words.likely, words.range].map((title) => ({ title, isNumber: true })) : []),
    ...(scenario ? [{ title: words.scenario, isNumber: true }] : []),
  ];
  const row = (index: number, write: (amount: Amount) => string) => [
    write(planned[index] ?? ""),
    ...(likely && low && high
      ? [write(likely[index] ?? ""), `${write(low[index] ?? "")} – ${write(high[index] ?? "")}`]
      : []),
    ...(scenario ? [write(scenario[index] ?? "")] : []),
  ];
  return (
    <ChartFrame
      label={sentence}
      columns={columns}
      rows={dates.map((day, index) => [formatDay(day, locale), ...row(index, own)])}
      csvRows={dates.map((day, index) => [day, ...row(index, (amount) => amount)])}
      fileName="forecast"
    >
      <Legend hasBand={likely !== null} hasScenario={scenario !== null} />
      <div ref={ref} style={{ minHeight: HEIGHT }}>
        {width > 0 ? (
          <Drawing
            label={sentence}
            width={width}
            series={series}
            scenario={scenario}
            at={at}
            onAt={setAt}
            floor={floor}
          />
        ) : null}
      </div>
      <Text size="sm" mih={22} c="dimmed">
        {shown && at !== null
          ? `${words.at(formatDay(shown, locale))}: ${row(at, own)
              .map((text, index) => `${columns[index + 1]?.title ?? ""} ${text}`)
              .join(" · ")}`
          : words.lowest(own(lowest.balance), formatDay(lowest.date, locale))}
      </Text>
    </ChartFrame>
  );
}

function Legend({ hasBand, hasScenario }: { hasBand: boolean; hasScenario: boolean }) {
  const words = useWords(forecastWords);
  const items = [
    { text: `${words.planned} (${words.plannedHint})`, color: "var(--accent)", dash: undefined },
    ...(hasBand
      ? [{ text: `${words.likely} (${words.likelyHint})`, color: "var(--transfer)", dash: "5 3" }]
      : []),
    ...(hasScenario ? [{ text: words.scenario, color: "var(--warning)", dash: "2 3" }] : []),
  ];
  return (
    <Group gap="md" mb={4}>
      {items.map(({ text, color, dash }) => (
        <Group key={text} gap={6} wrap="nowrap">
          <svg width={26} height={8} aria-hidden>
            <line
              x1={0}
              x2={26}
              y1={4}
              y2={4}
              stroke={color}
              strokeWidth={2.5}
              strokeDasharray={dash}
            />
          </svg>
          <Text size="xs">{text}</Text>
        </Group>
      ))}
    </Group>
  );
}
