import { Skeleton } from "@mantine/core";
import { useSearch } from "wouter";

import type { HomeView } from "../../api/generated";
import { useHome, useLedger } from "../../api/ledger";
import { Page } from "../../components/Page";
import { Read } from "../../components/States";
import type { Month } from "../../lib/dates";
import { homeWords } from "../../words/home";
import { useWords } from "../../words/translated";
import { AccountsCard } from "./AccountsCard";
import { Attention } from "./Attention";
import { BillsCard } from "./BillsCard";
import { CategoryCard } from "./CategoryCard";
import { DailyCard } from "./DailyCard";
import { Figures } from "./Figures";
import { MonthsCard } from "./MonthsCard";
import { MonthSwitch } from "./MonthSwitch";
import { PlansCard } from "./PlansCard";
import { RecentCard } from "./RecentCard";
import { Welcome } from "./Welcome";
import classes from "./home.module.css";

/** Return the month of an address, null if it names none, or the present one. */
function monthOf(search: string, present: Month): Month | null {
  const month = new URLSearchParams(search).get("month");
  return month !== null && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) && month !== present
    ? month
    : null;
}

/** Show where the ledger stands: the figures of a month, accounts, plans, and what needs attention. */
export default function HomePage() {
  const words = useWords(homeWords);
  const { home: now } = useLedger();
  const month = monthOf(useSearch(), now.month);
  const home = useHome(month);
  const isEmpty = now.recent.length === 0 && now.accounts.every((one) => !one.transaction_count);
  return (
    <Page
      title={words.title}
      actions={isEmpty ? null : <MonthSwitch month={month ?? now.month} present={now.month} />}
    >
      {isEmpty ? (
        <Welcome />
      ) : (
        <Read of={home} waiting={<Skeleton height={900} radius="md" />}>
          {(data) => (
            <div
              className={home.isPlaceholderData ? classes["updating"] : undefined}
              aria-busy={home.isPlaceholderData || undefined}
            >
              <Overview home={data} present={now.month} />
            </div>
          )}
        </Read>
      )}
    </Page>
  );
}

function Overview({ home, present }: { home: HomeView; present: Month }) {
  const parts: readonly (readonly [string, React.ReactNode])[] = [
    ["all", <Figures key="figures" home={home} />],
    ["wide", <CategoryCard key="categories" home={home} />],
    [
      "narrow",
      <div key="side" className={classes["side"]}>
        <Attention home={home} />
        <AccountsCard home={home} />
      </div>,
    ],
    ["half", <DailyCard key="daily" home={home} />],
    ["half", <MonthsCard key="months" home={home} present={present} />],
    ["narrow", <RecentCard key="recent" home={home} />],
    ["narrow", <BillsCard key="bills" home={home} />],
    ["narrow", <PlansCard key="plans" home={home} />],
  ];
  return (
    <div className={classes["grid"]}>
      {parts.map(([width, part], index) => (
        <div key={index} className={classes[width]}>
          {part}
        </div>
      ))}
    </div>
  );
}
