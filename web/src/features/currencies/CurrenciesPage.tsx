import { SimpleGrid, Stack } from "@mantine/core";
import { useState } from "react";

import type { OwnRateView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { Page } from "../../components/Page";
import { currenciesWords } from "../../words/currencies";
import { useWords } from "../../words/translated";
import { Converter } from "./Converter";
import { History } from "./History";
import { OwnRateForm } from "./OwnRateForm";
import { OwnRates } from "./OwnRates";
import { UsedCurrencies } from "./UsedCurrencies";

interface Form {
  readonly rate: OwnRateView | null;
  readonly base: string;
}

/** Show the ledger's currencies and rates; convert, compare over time, and set own rates. */
export default function CurrenciesPage() {
  const words = useWords(currenciesWords);
  const { currency, accounts } = useLedger();
  const other =
    accounts.find((one) => one.currency !== currency)?.currency ??
    (currency === "EUR" ? "USD" : "EUR");
  const [pair, setPair] = useState({ base: other, quote: currency });
  const [form, setForm] = useState<Form | null>(null);
  return (
    <Page title={words.title} description={words.description(currency)}>
      <SimpleGrid cols={{ base: 1, lg: 2 }} style={{ alignItems: "start" }}>
        <Stack>
          <UsedCurrencies onAddRate={(base) => setForm({ rate: null, base })} />
          <OwnRates onForm={(rate) => setForm({ rate, base: other })} />
        </Stack>
        <Stack>
          <Converter {...pair} onPair={(base, quote) => setPair({ base, quote })} />
          <History {...pair} />
        </Stack>
      </SimpleGrid>
      {form ? (
        <OwnRateForm rate={form.rate} base={form.base} onClose={() => setForm(null)} />
      ) : null}
    </Page>
  );
}
