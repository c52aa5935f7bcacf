import { isNegative, type Amount as Text, type MoneyStyle } from "../lib/money";
import { useMoney } from "../api/ledger";

export interface AmountProps extends MoneyStyle {
  readonly value: Text;
  /** Currency of the amount; by default the ledger's. */
  readonly currency?: string;
  /** Colour by meaning: `sign` colours negative amounts as expenses. */
  readonly tone?: "income" | "expense" | "transfer" | "sign" | "plain";
  readonly size?: string;
  readonly weight?: number;
}

/** Show an amount with digits of one width, in the ledger's currency or another. */
export function Amount({ value, currency, tone = "plain", size, weight, ...style }: AmountProps) {
  const money = useMoney();
  const meaning = tone === "sign" ? (isNegative(value) ? "expense" : "plain") : tone;
  return (
    <span
      className="amount"
      style={{
        color: meaning === "plain" ? undefined : `var(--${meaning})`,
        fontSize: size,
        fontWeight: weight,
      }}
    >
      {money(value, currency ? { ...style, currency } : style)}
    </span>
  );
}
