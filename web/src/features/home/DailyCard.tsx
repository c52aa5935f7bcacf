import { Text } from "@mantine/core";
import { useMemo } from "react";

import type { HomeView } from "../../api/generated";
import { useMoney } from "../../api/ledger";
import { ChartFrame } from "../../charts/ChartFrame";
import { Card } from "../../components/Card";
import { Empty } from "../../components/States";
import { addMonths, formatDay, formatMonth } from "../../lib/dates";
import { isNegative, negate } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { homeChartWords } from "../../words/home-charts";
import { useWords } from "../../words/translated";
import { spendingOf } from "./daily";
import { DailyLine, Later } from "./Later";

const HEIGHT = 240;

/** Show how the expenses of the month add up day by day, beside those of the month before. */
export function DailyCard({ home }: { home: HomeView }) {
  const words = useWords(homeChartWords).daily;
  const money = useMoney();
  const { locale } = usePreferences();
  const { daily, month, summary, settings, today } = home;
  const spending = useMemo(
    () => spendingOf(daily.items, summary.from, today, settings.exponent),
    [daily, summary.from, today, settings.exponent],
  );
  const before = formatMonth(addMonths(month, -1), locale, { month: "long" });
  const name = formatMonth(month, locale, { month: "long" });
  const label = words.label(formatMonth(month, locale), before);
  const textOf = (amount: string | null) => (amount === null ? "–" : money(amount));
  const { total, difference } = spending;
  const hasNone = [...spending.current, ...spending.previous].every(
    (one) => one === null || !/[1-9]/.test(one),
  );
  const change = !/[1-9]/.test(difference)
    ? words.same(before)
    : isNegative(difference)
      ? words.less(money(negate(difference)), before)
      : words.more(money(difference), before);
  const dayOf = (index: number) => spending.days[index];
  const titleOf = (index: number) => {
    const day = dayOf(index);
    return day ? formatDay(day, locale, { day: "numeric", month: "long" }) : String(index + 1);
  };
  return (
    <Card title={words.title}>
      {hasNone ? (
        <Empty text={words.empty} />
      ) : (
        <>
          <Text size="sm" mb="xs">
            <Text span fw={600} className="amount">
              {spending.today === null ? words.whole(money(total)) : words.toDate(money(total))}
            </Text>
            <Text span c="dimmed">
              {" "}
              · {change}
            </Text>
          </Text>
          <ChartFrame
            label={label}
            fileName={`days-${month}`}
            columns={[
              { title: words.day },
              { title: name, isNumber: true },
              { title: before, isNumber: true },
            ]}
            rows={spending.current.map((amount, index) => [
              titleOf(index),
              textOf(amount),
              textOf(spending.previous[index] ?? null),
            ])}
            csvRows={spending.current.map((amount, index) => [
              dayOf(index) ?? String(index + 1),
              amount ?? "",
              spending.previous[index] ?? "",
            ])}
          >
            <Later height={HEIGHT}>
              <DailyLine
                label={label}
                height={HEIGHT}
                formatTick={(value) => money(String(value), { compact: true })}
                today={
                  spending.today === null ? null : { index: spending.today, name: words.today }
                }
                positions={spending.current.map((_, index) => {
                  const day = dayOf(index);
                  return {
                    key: String(index),
                    label: day ? formatDay(day, locale, { day: "numeric" }) : String(index + 1),
                    title: titleOf(index),
                    ...(day ? { href: `/transactions?from=${day}&to=${day}` } : {}),
                  };
                })}
                current={{
                  key: "current",
                  name,
                  color: "var(--accent)",
                  values: spending.current.map((one) => (one === null ? null : Number(one))),
                  texts: spending.current.map(textOf),
                }}
                previous={{
                  key: "previous",
                  name: before,
                  color: "var(--text-soft)",
                  values: spending.previous.map((one) => (one === null ? null : Number(one))),
                  texts: spending.previous.map(textOf),
                }}
              />
            </Later>
          </ChartFrame>
        </>
      )}
    </Card>
  );
}
