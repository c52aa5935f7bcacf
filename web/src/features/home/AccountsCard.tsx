import { Anchor, Group, Text } from "@mantine/core";
import { TriangleAlert } from "lucide-react";
import { Link } from "wouter";

import type { HomeView } from "../../api/generated";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { formatDay } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { homeWords } from "../../words/home";
import { useWords } from "../../words/translated";
import classes from "./home.module.css";

const LISTED = 8;

/** Show the net worth, and the balances of accounts. */
export function AccountsCard({ home }: { home: HomeView }) {
  const words = useWords(homeWords).accounts;
  const { locale } = usePreferences();
  const { totals, settings } = home;
  const accounts = home.accounts.filter((one) => !one.archived);
  const hidden = accounts.length - LISTED;
  const without = totals.unconverted.map((one) => one.currency).join(", ");
  return (
    <Card
      title={words.title}
      actions={
        <Anchor component={Link} href="/accounts" size="sm">
          {words.all}
        </Anchor>
      }
    >
      <Text size="sm" c="dimmed">
        {words.netWorth}
      </Text>
      <div className={classes["number"]}>
        <Amount value={totals.net_worth} tone="sign" />
      </div>
      <Group gap="md" mb="xs">
        <Text size="xs" c="dimmed">
          {words.assets} <Amount value={totals.assets} />
        </Text>
        <Text size="xs" c="dimmed">
          {words.liabilities} <Amount value={totals.liabilities} />
        </Text>
      </Group>
      <ul className={classes["list"]}>
        {accounts.slice(0, LISTED).map((one) => (
          <li key={one.id}>
            <Link href={`/transactions?account_id=${one.id}`} className={classes["row"]}>
              <span
                aria-hidden
                className={classes["dot"]}
                style={{ background: one.color ?? "var(--text-soft)" }}
              />
              <div className={classes["grow"]}>
                <Text size="sm" truncate>
                  {one.name}
                </Text>
                {one.is_below_low_balance ? (
                  <Text size="xs" style={{ color: "var(--warning)" }}>
                    <TriangleAlert size={12} aria-hidden style={{ verticalAlign: "-1px" }} />{" "}
                    {words.low}
                  </Text>
                ) : null}
              </div>
              <div className={classes["end"]}>
                <Text size="sm" fw={600} component="div">
                  <Amount value={one.balance} currency={one.currency} tone="sign" />
                </Text>
                {one.currency === settings.currency ? null : (
                  <Text size="xs" c="dimmed" component="div">
                    {one.base_balance === null ? (
                      words.noRate
                    ) : (
                      <>
                        ≈ <Amount value={one.base_balance} />
                      </>
                    )}
                  </Text>
                )}
              </div>
            </Link>
          </li>
        ))}
      </ul>
      {hidden > 0 ? (
        <Anchor component={Link} href="/accounts" size="xs">
          {words.more(hidden)}
        </Anchor>
      ) : null}
      {totals.rates_as_of ? (
        <Text size="xs" c="dimmed" mt={4}>
          {words.ratesAsOf(formatDay(totals.rates_as_of, locale))}
        </Text>
      ) : null}
      {without ? (
        <Text size="xs" mt={4} style={{ color: "var(--warning)" }}>
          {words.unconverted(without)}
        </Text>
      ) : null}
    </Card>
  );
}
