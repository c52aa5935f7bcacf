import { Text } from "@mantine/core";
import { ArrowDown, ArrowUp, Equal } from "lucide-react";

import type { HomeView } from "../../api/generated";
import { useMoney } from "../../api/ledger";
import { Amount } from "../../components/Amount";
import { addMonths, formatMonth } from "../../lib/dates";
import { formatNumber, formatShare, isNegative, negate } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { homeWords } from "../../words/home";
import { useWords } from "../../words/translated";
import classes from "./home.module.css";

type Direction = "up" | "down" | "same";

interface FigureProps {
  readonly name: string;
  readonly value: React.ReactNode;
  readonly direction: Direction;
  /** Whether more of it is good, which colours the change. */
  readonly isGood: boolean;
  readonly change: string | null;
  readonly before: string;
}

const ICONS = { up: ArrowUp, down: ArrowDown, same: Equal } as const;

function Figure({ name, value, direction, isGood, change, before }: FigureProps) {
  const Icon = ICONS[direction];
  const isBetter = (direction === "up") === isGood;
  const color =
    direction === "same" ? "var(--text-soft)" : isBetter ? "var(--income)" : "var(--expense)";
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <dd>
        <span className={classes["number"]}>{value}</span>
        {change === null ? null : (
          <Text size="xs" style={{ color }} fw={600}>
            <Icon size={12} aria-hidden style={{ verticalAlign: "-1px" }} /> {change}
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {before}
        </Text>
      </dd>
    </div>
  );
}

/** Show income, expenses, what is left, and the savings rate, each beside the month before. */
export function Figures({ home }: { home: HomeView }) {
  const words = useWords(homeWords).figures;
  const money = useMoney();
  const { locale } = usePreferences();
  const { summary, month } = home;
  const { previous, change } = summary;
  const monthBefore = formatMonth(addMonths(month, -1), locale, { month: "long" });
  const directionOf = (amount: string): Direction =>
    isNegative(amount) ? "down" : /[1-9]/.test(amount) ? "up" : "same";
  const changeOf = (amount: string) => {
    const direction = directionOf(amount);
    if (direction === "same") return words.same;
    return direction === "up" ? words.more(money(amount)) : words.less(money(negate(amount)));
  };
  const amounts = (["income", "expenses", "net"] as const).map((name) => (
    <Figure
      key={name}
      name={words[name]}
      value={<Amount value={summary[name]} tone={name === "net" ? "sign" : "plain"} />}
      direction={directionOf(change[name])}
      isGood={name !== "expenses"}
      change={changeOf(change[name])}
      before={words.before(monthBefore, money(previous[name]))}
    />
  ));
  const rates = [summary.savings_rate, previous.savings_rate] as const;
  const rateOf = (rate: number | null) =>
    rate === null ? words.noRate : formatShare(rate, locale);
  const points =
    rates[0] === null || rates[1] === null ? null : Math.round((rates[0] - rates[1]) * 100);
  return (
    <section className="card" aria-label={words.title}>
      <dl className={classes["figures"]}>
        {amounts}
        <Figure
          name={words.savingsRate}
          value={<span className="amount">{rateOf(rates[0])}</span>}
          direction={points === null || points === 0 ? "same" : points > 0 ? "up" : "down"}
          isGood
          change={
            points === null
              ? null
              : points === 0
                ? words.same
                : points > 0
                  ? words.morePoints(formatNumber(points, locale))
                  : words.lessPoints(formatNumber(-points, locale))
          }
          before={words.before(monthBefore, rateOf(rates[1]))}
        />
      </dl>
    </section>
  );
}
