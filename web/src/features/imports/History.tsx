import { Anchor, Badge, Button, Group, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { FileInput } from "lucide-react";
import { Link } from "wouter";

import { ask } from "../../api/client";
import { listImports, type ImportView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { useLedgerKey } from "../../api/queries";
import { Card } from "../../components/Card";
import { Empty, Failed, Lines } from "../../components/States";
import { formatInstant } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { importWords } from "../../words/imports";
import { useWords } from "../../words/translated";

const COLORS: Readonly<Record<ImportView["status"], string>> = {
  PREVIEWED: "gray",
  RUNNING: "cyan",
  COMPLETED: "teal",
  UNDOING: "yellow",
  UNDONE: "gray",
};

/** List what was imported before, the newest first. */
export function History() {
  const { history: words } = useWords(importWords);
  const common = useWords(commonWords);
  const ledger = useLedgerKey();
  const query = useInfiniteQuery({
    queryKey: [...ledger, "imports", "list"],
    queryFn: ({ pageParam, signal }) =>
      ask(
        listImports({
          query: pageParam ? { cursor: pageParam, limit: 20 } : { limit: 20 },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });
  // Previews that were not carried out have changed nothing.
  const imports = (query.data?.pages.flatMap((page) => page.items) ?? []).filter(
    (one) => one.status !== "PREVIEWED",
  );
  return (
    <Card title={words.title}>
      {query.data ? (
        imports.length === 0 && !query.hasNextPage ? (
          <Empty text={words.empty} icon={<FileInput size={36} />} />
        ) : (
          <Stack gap="sm">
            <Table.ScrollContainer minWidth={320} tabIndex={0} aria-label={words.title}>
              <Table verticalSpacing="xs">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th scope="col">{words.file}</Table.Th>
                    <Table.Th scope="col" visibleFrom="sm">
                      {words.when}
                    </Table.Th>
                    <Table.Th scope="col">{words.result}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {imports.map((one) => (
                    <Entry key={one.id} import={one} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
            {query.hasNextPage ? (
              <Group justify="center">
                <Button
                  variant="default"
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {common.more}
                </Button>
              </Group>
            ) : null}
          </Stack>
        )
      ) : query.error ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Lines count={4} height={34} />
      )}
    </Card>
  );
}

function Entry({ import: one }: { import: ImportView }) {
  const { history: words } = useWords(importWords);
  const { locale } = usePreferences();
  const ledger = useLedger();
  return (
    <Table.Tr>
      <Table.Td maw={320}>
        <Anchor component={Link} href={`/import/${one.id}`} style={{ overflowWrap: "anywhere" }}>
          {one.file_name ?? words.unnamed}
        </Anchor>
        <Text size="xs" c="dimmed">
          {ledger.account(one.account_id)?.name}
          <Text span hiddenFrom="sm">
            {" · "}
            {formatInstant(one.created_at, locale)}
          </Text>
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm" style={{ whiteSpace: "nowrap" }}>
        {formatInstant(one.created_at, locale)}
      </Table.Td>
      <Table.Td>
        <Group gap={6}>
          <Badge variant="light" color={COLORS[one.status]} tt="none" c="inherit">
            {words.status[one.status]}
          </Badge>
          {one.status === "COMPLETED" ? (
            <Text size="sm">{words.imported(one.imported)}</Text>
          ) : null}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
