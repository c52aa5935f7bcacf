import { Anchor, Button, Menu, Stack, Table, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Pencil, Search } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";

import { ask } from "../../api/client";
import {
  dashboardPayees,
  listPayees,
  type PayeeLine,
  type PayeeList,
  type UsedPayeeView,
} from "../../api/generated";
import { useLedger } from "../../api/ledger";
import type { ApiError } from "../../api/problem";
import { useLedgerKey, useRead } from "../../api/queries";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { CategoryBadge } from "../../components/names/CategoryBadge";
import { Page } from "../../components/Page";
import { RenameDialog } from "../../components/dialogs/RenameDialog";
import { RowMenu } from "../../components/RowMenu";
import { Empty, Failed, Lines } from "../../components/States";
import { formatNumber } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { namesWords } from "../../words/names";
import { useWords } from "../../words/translated";

/** Read payees page by page, most used first. */
function usePayees(q: string) {
  const key = useLedgerKey();
  return useInfiniteQuery<PayeeList, ApiError, readonly UsedPayeeView[], unknown[], string | null>({
    queryKey: [...key, "transactions", "payees", "page", q],
    queryFn: ({ pageParam, signal }) =>
      ask(
        listPayees({
          query: { limit: 100, ...(q ? { q } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
          signal,
        }),
      ),
    initialPageParam: null,
    getNextPageParam: (page) => page.next_cursor,
    select: ({ pages }) => pages.flatMap((page) => page.items),
  });
}

/** Show the payees with what they came to this year, and give them other names. */
export default function PayeesPage() {
  const words = useWords(namesWords);
  const common = useWords(commonWords);
  const { today } = useLedger();
  const [text, setText] = useState("");
  const [q] = useDebouncedValue(text.trim(), 250);
  const [renamed, setRenamed] = useState<UsedPayeeView | null>(null);
  const payees = usePayees(q);
  const year = useRead(["dashboard", "payees", "year", today.slice(0, 7)], (signal) =>
    dashboardPayees({
      query: { from: `${today.slice(0, 4)}-01`, to: today.slice(0, 7), limit: 1400 },
      signal,
    }),
  );
  const totals = new Map(year.data?.items.map((one) => [one.payee, one]));
  return (
    <Page title={words.payees} description={words.payeesHint}>
      <TextInput
        aria-label={words.search}
        placeholder={words.search}
        leftSection={<Search size={16} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maw={360}
      />
      <Card>
        {payees.data ? (
          <Stack gap="sm">
            {payees.data.length === 0 ? (
              <Empty
                text={q ? words.nothingFound : words.noPayees}
                action={
                  q ? null : (
                    <Button component={Link} href="/add">
                      {words.addTransaction}
                    </Button>
                  )
                }
              />
            ) : (
              <PayeeTable payees={payees.data} totals={totals} onRename={setRenamed} />
            )}
            {payees.hasNextPage ? (
              <Button
                variant="default"
                loading={payees.isFetchingNextPage}
                onClick={() => void payees.fetchNextPage()}
              >
                {common.more}
              </Button>
            ) : null}
          </Stack>
        ) : payees.error ? (
          <Failed error={payees.error} retry={() => void payees.refetch()} />
        ) : (
          <Lines count={8} height={40} />
        )}
      </Card>
      {renamed ? (
        <RenameDialog
          name={renamed.payee}
          count={renamed.transaction_count}
          maxLength={100}
          others={payees.data?.map((one) => one.payee) ?? []}
          query={{ payee: renamed.payee }}
          change={(_, payee) => ({ payee })}
          onClose={() => setRenamed(null)}
        />
      ) : null}
    </Page>
  );
}

interface PayeeTableProps {
  readonly payees: readonly UsedPayeeView[];
  readonly totals: ReadonlyMap<string, PayeeLine>;
  readonly onRename: (payee: UsedPayeeView) => void;
}

function PayeeTable({ payees, totals, onRename }: PayeeTableProps) {
  const words = useWords(namesWords);
  const { canWrite } = useLedger();
  const { locale } = usePreferences();
  return (
    <Table verticalSpacing={6} horizontalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{words.payee}</Table.Th>
          <Table.Th scope="col" visibleFrom="sm">
            {words.category}
          </Table.Th>
          <Table.Th scope="col" ta="end" visibleFrom="md">
            {words.income}
          </Table.Th>
          <Table.Th scope="col" ta="end" visibleFrom="xs">
            {words.expenses}
          </Table.Th>
          <Table.Th scope="col" ta="end">
            {words.uses}
          </Table.Th>
          {canWrite ? <Table.Td /> : null}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {payees.map((one) => {
          const { payee, transaction_count, category_id } = one;
          const total = totals.get(payee);
          return (
            <Table.Tr key={payee}>
              <Table.Th scope="row" fw={500} maw={0} w="40%">
                <Text size="sm" truncate title={payee}>
                  {payee}
                </Text>
              </Table.Th>
              <Table.Td visibleFrom="sm">
                {category_id ? <CategoryBadge id={category_id} /> : null}
              </Table.Td>
              <Table.Td ta="end" visibleFrom="md">
                {total && /[1-9]/.test(total.income) ? (
                  <Amount value={total.income} tone="income" size="0.875rem" />
                ) : (
                  "–"
                )}
              </Table.Td>
              <Table.Td ta="end" visibleFrom="xs">
                {total && /[1-9]/.test(total.expenses) ? (
                  <Amount value={total.expenses} size="0.875rem" />
                ) : (
                  "–"
                )}
              </Table.Td>
              <Table.Td ta="end">
                <Anchor
                  component={Link}
                  size="sm"
                  href={`/transactions?payee=${encodeURIComponent(payee)}`}
                  aria-label={words.usesOf(payee, transaction_count)}
                >
                  {formatNumber(transaction_count, locale)}
                </Anchor>
              </Table.Td>
              {canWrite ? (
                <Table.Td ta="end" p={0} w={40}>
                  <RowMenu name={payee}>
                    <Menu.Item leftSection={<Pencil size={16} />} onClick={() => onRename(one)}>
                      {words.rename}
                    </Menu.Item>
                  </RowMenu>
                </Table.Td>
              ) : null}
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
