import { Anchor, Badge, Group, Text } from "@mantine/core";
import { Link } from "wouter";

import type { HomeView } from "../../api/generated";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { Empty } from "../../components/States";
import { formatDay } from "../../lib/dates";
import { negate } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { homeWords } from "../../words/home";
import { useWords } from "../../words/translated";
import classes from "./home.module.css";

const LISTED = 8;

/** Show what is due, and what comes in the next 14 days. */
export function BillsCard({ home }: { home: HomeView }) {
  const words = useWords(homeWords).bills;
  const { locale } = usePreferences();
  const { due, coming } = home.recurring;
  const items = [
    ...due.map((one) => ({ ...one, isDue: true })),
    ...coming.map((one) => ({ ...one, isDue: false })),
  ].slice(0, LISTED);
  return (
    <Card
      title={words.title}
      actions={
        <Anchor component={Link} href="/bills" size="sm">
          {words.all}
        </Anchor>
      }
    >
      {items.length === 0 ? <Empty text={words.empty} /> : null}
      <ul className={classes["list"]}>
        {items.map((one) => (
          <li key={`${one.recurring_id} ${one.nominal}`}>
            <Link href="/bills" className={classes["row"]}>
              <span className={classes["date"]}>
                {formatDay(one.date, locale, { day: "numeric", month: "short" })}
              </span>
              <div className={classes["grow"]}>
                <Group gap={6} wrap="nowrap">
                  <Text size="sm" truncate>
                    {one.name}
                  </Text>
                  {one.isDue ? (
                    <Badge size="sm" variant="outline" color="yellow.9" className={classes["due"]}>
                      {words.due}
                    </Badge>
                  ) : null}
                </Group>
                <Text size="xs" c="dimmed" truncate>
                  {one.waits_for === null ? words.automatic : words.waits[one.waits_for]}
                </Text>
              </div>
              <Text size="sm" fw={600} component="div" className={classes["end"]}>
                <Amount
                  value={one.type === "EXPENSE" ? negate(one.amount) : one.amount}
                  currency={one.currency}
                  signed={one.type !== "TRANSFER"}
                  tone={
                    one.type === "INCOME"
                      ? "income"
                      : one.type === "TRANSFER"
                        ? "transfer"
                        : "plain"
                  }
                />
              </Text>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
