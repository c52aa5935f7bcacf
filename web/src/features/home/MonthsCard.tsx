import type { HomeView } from "../../api/generated";
import { useMoney } from "../../api/ledger";
import { ChartFrame } from "../../charts/ChartFrame";
import { Card } from "../../components/Card";
import { formatMonth, type Month } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { homeWords } from "../../words/home";
import { homeChartWords } from "../../words/home-charts";
import { useWords } from "../../words/translated";
import { Later, MonthBars } from "./Later";
import { addressOf } from "./MonthSwitch";

const HEIGHT = 240;

/** Show income against expenses of 12 months; a press leads to the month. */
export function MonthsCard({ home, present }: { home: HomeView; present: Month }) {
  const { figures } = useWords(homeWords);
  const words = useWords(homeChartWords).months;
  const money = useMoney();
  const { locale } = usePreferences();
  const items = home.trends.items.flatMap((one) =>
    one.month === null ? [] : [{ ...one, month: one.month }],
  );
  const [first, last] = [items[0], items.at(-1)];
  if (!first || !last) return null;
  const label = words.label(formatMonth(first.month, locale), formatMonth(last.month, locale));
  return (
    <Card title={words.title}>
      <ChartFrame
        label={label}
        fileName="months"
        columns={[
          { title: words.month },
          { title: figures.income, isNumber: true },
          { title: figures.expenses, isNumber: true },
          { title: words.net, isNumber: true },
        ]}
        rows={items.map((one) => [
          formatMonth(one.month, locale),
          money(one.income),
          money(one.expenses),
          money(one.net),
        ])}
        csvRows={items.map((one) => [one.month, one.income, one.expenses, one.net])}
      >
        <Later height={HEIGHT}>
          <MonthBars
            label={label}
            height={HEIGHT}
            names={{ income: figures.income, expenses: figures.expenses }}
            formatTick={(value) => money(String(value), { compact: true })}
            months={items.map((one) => ({
              key: one.month,
              label: formatMonth(one.month, locale, { month: "short" }),
              title: formatMonth(one.month, locale),
              href: addressOf(one.month, present),
              income: Number(one.income),
              expenses: Number(one.expenses),
              incomeText: money(one.income),
              expensesText: money(one.expenses),
              isUnfinished: one.month >= present,
            }))}
          />
        </Later>
      </ChartFrame>
    </Card>
  );
}
