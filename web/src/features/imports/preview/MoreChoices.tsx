import { Select, SimpleGrid, Stack, Switch } from "@mantine/core";

import { useLedger } from "../../../api/ledger";
import { Card } from "../../../components/Card";
import { previewWords } from "../../../words/import-preview";
import { useWords } from "../../../words/translated";
import type { Choices, Draft } from "./draft";

const NONE = "-";

/** Offer categories for rows that have none, and whether exchanges become one transfer. */
export function MoreChoices({ draft, read }: { draft: Draft; read: (choices: Choices) => void }) {
  const { preview: words } = useWords(previewWords);
  const { categories } = useLedger();
  const { choices, preview } = draft;
  const optionsOf = (type: "INCOME" | "EXPENSE") => [
    { value: NONE, label: words.leave },
    ...categories
      .filter((one) => one.type === type && !one.archived)
      .map((one) => ({ value: one.id, label: one.name })),
  ];
  const choose = (
    name: "incomeCategoryId" | "expenseCategoryId" | "feeCategoryId",
    value: string | null,
  ) => {
    const next = { ...choices };
    delete next[name];
    read(value && value !== NONE ? { ...next, [name]: value } : next);
  };
  const hasFee = preview.layout.columns.includes("FEE");
  return (
    <Card title={words.categories}>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: hasFee ? 3 : 2 }}>
          <Select
            label={words.expenseCategory}
            searchable
            allowDeselect={false}
            data={optionsOf("EXPENSE")}
            value={choices.expenseCategoryId ?? NONE}
            onChange={(value) => choose("expenseCategoryId", value)}
          />
          <Select
            label={words.incomeCategory}
            searchable
            allowDeselect={false}
            data={optionsOf("INCOME")}
            value={choices.incomeCategoryId ?? NONE}
            onChange={(value) => choose("incomeCategoryId", value)}
          />
          {hasFee ? (
            <Select
              label={words.feeCategory}
              searchable
              allowDeselect={false}
              data={optionsOf("EXPENSE")}
              value={choices.feeCategoryId ?? NONE}
              onChange={(value) => choose("feeCategoryId", value)}
            />
          ) : null}
        </SimpleGrid>
        {preview.layout.columns.includes("CURRENCY") ? (
          <Switch
            label={words.exchanges}
            checked={choices.joinsExchanges}
            onChange={(event) => read({ ...choices, joinsExchanges: event.target.checked })}
          />
        ) : null}
      </Stack>
    </Card>
  );
}
