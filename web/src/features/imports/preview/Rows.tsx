import { Badge, Button, Group, SegmentedControl, ScrollArea, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";

import { ask } from "../../../api/client";
import { listRows, type ImportView, type RowStatus, type RowView } from "../../../api/generated";
import { useLedger } from "../../../api/ledger";
import { useLedgerKey } from "../../../api/queries";
import { Amount } from "../../../components/Amount";
import { Card } from "../../../components/Card";
import { Failed, Lines } from "../../../components/States";
import { formatDay } from "../../../lib/dates";
import { negate } from "../../../lib/money";
import { usePreferences } from "../../../lib/preferences";
import { commonWords } from "../../../words/common";
import { previewWords } from "../../../words/import-preview";
import { useWords } from "../../../words/translated";

const STATUSES: readonly RowStatus[] = ["NEW", "CONFIRMED", "DUPLICATE", "INVALID", "JOINED"];
const COLORS: Readonly<Record<RowStatus, string>> = {
  NEW: "cyan",
  CONFIRMED: "teal",
  DUPLICATE: "gray",
  INVALID: "orange",
  JOINED: "gray",
};

/** List the rows of an import with what becomes of each, and why. */
export function Rows({ import: one }: { import: ImportView }) {
  const { rows: words } = useWords(previewWords);
  const common = useWords(commonWords);
  const { locale } = usePreferences();
  const [status, setStatus] = useState<RowStatus | null>(null);
  const ledger = useLedgerKey();
  const query = useInfiniteQuery({
    queryKey: [...ledger, "imports", one.id, "rows", status],
    queryFn: ({ pageParam, signal }) =>
      ask(
        listRows({
          path: { id: one.id },
          query: {
            limit: 50,
            ...(status ? { status } : {}),
            ...(pageParam ? { cursor: pageParam } : {}),
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });
  const { planned } = one;
  const counts: Readonly<Record<RowStatus, number>> = {
    NEW: planned.new,
    CONFIRMED: planned.confirmed,
    DUPLICATE: planned.duplicate,
    INVALID: planned.invalid,
    JOINED: planned.joined,
  };
  const numbers = new Intl.NumberFormat(locale);
  const filters = [
    { value: "", label: `${words.all} (${numbers.format(planned.total)})` },
    ...STATUSES.filter((value) => counts[value] > 0).map((value) => ({
      value,
      label: `${words.status[value]} (${numbers.format(counts[value])})`,
    })),
  ];
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card title={words.title}>
      {filters.length > 2 ? (
        <ScrollArea type="auto" mb="sm">
          <SegmentedControl
            aria-label={words.filter}
            data={filters}
            value={status ?? ""}
            onChange={(value) => setStatus(STATUSES.find((one) => one === value) ?? null)}
          />
        </ScrollArea>
      ) : null}
      {query.data ? (
        <>
          <Table.ScrollContainer minWidth={560} tabIndex={0} aria-label={words.title}>
            <Table verticalSpacing={6}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{words.line}</Table.Th>
                  <Table.Th scope="col">{words.date}</Table.Th>
                  <Table.Th scope="col">{words.text}</Table.Th>
                  <Table.Th scope="col">{words.category}</Table.Th>
                  <Table.Th scope="col" ta="end">
                    {words.amount}
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((row) => (
                  <Row key={row.line} row={row} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          {query.hasNextPage ? (
            <Group justify="center" mt="sm">
              <Button
                variant="default"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {common.more}
              </Button>
            </Group>
          ) : null}
        </>
      ) : query.error ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Lines count={Math.min(8, planned.total + 1)} height={34} />
      )}
    </Card>
  );
}

function Row({ row }: { row: RowView }) {
  const { rows: words } = useWords(previewWords);
  const { locale } = usePreferences();
  const { line, status, reason, transaction: found, cells } = row;
  const isLeftOut = status === "DUPLICATE" || status === "INVALID" || status === "JOINED";
  const texts = found ? [found.payee, found.description].filter((one) => one !== null) : [];
  return (
    <Table.Tr style={{ verticalAlign: "top" }}>
      <Table.Td c="dimmed">{line}</Table.Td>
      <Table.Td style={{ whiteSpace: "nowrap" }}>
        {found ? formatDay(found.date, locale) : ""}
      </Table.Td>
      <Table.Td maw={420}>
        <Text size="sm" c={isLeftOut ? "dimmed" : "inherit"} lineClamp={2}>
          {cells ? cells.filter(Boolean).join(" · ") : texts.join(" · ")}
        </Text>
        {status === "NEW" && !reason ? null : (
          <Group gap={6} mt={2} wrap="nowrap" align="baseline">
            {status === "NEW" ? null : (
              <Badge
                variant="light"
                color={COLORS[status]}
                tt="none"
                c="inherit"
                style={{ flexShrink: 0 }}
              >
                {words.status[status]}
              </Badge>
            )}
            {reason ? (
              <Text size="xs" c="dimmed" lang="en">
                {reason}
              </Text>
            ) : null}
          </Group>
        )}
      </Table.Td>
      <Table.Td>{found ? <Filing transaction={found} isLeftOut={isLeftOut} /> : null}</Table.Td>
      <Table.Td ta="end">
        {found ? (
          <>
            <Amount
              value={found.type === "INCOME" ? found.amount : negate(found.amount)}
              currency={found.currency}
              signed
              tone={isLeftOut ? "plain" : tones[found.type]}
            />
            {found.is_amount_estimated ? (
              <Text size="xs" c="dimmed">
                {words.estimated}
              </Text>
            ) : null}
          </>
        ) : null}
      </Table.Td>
    </Table.Tr>
  );
}

const tones = { INCOME: "income", EXPENSE: "expense", TRANSFER: "transfer" } as const;

function Filing({
  transaction: { type, category_id, splits, to_account_id },
  isLeftOut,
}: {
  transaction: NonNullable<RowView["transaction"]>;
  isLeftOut: boolean;
}) {
  const { rows: words } = useWords(previewWords);
  const common = useWords(commonWords);
  const ledger = useLedger();
  if (type === "TRANSFER") return <Text size="sm">→ {ledger.account(to_account_id)?.name}</Text>;
  const name = ledger.category(category_id)?.name;
  if (splits.length > 0) return <Text size="sm">{words.split}</Text>;
  if (name) return <Text size="sm">{name}</Text>;
  return isLeftOut ? null : (
    <Text size="sm" c="dimmed">
      {common.unfiled}
    </Text>
  );
}
