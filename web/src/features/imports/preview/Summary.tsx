import { Badge, Group, Select, SimpleGrid, Stack, Table, Text } from "@mantine/core";
import { BadgeCheck, TriangleAlert } from "lucide-react";
import { useMemo } from "react";

import type { RowView } from "../../../api/generated";
import { useLedger } from "../../../api/ledger";
import { Amount } from "../../../components/Amount";
import { Card } from "../../../components/Card";
import { Lines } from "../../../components/States";
import { formatDay } from "../../../lib/dates";
import { usePreferences } from "../../../lib/preferences";
import { previewWords } from "../../../words/import-preview";
import { fileWords } from "../../../words/import-file";
import { useWords } from "../../../words/translated";
import { MAX_COUNTED } from "./all-rows";
import type { Choices, Draft } from "./draft";
import { proofOf, totalsOf } from "./proof";
import type { FileRecord } from "../records";

export interface SummaryProps {
  readonly draft: Draft;
  /** Rows of the preview; undefined while they are read, null if they are too many. */
  readonly rows: readonly RowView[] | null;
  readonly records: readonly FileRecord[];
  readonly read: (choices: Choices) => void;
}

const STATUSES = ["NEW", "CONFIRMED", "DUPLICATE", "JOINED", "INVALID"] as const;
const COLORS = {
  NEW: "cyan",
  CONFIRMED: "teal",
  DUPLICATE: "gray",
  JOINED: "gray",
  INVALID: "orange",
} as const;

/** Show what was understood: rows by status, days, account, totals, and the proof by balances. */
export function Summary({ draft, rows, records, read }: SummaryProps) {
  const { preview: words } = useWords(previewWords);
  const { locale } = usePreferences();
  const { preview } = draft;
  const { planned, first_date, last_date } = preview;
  const counts = {
    NEW: planned.new,
    CONFIRMED: planned.confirmed,
    DUPLICATE: planned.duplicate,
    JOINED: planned.joined,
    INVALID: planned.invalid,
  };
  return (
    <Card title={words.understood}>
      <Stack gap="md">
        <Group gap="xs">
          {STATUSES.filter((one) => counts[one] > 0 || one === "NEW").map((one) => (
            <Badge key={one} size="lg" variant="light" color={COLORS[one]} tt="none" c="inherit">
              {words.counts[one](counts[one])}
            </Badge>
          ))}
          {first_date && last_date ? (
            <Text size="sm" c="dimmed">
              {words.period(formatDay(first_date, locale), formatDay(last_date, locale))}
            </Text>
          ) : null}
          {planned.unfiled > 0 ? (
            <Text size="sm" c="dimmed">
              {words.unfiled(planned.unfiled)}
            </Text>
          ) : null}
        </Group>
        {planned.doubtful > 0 ? <Text size="sm">{words.doubtful(planned.doubtful)}</Text> : null}
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <IntoAccount draft={draft} read={read} />
          <Proven draft={draft} rows={rows} records={records} />
        </SimpleGrid>
        <Totals rows={rows} isWaiting={rows === null && planned.total <= MAX_COUNTED} />
      </Stack>
    </Card>
  );
}

function IntoAccount({ draft, read }: Pick<SummaryProps, "draft" | "read">) {
  const { preview: words } = useWords(previewWords);
  const { questions } = useWords(fileWords);
  const { accounts } = useLedger();
  const options = accounts
    .filter((one) => !one.archived || one.id === draft.preview.account_id)
    .map((one) => ({ value: one.id, label: questions.accountOption(one.name, one.currency) }));
  return (
    <Select
      label={words.into}
      data={options}
      value={draft.preview.account_id}
      allowDeselect={false}
      onChange={(accountId) => {
        if (accountId) read({ ...draft.choices, accountId });
      }}
    />
  );
}

function Proven({ draft, rows, records }: Pick<SummaryProps, "draft" | "rows" | "records">) {
  const { preview: words } = useWords(previewWords);
  const { layout } = draft.preview;
  const proof = useMemo(
    () => (rows ? proofOf(rows, records, layout) : null),
    [rows, records, layout],
  );
  if (!proof) return null;
  const isGood = proof.confirmed * 10 >= proof.of * 9;
  const text = isGood ? words.proof : words.noProof;
  return (
    <Group gap="xs" wrap="nowrap" align="center">
      {isGood ? (
        <BadgeCheck size={22} color="var(--income)" aria-hidden style={{ flexShrink: 0 }} />
      ) : (
        <TriangleAlert size={22} color="var(--warning)" aria-hidden style={{ flexShrink: 0 }} />
      )}
      <Text size="sm">{text(proof.confirmed, proof.of)}</Text>
    </Group>
  );
}

function Totals({ rows, isWaiting }: { rows: readonly RowView[] | null; isWaiting: boolean }) {
  const { preview: words } = useWords(previewWords);
  const ledger = useLedger();
  const totals = useMemo(
    () => totalsOf(rows ?? [], (id) => ledger.account(id)?.currency ?? ledger.currency),
    [rows, ledger],
  );
  if (isWaiting) return <Lines count={2} />;
  if (!rows) return <Text size="sm">{words.tooMany}</Text>;
  if (totals.length === 0) return null;
  return (
    <Table.ScrollContainer minWidth={320} tabIndex={0} aria-label={words.totals}>
      <Table verticalSpacing={6} captionSide="top">
        <Table.Caption ta="start" mt={0}>
          {words.totals}
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{words.into}</Table.Th>
            <Table.Th scope="col" ta="end">
              {words.moneyIn}
            </Table.Th>
            <Table.Th scope="col" ta="end">
              {words.moneyOut}
            </Table.Th>
            <Table.Th scope="col" ta="end">
              {words.change}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {totals.map(({ accountId, currency, moneyIn, moneyOut, net }) => (
            <Table.Tr key={accountId}>
              <Table.Th scope="row" fw={400}>
                {ledger.account(accountId)?.name}
              </Table.Th>
              <Table.Td ta="end">
                <Amount value={moneyIn} currency={currency} tone="income" />
              </Table.Td>
              <Table.Td ta="end">
                <Amount value={moneyOut} currency={currency} tone="expense" />
              </Table.Td>
              <Table.Td ta="end">
                <Amount value={net} currency={currency} signed weight={600} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
