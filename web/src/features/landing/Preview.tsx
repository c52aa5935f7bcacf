import { CircleCheck } from "lucide-react";

import { formatDay } from "../../lib/dates";
import { formatMoney } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { currencyOf } from "../../lib/regions";
import { landingWords } from "../../words/landing";
import { useWords } from "../../words/translated";

// Lengths of bars in pixels: an illustration, of no one's money.
const MONTHS = [
  ["2026-01", 92, 71],
  ["2026-02", 92, 78],
  ["2026-03", 104, 69],
  ["2026-04", 92, 83],
  ["2026-05", 98, 62],
  ["2026-06", 112, 66],
] as const;

/** Show what the home page looks like, drawn with the same colours and formats. */
export function Preview() {
  const words = useWords(landingWords);
  const { locale } = usePreferences();
  const currency = currencyOf(locale);
  const money = (amount: string, signed = false) =>
    formatMoney(amount, currency, locale, { signed, rounded: true });
  const rows = [
    ["2026-06-25", words.salary, money("3250", true), "var(--income)"],
    ["2026-06-24", words.groceries, money("-64", true), "var(--expense)"],
    ["2026-06-01", words.rent, money("-980", true), "var(--expense)"],
  ] as const;
  return (
    <div className="landing-preview" role="img" aria-label={words.preview}>
      <div className="card landing-sheet" aria-hidden>
        <p className="landing-soft">{words.month}</p>
        <p className="landing-figure amount">{money("1286")}</p>
        <svg viewBox="0 0 336 132" width="100%" className="landing-bars">
          {MONTHS.map(([month, income, expenses], index) => (
            <g key={month} transform={`translate(${index * 56 + 10} 0)`}>
              <rect x={0} y={114 - income} width={15} height={income} rx={4} fill="var(--income)" />
              <rect
                x={19}
                y={114 - expenses}
                width={15}
                height={expenses}
                rx={4}
                fill="var(--expense)"
              />
              <text x={17} y={130} textAnchor="middle" fontSize={11} fill="var(--text-soft)">
                {formatDay(`${month}-01`, locale, { month: "short" })}
              </text>
            </g>
          ))}
        </svg>
        <p className="landing-legend landing-soft">
          <span style={{ color: "var(--income)" }}>■</span> {words.income}
          <span style={{ color: "var(--expense)", marginInlineStart: 16 }}>■</span> {words.expenses}
        </p>
        <ul className="landing-rows">
          {rows.map(([day, name, amount, color]) => (
            <li key={name}>
              <span className="landing-soft">
                {formatDay(day, locale, { day: "numeric", month: "short" })}
              </span>
              <span>{name}</span>
              <span className="amount" style={{ color }}>
                {amount}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <div className="landing-toast" aria-hidden>
        <CircleCheck size={18} color="var(--income)" />
        <span>{words.undoText}</span>
        <b>{words.undo}</b>
      </div>
    </div>
  );
}
