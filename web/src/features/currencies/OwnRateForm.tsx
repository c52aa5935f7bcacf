import { Button, Group, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";

import { Dialog } from "../../components/dialogs/Dialog";
import { newKey } from "../../api/client";
import { createOwnRate, putOwnRate, type OwnRateView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { ApiError } from "../../api/problem";
import { useWrite } from "../../api/queries";
import { useAmountText } from "../../components/forms/AmountField";
import { CurrencySelect } from "../../components/names/CurrencySelect";
import { DayField } from "../../components/forms/DayField";
import { FormFailure, type Fact } from "../../components/forms/FormFailure";
import { showProblem } from "../../components/forms/problem-form";
import { commonWords } from "../../words/common";
import { currenciesWords } from "../../words/currencies";
import { formWords } from "../../words/forms";
import { useWords } from "../../words/translated";
import { isRate } from "./rates";

export interface OwnRateFormProps {
  /** The rate to correct; null to add one. */
  readonly rate: OwnRateView | null;
  readonly base: string;
  readonly onClose: () => void;
}

/** Add or correct an own rate. */
export function OwnRateForm({ rate, base, onClose }: OwnRateFormProps) {
  const words = useWords(currenciesWords);
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const ledger = useLedger();
  const amounts = useAmountText();
  const [key] = useState(newKey);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const form = useForm<Record<"base" | "quote" | "date" | "rate", string>>({
    initialValues: {
      base: rate?.base ?? base,
      quote: rate?.quote ?? ledger.currency,
      date: rate?.date ?? ledger.today,
      rate: amounts.write(rate?.rate),
    },
    validate: {
      base: (code, { quote }) =>
        !code ? forms.needed : code === quote ? words.sameCurrency : null,
      date: (day) => (day ? null : forms.needed),
      rate: (text) => (isRate(amounts.read(text)) ? null : words.wrongRate),
    },
  });
  const write = useWrite(
    (etag: string | null) => {
      const values = form.getValues();
      const body = { ...values, rate: amounts.read(values.rate) ?? "" };
      return rate
        ? putOwnRate({ path: { id: rate.id }, headers: { "If-Match": etag ?? rate.etag }, body })
        : createOwnRate({ headers: { "Idempotency-Key": key }, body });
    },
    { done: () => (rate ? words.saved : words.created), showsError: false, onDone: onClose },
  );
  const save = (etag: string | null) => {
    setFailure(null);
    write.mutate(etag, {
      onError: (error) => setFailure(showProblem(form, error)),
    });
  };
  const facts = (one: OwnRateView): Fact[] => [
    { label: words.rate, text: words.price(one.base, one.quote, one.rate) },
    { label: words.validFrom, text: one.date },
  ];
  return (
    <Dialog onClose={onClose} title={rate ? words.edit : words.create}>
      <form noValidate onSubmit={form.onSubmit(() => save(null))}>
        <Stack>
          <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: "start" }}>
            <CurrencySelect label={words.base} required {...form.getInputProps("base")} />
            <CurrencySelect label={words.quote} required {...form.getInputProps("quote")} />
            <TextInput
              label={words.rate}
              required
              inputMode="decimal"
              autoComplete="off"
              data-autofocus
              {...form.getInputProps("rate")}
            />
            <DayField label={words.validFrom} required {...form.getInputProps("date")} />
          </SimpleGrid>
          <FormFailure
            error={failure}
            before={rate}
            facts={facts}
            onRepeat={(current) => save(current.etag)}
          />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={write.isPending}>
              {rate ? words.save : words.createIt}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
