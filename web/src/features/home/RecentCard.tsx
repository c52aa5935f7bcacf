import { Anchor, Text } from "@mantine/core";
import { Link } from "wouter";

import type { HomeView, TransactionView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { Empty } from "../../components/States";
import { formatDay } from "../../lib/dates";
import { negate } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { homeWords } from "../../words/home";
import { useWords } from "../../words/translated";
import classes from "./home.module.css";

const TONES = { INCOME: "income", EXPENSE: "plain", TRANSFER: "transfer" } as const;

/** Show the latest transactions. */
export function RecentCard({ home }: { home: HomeView }) {
  const words = useWords(homeWords).recent;
  const common = useWords(commonWords);
  const { locale } = usePreferences();
  const ledger = useLedger();
  const partOf = (one: TransactionView): string => {
    if (one.type === "TRANSFER")
      return `${ledger.account(one.account_id)?.name ?? ""} → ${ledger.account(one.to_account_id)?.name ?? ""}`;
    if (one.splits.length > 0) return words.split(one.splits.length);
    return ledger.category(one.category_id)?.name ?? common.unfiled;
  };
  return (
    <Card
      title={words.title}
      actions={
        <Anchor component={Link} href="/transactions" size="sm">
          {words.all}
        </Anchor>
      }
    >
      {home.recent.length === 0 ? <Empty text={words.empty} /> : null}
      <ul className={classes["list"]}>
        {home.recent.map((one) => (
          <li key={one.id}>
            <Link href={`/transactions?show=${one.id}`} className={classes["row"]}>
              <span className={classes["date"]}>
                {formatDay(one.date, locale, { day: "numeric", month: "short" })}
              </span>
              <div className={classes["grow"]}>
                <Text size="sm" truncate>
                  {one.payee ?? one.description ?? common.types[one.type]}
                </Text>
                <Text size="xs" c="dimmed" truncate>
                  {partOf(one)}
                </Text>
              </div>
              <Text size="sm" fw={600} component="div" className={classes["end"]}>
                <Amount
                  value={one.type === "EXPENSE" ? negate(one.amount) : one.amount}
                  currency={one.currency}
                  tone={TONES[one.type]}
                  signed={one.type !== "TRANSFER"}
                />
              </Text>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
