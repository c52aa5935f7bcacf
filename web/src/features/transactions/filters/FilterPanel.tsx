import {
  Button,
  Checkbox,
  Group,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  TextInput,
} from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";

import { useLedger } from "../../../api/ledger";
import { usePreferences } from "../../../lib/preferences";
import { commonWords } from "../../../words/common";
import { filterWords } from "../../../words/transaction-filters";
import { transactionWords } from "../../../words/transactions";
import { useWords } from "../../../words/translated";
import type { Filters } from "./filters";
import { useTagNames } from "../editor/suggestions";
import { readAmount, typedAmount } from "../grid/typed";
import type { FilterState } from "./useFilters";

/** Set filters; each acts at once. */
export function FilterPanel({
  state,
  withSort,
  close,
}: {
  state: FilterState;
  withSort: boolean;
  close: () => void;
}) {
  const words = useWords(filterWords);
  const common = useWords(commonWords);
  const { accounts, categories, customTypes } = useLedger();
  const tags = useTagNames();
  const { filters, change, clear } = state;
  const { type } = filters;
  const options = (all: readonly { id: string; name: string }[]) =>
    all.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Stack gap="sm">
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={words.type}
        value={type ?? ""}
        onChange={(value) => change({ type: value || undefined, category_id: undefined })}
        data={[
          { value: "", label: words.anyType },
          ...(["INCOME", "EXPENSE", "TRANSFER"] as const).map((one) => ({
            value: one,
            label: common.types[one],
          })),
        ]}
      />
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
        <DayField label={words.from} value={filters.from} set={(from) => change({ from })} />
        <DayField label={words.to} value={filters.to} set={(to) => change({ to })} />
        <Choice
          label={words.category}
          data={options(categories.filter((one) => !type || one.type === type))}
          value={filters.category_id}
          set={(category_id) => change({ category_id, unfiled: undefined })}
        />
        <Choice
          label={words.account}
          data={options(accounts)}
          value={filters.account_id}
          set={(account_id) => change({ account_id })}
        />
        <Choice
          label={words.tag}
          data={tags.map((tag) => ({ value: tag, label: tag }))}
          value={filters.tag}
          set={(tag) => change({ tag })}
        />
        {customTypes.length > 0 ? (
          <Choice
            label={words.customType}
            data={options(customTypes.filter((one) => !type || one.type === type))}
            value={filters.custom_type_id}
            set={(custom_type_id) => change({ custom_type_id })}
          />
        ) : null}
        <AmountField
          label={words.minAmount}
          value={filters.min_amount}
          set={(min_amount) => change({ min_amount }, true)}
        />
        <AmountField
          label={words.maxAmount}
          value={filters.max_amount}
          set={(max_amount) => change({ max_amount }, true)}
        />
        <Choice
          label={words.exchange}
          data={(["UNCONVERTED", "EARLIER_RATE", "ESTIMATED"] as const).map((one) => ({
            value: one,
            label: words.states[one],
          }))}
          value={filters.exchange}
          set={(exchange) => change({ exchange: exchange as Filters["exchange"] })}
        />
        {withSort ? (
          <Choice
            label={words.sort}
            data={[
              { value: "-date", label: words.sorts.newest },
              { value: "date", label: words.sorts.oldest },
              { value: "-amount", label: words.sorts.largest },
              { value: "amount", label: words.sorts.smallest },
            ]}
            value={filters.sort ?? "-date"}
            set={(sort) =>
              change({ sort: sort === "-date" ? undefined : (sort as Filters["sort"]) })
            }
          />
        ) : null}
      </SimpleGrid>
      <Group gap="lg">
        <Checkbox
          label={words.unfiled}
          checked={filters.unfiled ?? false}
          onChange={(event) =>
            change({ unfiled: event.currentTarget.checked || undefined, category_id: undefined })
          }
        />
        {customTypes.length > 0 ? (
          <Checkbox
            label={words.untyped}
            checked={filters.untyped ?? false}
            onChange={(event) =>
              change({
                untyped: event.currentTarget.checked || undefined,
                custom_type_id: undefined,
              })
            }
          />
        ) : null}
      </Group>
      <Group justify="space-between">
        <Button variant="subtle" size="xs" onClick={clear}>
          {words.clear}
        </Button>
        <Button size="xs" onClick={close}>
          {common.close}
        </Button>
      </Group>
    </Stack>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly set: (value: string | undefined) => void;
}

function Choice({
  data,
  set,
  value,
  label,
}: FieldProps & { data: { value: string; label: string }[] }) {
  const { any } = useWords(filterWords);
  return (
    <Select
      size="xs"
      label={label}
      placeholder={any}
      clearable
      searchable
      data={data}
      value={value ?? null}
      onChange={(chosen) => set(chosen ?? undefined)}
      comboboxProps={{ withinPortal: false }}
    />
  );
}

function DayField({ label, value, set }: FieldProps) {
  return (
    <TextInput
      size="xs"
      type="date"
      label={label}
      value={value?.length === 10 ? value : ""}
      onChange={(event) => set(event.currentTarget.value || undefined)}
    />
  );
}

function AmountField({
  label,
  value,
  set,
}: Omit<FieldProps, "value"> & { value: string | number | undefined }) {
  const words = useWords(transactionWords);
  const { exponent } = useLedger();
  const { locale } = usePreferences();
  const [typed, setTyped] = useState(value === undefined ? "" : typedAmount(String(value), locale));
  const read = readAmount(typed, locale, exponent);
  const send = useDebouncedCallback(set, 400);
  return (
    <TextInput
      size="xs"
      inputMode="decimal"
      label={label}
      value={typed}
      error={typed && read.amount === null ? words.cell.notAnAmount : null}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        const next = readAmount(text, locale, exponent);
        if (!text || next.amount !== null) send(next.amount ?? undefined);
      }}
    />
  );
}
