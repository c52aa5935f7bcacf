import { Select, type SelectProps } from "@mantine/core";
import { forwardRef } from "react";

import { useLedger } from "../../api/ledger";
import { looksWords } from "../../words/looks";
import { useWords } from "../../words/translated";
import { useCurrencies } from "./useCurrencies";

export interface CurrencySelectProps extends Omit<SelectProps, "data"> {
  /** Offer only currencies with reference rates. */
  readonly withRates?: boolean;
}

/** Choose a currency by code or name; those of the ledger come first. */
export const CurrencySelect = forwardRef<HTMLInputElement, CurrencySelectProps>(
  function CurrencySelect({ withRates = false, value, ...props }, ref) {
    const words = useWords(looksWords);
    const { currency, accounts } = useLedger();
    const { data } = useCurrencies();
    const used = new Set([currency, ...accounts.map((one) => one.currency)]);
    const all = (data?.items ?? [])
      .filter((one) => one.code === value || (!one.is_former && (!withRates || one.has_rates)))
      .sort((a, b) => Number(used.has(b.code)) - Number(used.has(a.code)))
      .map((one) => ({ value: one.code, label: `${one.code} – ${one.name}` }));
    return (
      <Select
        ref={ref}
        label={words.currency}
        searchable
        nothingFoundMessage={words.nothingFound}
        data={all.length || !value ? all : [value]}
        value={value ?? null}
        allowDeselect={false}
        {...props}
      />
    );
  },
);
