import { ActionIcon, Group, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { ArrowLeftRight } from "lucide-react";
import { useState } from "react";

import { convertAmounts } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { useRead } from "../../api/queries";
import { Amount } from "../../components/Amount";
import { AmountField, useAmountText } from "../../components/forms/AmountField";
import { Card } from "../../components/Card";
import { CurrencySelect } from "../../components/names/CurrencySelect";
import { DayField } from "../../components/forms/DayField";
import { useCurrencyOf } from "../../components/names/useCurrencies";
import { Read } from "../../components/States";
import { formatDay } from "../../lib/dates";
import { formatNumber } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { currenciesWords } from "../../words/currencies";
import { formWords } from "../../words/forms";
import { useWords } from "../../words/translated";

export interface PairProps {
  readonly base: string;
  readonly quote: string;
  readonly onPair: (base: string, quote: string) => void;
}

/** Convert an amount by the rate of a day; nothing is stored. */
export function Converter({ base, quote, onPair }: PairProps) {
  const words = useWords(currenciesWords);
  const forms = useWords(formWords);
  const { today } = useLedger();
  const amounts = useAmountText();
  const currencyOf = useCurrencyOf();
  const [text, setText] = useState("100");
  const [day, setDay] = useState(today);
  const amount = amounts.read(text);
  const decimals = amount?.split(".")[1]?.length ?? 0;
  const isValid = amount !== null && decimals <= (currencyOf(base)?.exponent ?? 4);
  const [asked] = useDebouncedValue(isValid ? amount : null, 250);
  const converted = useRead(
    ["currencies", "convert", asked, base, quote, day],
    (signal) =>
      convertAmounts({
        body: { amounts: [{ amount: asked ?? "0", currency: base, to: quote, date: day }] },
        signal,
      }),
    { enabled: asked !== null && day !== "", keepsPrevious: true },
  );
  return (
    <Card title={words.converter}>
      <Group align="end" gap="sm">
        <AmountField
          w={150}
          label={words.amount}
          currency={base}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={text.trim() && !isValid ? forms.noAmount : null}
        />
        <CurrencySelect
          style={{ flex: "1 1 150px" }}
          label={words.fromCurrency}
          value={base}
          onChange={(code) => {
            if (code) onPair(code, quote);
          }}
        />
        <ActionIcon
          variant="default"
          size={36}
          aria-label={words.swap}
          onClick={() => onPair(quote, base)}
        >
          <ArrowLeftRight size={16} />
        </ActionIcon>
        <CurrencySelect
          style={{ flex: "1 1 150px" }}
          label={words.toCurrency}
          value={quote}
          onChange={(code) => {
            if (code) onPair(base, code);
          }}
        />
        <DayField
          label={words.onDay}
          max={today}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      </Group>
      <div role="status" aria-label={words.result} style={{ minHeight: 64, marginTop: 12 }}>
        {asked === null ? null : (
          <Read of={converted} waiting={null}>
            {({ items }) => <Result of={items[0]} />}
          </Read>
        )}
      </div>
    </Card>
  );
}

type Converted = Awaited<ReturnType<typeof convertAmounts>>["data"];

function Result({ of }: { of: NonNullable<Converted>["items"][number] | undefined }) {
  const words = useWords(currenciesWords);
  const { locale } = usePreferences();
  if (!of) return null;
  if (of.converted === null || of.rate === null) {
    return <Text c="var(--warning)">{words.noRateOnDay}</Text>;
  }
  const { rate, as_of, source } = of.rate;
  return (
    <>
      <Text size="xl" fw={700}>
        <Amount value={of.amount} currency={of.currency} /> ={" "}
        <Amount value={of.converted} currency={of.to} />
      </Text>
      <Text size="sm" c="dimmed">
        {words.atRate(formatNumber(rate, locale), formatDay(as_of, locale), words.sources[source])}
      </Text>
    </>
  );
}
