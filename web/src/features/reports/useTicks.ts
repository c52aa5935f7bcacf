import { useMoney } from "../../api/ledger";

/** Return a function that writes a length of a scale as an amount: short, or exact where it is small. */
export function useTicks(): (value: number) => string {
  const money = useMoney();
  return (value) =>
    money(
      String(value),
      Math.abs(value) >= 1000 ? { compact: true } : { rounded: Number.isInteger(value) },
    );
}
