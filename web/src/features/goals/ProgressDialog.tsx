import { Group, Stack, Text, Title } from "@mantine/core";
import { Check, Circle } from "lucide-react";

import type { GoalProgressView, GoalStatusView } from "../../api/generated";
import { useMoney } from "../../api/ledger";
import { ChartFrame } from "../../charts/ChartFrame";
import { useWidth } from "../../charts/parts/useWidth";
import { Lines, Read } from "../../components/States";
import { formatMonth } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { goalWords } from "../../words/goals";
import { Dialog } from "../../components/dialogs/Dialog";
import { useWords } from "../../words/translated";
import { useProgress } from "./useGoals";

const HEIGHT = 200;
const BOTTOM = 22;

/** Show a goal over time, its milestones, and its pace. */
export function ProgressDialog({
  status,
  onClose,
}: {
  status: GoalStatusView;
  onClose: () => void;
}) {
  const words = useWords(goalWords);
  const money = useMoney();
  const { locale } = usePreferences();
  const progress = useProgress(status.goal.id);
  return (
    <Dialog onClose={onClose} size="lg" title={status.goal.name}>
      <Read of={progress} waiting={<Lines count={8} />}>
        {(view) => (
          <Stack>
            <Line view={view} />
            <div>
              <Title order={3} size="h5">
                {words.milestones}
              </Title>
              {view.milestones.map((one) => (
                <Group key={one.percent} gap="xs" wrap="nowrap">
                  {one.is_reached ? (
                    <Check size={14} color="var(--income)" aria-hidden />
                  ) : (
                    <Circle size={14} color="var(--text-soft)" aria-hidden />
                  )}
                  <Text size="sm">
                    {words.milestone(one.percent, money(one.amount, { currency: one.currency }))} ·{" "}
                    {one.reached_in
                      ? words.reachedIn(formatMonth(one.reached_in, locale))
                      : one.is_reached
                        ? words.states.reached
                        : words.notYet}
                  </Text>
                </Group>
              ))}
            </div>
            {view.amounts?.completion.flows.length ? (
              <div>
                <Title order={3} size="h5">
                  {words.flows}
                </Title>
                {view.amounts.completion.flows.map(({ months, average, currency }) => (
                  <Text size="sm" key={months}>
                    {words.flow(months, money(average, { currency }))}
                  </Text>
                ))}
              </div>
            ) : null}
          </Stack>
        )}
      </Read>
    </Dialog>
  );
}

function Line({ view }: { view: GoalProgressView }) {
  const words = useWords(goalWords);
  const money = useMoney();
  const { locale } = usePreferences();
  const { ref, width } = useWidth();
  const { goal, points } = view;
  const currency = goal.currency;
  const values = points.map((one) => Number(one.saved));
  const top = Math.max(Number(goal.target), ...values, 1) * 1.1;
  const bottom = Math.min(0, ...values);
  const x = (index: number) =>
    points.length < 2 ? width / 2 : 8 + ((width - 16) * index) / (points.length - 1);
  const y = (value: number) => (HEIGHT - BOTTOM) * (1 - (value - bottom) / (top - bottom));
  const path = values.map((value, index) => `${index ? "L" : "M"}${x(index)},${y(value)}`).join("");
  const label = words.progressChart(goal.name);
  const month = (text: string, style: Intl.DateTimeFormatOptions) =>
    formatMonth(text, locale, style);
  const every = Math.max(1, Math.ceil(points.length / Math.max(1, Math.floor(width / 70))));
  return (
    <ChartFrame
      label={label}
      columns={[{ title: words.month }, { title: words.saved, isNumber: true }]}
      rows={points.map((one) => [
        month(one.month, { month: "long", year: "numeric" }),
        money(one.saved, { currency }),
      ])}
      csvRows={points.map((one) => [one.month, one.saved])}
      fileName="goal"
    >
      <div ref={ref} style={{ minHeight: HEIGHT }}>
        {width > 0 ? (
          <svg width={width} height={HEIGHT} role="img" aria-label={label}>
            <line
              x1={0}
              x2={width}
              y1={y(Number(goal.target))}
              y2={y(Number(goal.target))}
              stroke="var(--text-soft)"
              strokeDasharray="4 4"
            />
            <text x={4} y={y(Number(goal.target)) - 4} fontSize={11} fill="var(--text-soft)">
              {`${words.target} ${money(goal.target, { currency })}`}
            </text>
            <path d={path} fill="none" stroke="var(--accent)" strokeWidth={2.5} />
            {points.map((one, index) => (
              <g key={one.month}>
                <circle cx={x(index)} cy={y(Number(one.saved))} r={3} fill="var(--accent)">
                  <title>{`${formatMonth(one.month, locale)}: ${money(one.saved, { currency })}`}</title>
                </circle>
                {index % every === 0 ? (
                  <text
                    x={x(index)}
                    y={HEIGHT - 6}
                    fontSize={11}
                    fill="var(--text-soft)"
                    textAnchor={
                      index === 0 ? "start" : index === points.length - 1 ? "end" : "middle"
                    }
                  >
                    {month(one.month, { month: "short", year: "2-digit" })}
                  </text>
                ) : null}
              </g>
            ))}
          </svg>
        ) : null}
      </div>
    </ChartFrame>
  );
}
