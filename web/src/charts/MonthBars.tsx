import { Bars } from "./Bars";
import type { Position } from "./layouts/plot";

/** The income and the expenses of a month: as lengths, and as they are shown. */
export interface MonthBar {
  readonly key: string;
  readonly label: string;
  readonly title: string;
  readonly href: string;
  readonly income: number;
  readonly expenses: number;
  readonly incomeText: string;
  readonly expensesText: string;
  /** The month is not over, and drawn fainter. */
  readonly isUnfinished: boolean;
}

export interface MonthBarsProps {
  /** What the chart shows, in one sentence. */
  readonly label: string;
  readonly months: readonly MonthBar[];
  readonly names: { readonly income: string; readonly expenses: string };
  readonly formatTick: (value: number) => string;
  readonly height?: number;
}

/** Draw income beside expenses of each month; a press leads to the month. */
export function MonthBars({ label, months, names, formatTick, height = 240 }: MonthBarsProps) {
  const positions = months.map((one): Position => ({
    key: one.key,
    label: one.label,
    title: one.title,
    href: one.href,
    isFaint: one.isUnfinished,
  }));
  return (
    <Bars
      label={label}
      positions={positions}
      formatTick={formatTick}
      height={height}
      series={[
        {
          key: "income",
          name: names.income,
          color: "var(--income)",
          values: months.map((one) => one.income),
          texts: months.map((one) => one.incomeText),
        },
        {
          key: "expenses",
          name: names.expenses,
          color: "var(--expense)",
          values: months.map((one) => one.expenses),
          texts: months.map((one) => one.expensesText),
        },
      ]}
    />
  );
}
