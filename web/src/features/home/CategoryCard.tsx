import { SegmentedControl, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link } from "wouter";

import type { CategoryTotal, HomeView } from "../../api/generated";
import { useLedger, useMoney } from "../../api/ledger";
import { ChartFrame } from "../../charts/ChartFrame";
import { colorOf } from "../../charts/palette";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { Empty } from "../../components/States";
import { addMonths, formatMonth } from "../../lib/dates";
import { formatShare, fromMinor, negate, isNegative, toMinor } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { homeChartWords } from "../../words/home-charts";
import { useWords } from "../../words/translated";
import { Bubbles, Later } from "./Later";
import classes from "./home.module.css";

const HEIGHT = 360;
const LISTED = 7;

type Shown = "EXPENSE" | "INCOME";

function addressOf(item: CategoryTotal, home: HomeView): string {
  const { from, to } = home.category_totals;
  const query = new URLSearchParams(
    item.category_id === null
      ? { unfiled: "true", type: item.type }
      : { category_id: item.category_id },
  );
  query.set("from", from);
  query.set("to", to);
  return `/transactions?${query}`;
}

/** Show the categories of the month: bubbles, and the largest ones as a list. */
export function CategoryCard({ home }: { home: HomeView }) {
  const words = useWords(homeChartWords).bubbles;
  const common = useWords(commonWords);
  const money = useMoney();
  const { locale } = usePreferences();
  const { exponent } = useLedger();
  const [type, setType] = useState<Shown>("EXPENSE");
  const { month, category_totals } = home;
  const monthBefore = formatMonth(addMonths(month, -1), locale, { month: "long" });
  const items = useMemo(
    () =>
      category_totals.items.filter(
        (one) => one.type === type && (one.transaction_count > 0 || /[1-9]/.test(one.total)),
      ),
    [category_totals, type],
  );
  const nameOf = (item: CategoryTotal) => item.name ?? common.unfiled;
  const shareOf = (item: CategoryTotal) =>
    item.share === null ? "" : formatShare(item.share, locale, 1);
  const changeOf = (item: CategoryTotal) => {
    const change = fromMinor(
      toMinor(item.total, exponent) - toMinor(item.previous_total, exponent),
      exponent,
    );
    if (!/[1-9]/.test(item.previous_total)) return words.fresh(monthBefore);
    if (!/[1-9]/.test(change)) return words.same(monthBefore);
    return isNegative(change)
      ? words.less(money(negate(change)), monthBefore)
      : words.more(money(change), monthBefore);
  };
  return (
    <Card
      title={type === "EXPENSE" ? words.title : words.titleIncome}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={words.choice}
          value={type}
          onChange={(value) => setType(value === "INCOME" ? "INCOME" : "EXPENSE")}
          data={[
            { value: "EXPENSE", label: words.EXPENSE },
            { value: "INCOME", label: words.INCOME },
          ]}
        />
      }
    >
      {items.length === 0 ? (
        <Empty text={type === "EXPENSE" ? words.emptyEXPENSE : words.emptyINCOME} />
      ) : (
        <ChartFrame
          label={words.label(words[type], formatMonth(month, locale), items.length)}
          fileName={`categories-${month}`}
          columns={[
            { title: words.category },
            { title: words.amount, isNumber: true },
            { title: words.shareTitle, isNumber: true },
            { title: words.previous, isNumber: true },
          ]}
          rows={items.map((one) => [
            nameOf(one),
            money(one.total),
            shareOf(one),
            money(one.previous_total),
          ])}
          csvRows={items.map((one) => [
            nameOf(one),
            one.total,
            one.share === null ? "" : String(one.share),
            one.previous_total,
          ])}
        >
          <div className={classes["bubbles"]}>
            <Later height={HEIGHT}>
              <Bubbles
                label={words.label(words[type], formatMonth(month, locale), items.length)}
                height={HEIGHT}
                bubbles={items.map((one, index) => ({
                  key: one.category_id ?? `unfiled-${one.type}`,
                  name: nameOf(one),
                  size: Number(one.total),
                  text: money(one.total),
                  details: [
                    ...(one.share === null ? [] : [words.share(shareOf(one))]),
                    changeOf(one),
                  ],
                  color: colorOf(one.color, index),
                  href: addressOf(one, home),
                }))}
              />
            </Later>
            <div>
              <ul className={classes["list"]}>
                {items.slice(0, LISTED).map((one, index) => (
                  <li key={one.category_id ?? "unfiled"}>
                    <Link href={addressOf(one, home)} className={classes["row"]}>
                      <span
                        aria-hidden
                        className={classes["dot"]}
                        style={{ background: colorOf(one.color, index) }}
                      />
                      <div className={classes["grow"]}>
                        <Text size="sm" truncate>
                          {nameOf(one)}
                        </Text>
                        <Text size="xs" c="dimmed" truncate>
                          {changeOf(one)}
                        </Text>
                      </div>
                      <div className={classes["end"]}>
                        <Text size="sm" fw={600} component="div">
                          <Amount value={one.total} />
                        </Text>
                        <Text size="xs" c="dimmed" className="amount">
                          {shareOf(one)}
                        </Text>
                      </div>
                    </Link>
                  </li>
                ))}
              </ul>
              {items.length > LISTED ? (
                <Text size="xs" c="dimmed" mt={4}>
                  {words.others(items.length - LISTED)}
                </Text>
              ) : null}
            </div>
          </div>
        </ChartFrame>
      )}
    </Card>
  );
}
