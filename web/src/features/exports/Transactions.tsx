import {
  Button,
  Checkbox,
  Group,
  NativeSelect,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { Download } from "lucide-react";
import { useState } from "react";

import { exportTransactions, type TransactionType } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { Card } from "../../components/Card";
import { configuration } from "../../lib/configuration";
import { commonWords } from "../../words/common";
import { exportWords } from "../../words/exports";
import { useWords } from "../../words/translated";
import { DownloadState } from "./DownloadState";
import { PERIODS, boundsOf, type Period } from "./periods";
import { useDownload } from "./useDownload";

const TYPES: readonly TransactionType[] = ["INCOME", "EXPENSE", "TRANSFER"];
const UNFILED = "unfiled";

/** Offer the transactions as CSV, with the filters that people need most. */
export function Transactions() {
  const { csv: words } = useWords(exportWords);
  const common = useWords(commonWords);
  const { accounts, categories, today, home } = useLedger();
  const download = useDownload();
  const [period, setPeriod] = useState<Period>("year");
  const form = useForm({
    mode: "controlled",
    initialValues: {
      from: `${today.slice(0, 4)}-01-01`,
      to: today,
      account: "",
      type: "",
      category: "",
      q: "",
      tag: "",
      deleted: false,
      bom: true,
    },
    validate: {
      to: (to, { from }) => (period === "own" && from && to && to < from ? words.order : null),
    },
  });
  const current = home.trends.items.at(-1)?.month ?? today.slice(0, 7);

  const save = form.onSubmit((values) => {
    const bounds = boundsOf(period, current, values.from, values.to);
    const type = TYPES.find((one) => one === values.type);
    const span = [bounds.from, bounds.to].filter((one) => one !== undefined);
    const name = ["transactions", ...new Set(span)].join("-");
    void download.start(`${name}.csv`, "text/csv", () =>
      exportTransactions({
        baseUrl: configuration.longWorkUrl,
        parseAs: "stream",
        query: {
          ...bounds,
          ...(values.account ? { account_id: values.account } : {}),
          ...(type ? { type } : {}),
          ...(values.category === UNFILED
            ? { unfiled: true }
            : values.category
              ? { category_id: values.category }
              : {}),
          ...(values.q.trim() ? { q: values.q.trim() } : {}),
          ...(values.tag.trim() ? { tag: values.tag.trim() } : {}),
          ...(values.deleted ? { deleted: true } : {}),
          bom: values.bom,
        },
      }),
    );
  });

  return (
    <Card title={words.title}>
      <form onSubmit={save} noValidate>
        <Stack gap="sm">
          <Text size="sm" c="dimmed" maw={680}>
            {words.hint}
          </Text>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
            <NativeSelect
              label={words.period}
              data={PERIODS.map((value) => ({ value, label: words.periods[value] }))}
              value={period}
              onChange={({ target }) =>
                setPeriod(PERIODS.find((one) => one === target.value) ?? "all")
              }
            />
            {period === "own" ? (
              <>
                <TextInput type="date" label={words.from} {...form.getInputProps("from")} />
                <TextInput type="date" label={words.to} {...form.getInputProps("to")} />
              </>
            ) : null}
            <NativeSelect
              label={words.account}
              data={[
                { value: "", label: words.allAccounts },
                ...accounts.map((one) => ({ value: one.id, label: one.name })),
              ]}
              {...form.getInputProps("account")}
            />
            <NativeSelect
              label={words.type}
              data={[
                { value: "", label: words.allTypes },
                ...TYPES.map((value) => ({ value, label: common.types[value] })),
              ]}
              {...form.getInputProps("type")}
            />
            <NativeSelect
              label={words.category}
              data={[
                { value: "", label: words.allCategories },
                { value: UNFILED, label: common.unfiled },
                ...categories.map((one) => ({ value: one.id, label: one.name })),
              ]}
              {...form.getInputProps("category")}
            />
            <TextInput label={words.search} maxLength={100} {...form.getInputProps("q")} />
            <TextInput label={words.tag} maxLength={50} {...form.getInputProps("tag")} />
          </SimpleGrid>
          <Group gap="md">
            <Checkbox label={words.bom} {...form.getInputProps("bom", { type: "checkbox" })} />
            <Checkbox
              label={words.deleted}
              {...form.getInputProps("deleted", { type: "checkbox" })}
            />
          </Group>
          <Group>
            <Button
              type="submit"
              leftSection={<Download size={16} />}
              loading={download.bytes !== null}
            >
              {words.button}
            </Button>
          </Group>
          <DownloadState download={download} />
        </Stack>
      </form>
    </Card>
  );
}
