import { TextInput, type TextInputProps } from "@mantine/core";
import { forwardRef } from "react";

import { useLedger } from "../../api/ledger";
import { parseAmount, type Amount } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";

export interface AmountText {
  /** Read what was typed, as decimal text; null if it is no amount. */
  readonly read: (text: string) => Amount | null;
  /** Write an amount as a person would type it. */
  readonly write: (amount: Amount | null | undefined) => string;
}

/** Return functions between amounts and what is typed in the locale in use. */
export function useAmountText(): AmountText {
  const { locale } = usePreferences();
  return {
    read: (text) => parseAmount(text, locale),
    write: (amount) => {
      const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
      const decimal = parts.find((part) => part.type === "decimal")?.value ?? ".";
      return (amount ?? "").replace(".", decimal);
    },
  };
}

export interface AmountFieldProps extends TextInputProps {
  /** Currency that is shown in the field; by default the ledger's. */
  readonly currency?: string;
}

/** Ask for an amount, with the keyboard of digits on phones. */
export const AmountField = forwardRef<HTMLInputElement, AmountFieldProps>(function AmountField(
  { currency, ...props },
  ref,
) {
  const ledger = useLedger();
  return (
    <TextInput
      ref={ref}
      inputMode="decimal"
      autoComplete="off"
      rightSection={
        <span aria-hidden style={{ fontSize: 12, color: "var(--text-soft)" }}>
          {currency ?? ledger.currency}
        </span>
      }
      rightSectionWidth={48}
      styles={{ input: { fontVariantNumeric: "tabular-nums" } }}
      {...props}
    />
  );
});
