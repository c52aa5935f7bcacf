import { useMemo } from "react";

import { listCurrencies, type CurrencyView } from "../../api/generated";
import { useRead } from "../../api/queries";
import { usePreferences } from "../../lib/preferences";

/** Read all currencies, with their names in the language in use; they change rarely. */
export function useCurrencies() {
  const { language } = usePreferences();
  return useRead(
    ["currencies", "all", language],
    (signal) => listCurrencies({ query: { locale: language }, signal }),
    { staleTime: 3_600_000 },
  );
}

/** Return a function that finds a currency by its code, once they are read. */
export function useCurrencyOf(): (code: string) => CurrencyView | undefined {
  const { data } = useCurrencies();
  return useMemo(() => {
    const all = new Map(data?.items.map((one) => [one.code, one]));
    return (code) => all.get(code);
  }, [data]);
}
