import { Text } from "@mantine/core";

import { getBudgetHistory, type BudgetStatusView } from "../../api/generated";
import { useMoney } from "../../api/ledger";
import { useRead } from "../../api/queries";
import { ChartFrame } from "../../charts/ChartFrame";
import { useWidth } from "../../charts/parts/useWidth";
import { Lines, Read } from "../../components/States";
import { formatDay } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { budgetFormWords } from "../../words/budget-forms";
import { budgetWords } from "../../words/budgets";
import { Dialog } from "../../components/dialogs/Dialog";
import { useWords } from "../../words/translated";

const HEIGHT = 220;
const BOTTOM = 24;

/** Show the last 12 periods of a budget: a bar of what was spent, a line at what was available. */
export function HistoryDialog({
  status,
  onClose,
}: {
  status: BudgetStatusView;
  onClose: () => void;
}) {
  const texts = useWords(budgetFormWords).history;
  const history = useRead(["budgets", "history", status.id], (signal) =>
    getBudgetHistory({ path: { id: status.id }, query: { periods: 12 }, signal }),
  );
  return (
    <Dialog onClose={onClose} size="xl" title={texts.title(status.name)}>
      <Read of={history} waiting={<Lines count={8} />}>
        {({ items }) => {
          const known = items.flatMap(({ start_date: from, end_date: to, spent, available }) =>
            spent === null || available === null ? [] : [{ from, to, spent, available }],
          );
          return known.length ? <Periods items={known} /> : <Text>{texts.empty}</Text>;
        }}
      </Read>
    </Dialog>
  );
}

interface Period {
  readonly from: string;
  readonly to: string;
  readonly spent: string;
  readonly available: string;
}

function Periods({ items }: { items: readonly Period[] }) {
  const words = useWords(budgetWords);
  const texts = useWords(budgetFormWords).history;
  const money = useMoney();
  const { locale } = usePreferences();
  const { ref, width } = useWidth();
  const sorted = [...items].sort((a, b) => (a.from < b.from ? -1 : 1));
  const top = Math.max(1, ...sorted.flatMap((one) => [Number(one.spent), Number(one.available)]));
  const y = (value: string) => (HEIGHT - BOTTOM) * (1 - Math.max(0, Number(value)) / (top * 1.12));
  const step = width / sorted.length;
  const day = (text: string) => formatDay(text, locale, { day: "numeric", month: "short" });
  const columns = [
    { title: texts.period },
    { title: texts.available, isNumber: true },
    { title: words.columns.spent, isNumber: true },
  ];
  return (
    <ChartFrame
      label={texts.label}
      columns={columns}
      rows={sorted.map((one) => [
        `${formatDay(one.from, locale)} – ${formatDay(one.to, locale)}`,
        money(one.available),
        money(one.spent),
      ])}
      csvRows={sorted.map((one) => [`${one.from}/${one.to}`, one.available, one.spent])}
      fileName="budget-history"
    >
      <div ref={ref} style={{ minHeight: HEIGHT }}>
        {width > 0 ? (
          <svg width={width} height={HEIGHT} role="img" aria-label={texts.label}>
            {sorted.map((one, index) => {
              const isOver = Number(one.spent) > Number(one.available);
              const x = index * step + step * 0.18;
              const wide = step * 0.64;
              return (
                <g key={one.from}>
                  <title>
                    {`${day(one.from)} – ${day(one.to)}: ${money(one.spent)} / ${money(one.available)}`}
                  </title>
                  <rect
                    x={x}
                    y={y(one.spent)}
                    width={wide}
                    height={Math.max(1, HEIGHT - BOTTOM - y(one.spent))}
                    rx={3}
                    fill={isOver ? "var(--expense)" : "var(--income)"}
                  />
                  {isOver ? (
                    <text
                      x={x + wide / 2}
                      y={y(one.spent) - 4}
                      textAnchor="middle"
                      fontSize={11}
                      fill="var(--expense)"
                    >
                      {step > 44 ? texts.over : "!"}
                    </text>
                  ) : null}
                  <line
                    x1={x - step * 0.1}
                    x2={x + wide + step * 0.1}
                    y1={y(one.available)}
                    y2={y(one.available)}
                    stroke="var(--mantine-color-text)"
                    strokeWidth={2}
                  />
                  {index % Math.ceil(56 / step) === 0 ? (
                    <text
                      x={x + wide / 2}
                      y={HEIGHT - 6}
                      textAnchor="middle"
                      fontSize={11}
                      fill="var(--text-soft)"
                    >
                      {day(one.from)}
                    </text>
                  ) : null}
                </g>
              );
            })}
          </svg>
        ) : null}
      </div>
    </ChartFrame>
  );
}
