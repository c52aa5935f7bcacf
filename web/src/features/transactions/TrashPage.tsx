import { Button, Checkbox, Group, Stack, Table, Text, VisuallyHidden } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useMemo, useState } from "react";
import { Link } from "wouter";

import { ask, askWhole } from "../../api/client";
import { listTransactions, restoreTransaction } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { ApiError } from "../../api/problem";
import { afterWrite, useLedgerKey } from "../../api/queries";
import { Card } from "../../components/Card";
import { WhyForbidden } from "../../components/Forbidden";
import { Page } from "../../components/Page";
import { Empty, Failed, Lines } from "../../components/States";
import { formatDay, formatInstant } from "../../lib/dates";
import { commonWords } from "../../words/common";
import { transactionWords } from "../../words/transactions";
import { trashWords } from "../../words/trash";
import { useWords } from "../../words/translated";
import type { Transaction } from "./pages";
import "./register.css";
import { AmountContent, CategoryContent, nameOf, useRowFacts } from "./grid/RowCells";

/** Show deleted transactions, and restore them. */
export default function TrashPage() {
  const trash = useWords(trashWords);
  const { canWrite } = useLedger();
  return (
    <Page
      title={trash.title}
      description={trash.description}
      actions={canWrite ? null : <WhyForbidden />}
    >
      <Card>{canWrite ? <Trash /> : <Empty text={trash.description} />}</Card>
    </Page>
  );
}

function useTrash() {
  const ledger = useLedgerKey();
  return useInfiniteQuery({
    queryKey: [...ledger, "trash"],
    queryFn: ({ pageParam, signal }) =>
      ask(
        listTransactions({
          query: { deleted: true, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Restore transactions one after the other, because the API has no batch for it. */
function useRestore() {
  const words = useWords(transactionWords);
  const cache = useQueryClient();
  const ledger = useLedgerKey();
  const [pending, setPending] = useState<ReadonlySet<string>>(() => new Set());
  const restore = async (rows: readonly Transaction[]) => {
    setPending(new Set(rows.map((row) => row.id)));
    let failure: ApiError | null = null;
    let changeId: string | null = null;
    let count = 0;
    for (const row of rows) {
      try {
        const answer = await askWhole(
          restoreTransaction({ path: { id: row.id }, headers: { "If-Match": row.etag } }),
        );
        changeId = answer.changeId;
        count += 1;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        failure = error;
      }
    }
    setPending(new Set());
    if (count > 0) afterWrite.succeeded(words.done.restored(count), count === 1 ? changeId : null);
    if (failure) afterWrite.failed(failure);
    await cache.invalidateQueries({ queryKey: ledger });
  };
  return { pending, restore };
}

function Trash() {
  const trash = useWords(trashWords);
  const common = useWords(commonWords);
  const list = useTrash();
  const { pending, restore } = useRestore();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set());
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const selected = rows.filter((row) => chosen.has(row.id));
  const toggle = (id: string) =>
    setChosen((former) => {
      const next = new Set(former);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  if (list.data === undefined) {
    return list.error ? (
      <Failed error={list.error} retry={() => void list.refetch()} />
    ) : (
      <Lines count={8} height={36} />
    );
  }
  if (rows.length === 0) {
    return (
      <Empty
        text={trash.empty}
        action={
          <Button component={Link} href="/transactions" variant="default">
            {trash.toRegister}
          </Button>
        }
      />
    );
  }
  const isAll = selected.length === rows.length;
  return (
    <Stack>
      <Group justify="space-between" mih={36}>
        <Checkbox
          label={trash.select}
          checked={isAll}
          indeterminate={selected.length > 0 && !isAll}
          onChange={() => setChosen(isAll ? new Set() : new Set(rows.map((row) => row.id)))}
        />
        {selected.length > 0 ? (
          <Button
            size="xs"
            leftSection={<RotateCcw size={14} />}
            loading={pending.size > 0}
            onClick={() => void restore(selected).then(() => setChosen(new Set()))}
          >
            {trash.restoreMany(selected.length)}
          </Button>
        ) : null}
      </Group>
      <TrashTable
        rows={rows}
        chosen={chosen}
        toggle={toggle}
        pending={pending}
        restore={(row) => void restore([row])}
      />
      {list.hasNextPage ? (
        <Button
          variant="default"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {common.more}
        </Button>
      ) : null}
    </Stack>
  );
}

interface TrashTableProps {
  readonly rows: readonly Transaction[];
  readonly chosen: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  readonly pending: ReadonlySet<string>;
  readonly restore: (row: Transaction) => void;
}

function TrashTable({ rows, chosen, toggle, pending, restore }: TrashTableProps) {
  const facts = useRowFacts();
  const trash = useWords(trashWords);
  const { words, locale, common } = facts;
  return (
    <Table.ScrollContainer minWidth={300} tabIndex={0} aria-label={trash.title}>
      <Table verticalSpacing={6} horizontalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={36}>
              <VisuallyHidden>{words.columns.select}</VisuallyHidden>
            </Table.Th>
            <Table.Th scope="col">{words.columns.payee}</Table.Th>
            <Table.Th scope="col" visibleFrom="sm">
              {words.columns.category}
            </Table.Th>
            <Table.Th scope="col" ta="end">
              {words.columns.amount}
            </Table.Th>
            <Table.Th scope="col" visibleFrom="md">
              {trash.deletedAt}
            </Table.Th>
            <Table.Th>
              <VisuallyHidden>{words.columns.actions}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => {
            const name = nameOf(row, words);
            const deleted = row.deleted_at ? formatInstant(row.deleted_at, locale) : "";
            return (
              <Table.Tr key={row.id}>
                <Table.Td>
                  <Checkbox
                    aria-label={words.select(name)}
                    checked={chosen.has(row.id)}
                    onChange={() => toggle(row.id)}
                  />
                </Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>
                  <Text size="sm" fw={550}>
                    {name}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {formatDay(row.date, locale)}
                  </Text>
                  <Text size="xs" c="dimmed" hiddenFrom="md">
                    {trash.deletedAt}: {deleted}
                  </Text>
                </Table.Td>
                <Table.Td visibleFrom="sm">
                  <Group gap={6} wrap="nowrap">
                    <CategoryContent row={row} facts={facts} />
                  </Group>
                </Table.Td>
                <Table.Td ta="end">
                  <AmountContent row={row} facts={facts} />
                </Table.Td>
                <Table.Td visibleFrom="md">
                  <Text size="sm">{deleted}</Text>
                </Table.Td>
                <Table.Td ta="end">
                  <Button
                    size="compact-sm"
                    variant="light"
                    leftSection={<RotateCcw size={13} />}
                    loading={pending.has(row.id)}
                    aria-label={trash.restoreOne(name)}
                    onClick={() => restore(row)}
                  >
                    {common.restore}
                  </Button>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
