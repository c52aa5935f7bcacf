import { Anchor, Button, Menu, Table, Text, TextInput } from "@mantine/core";
import { Pencil, Search } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";

import { dashboardTags, listTags, type TagLine, type UsedTagView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { useRead } from "../../api/queries";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { Page } from "../../components/Page";
import { RenameDialog } from "../../components/dialogs/RenameDialog";
import { RowMenu } from "../../components/RowMenu";
import { Empty, Lines, Read } from "../../components/States";
import { formatNumber } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { namesWords } from "../../words/names";
import { useWords } from "../../words/translated";
import { folded, replaced } from "./tags";

/** Show the tags with what they came to this year, and give them other names. */
export default function TagsPage() {
  const words = useWords(namesWords);
  const { today } = useLedger();
  const [text, setText] = useState("");
  const [renamed, setRenamed] = useState<UsedTagView | null>(null);
  const tags = useRead(["transactions", "tags"], (signal) => listTags({ signal }));
  const year = useRead(["dashboard", "tags", "year", today.slice(0, 7)], (signal) =>
    dashboardTags({
      query: { from: `${today.slice(0, 4)}-01`, to: today.slice(0, 7) },
      signal,
    }),
  );
  const totals = new Map(year.data?.items.map((one) => [one.tag, one]));
  return (
    <Page title={words.tags} description={words.tagsHint}>
      <TextInput
        aria-label={words.search}
        placeholder={words.search}
        leftSection={<Search size={16} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maw={360}
      />
      <Card>
        <Read of={tags} waiting={<Lines count={6} height={40} />}>
          {({ items }) => {
            const shown = items.filter((one) => one.tag.includes(folded(text.trim())));
            return shown.length === 0 ? (
              <Empty
                text={items.length ? words.nothingFound : words.noTags}
                action={
                  items.length ? null : (
                    <Button component={Link} href="/add">
                      {words.addTransaction}
                    </Button>
                  )
                }
              />
            ) : (
              <TagTable tags={shown} totals={totals} onRename={setRenamed} />
            );
          }}
        </Read>
      </Card>
      {renamed ? (
        <RenameDialog
          name={renamed.tag}
          count={renamed.transaction_count}
          maxLength={30}
          others={tags.data?.items.map((one) => one.tag) ?? []}
          query={{ tag: renamed.tag }}
          change={(transaction, tag) => {
            const next = replaced(transaction.tags, renamed.tag, tag);
            return next && { tags: next };
          }}
          onClose={() => setRenamed(null)}
        />
      ) : null}
    </Page>
  );
}

interface TagTableProps {
  readonly tags: readonly UsedTagView[];
  readonly totals: ReadonlyMap<string, TagLine>;
  readonly onRename: (tag: UsedTagView) => void;
}

function TagTable({ tags, totals, onRename }: TagTableProps) {
  const words = useWords(namesWords);
  const { canWrite } = useLedger();
  const { locale } = usePreferences();
  return (
    <Table verticalSpacing={6} horizontalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{words.tag}</Table.Th>
          <Table.Th scope="col" ta="end" visibleFrom="sm">
            {words.income}
          </Table.Th>
          <Table.Th scope="col" ta="end">
            {words.expenses}
          </Table.Th>
          <Table.Th scope="col" ta="end">
            {words.uses}
          </Table.Th>
          {canWrite ? <Table.Td /> : null}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {tags.map((one) => {
          const total = totals.get(one.tag);
          return (
            <Table.Tr key={one.tag}>
              <Table.Th scope="row" fw={500} maw={0} w="50%">
                <Text size="sm" truncate title={one.tag}>
                  {one.tag}
                </Text>
              </Table.Th>
              <Table.Td ta="end" visibleFrom="sm">
                {total && /[1-9]/.test(total.income) ? (
                  <Amount value={total.income} tone="income" size="0.875rem" />
                ) : (
                  "–"
                )}
              </Table.Td>
              <Table.Td ta="end">
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
                  href={`/transactions?tag=${encodeURIComponent(one.tag)}`}
                  aria-label={words.usesOf(one.tag, one.transaction_count)}
                >
                  {formatNumber(one.transaction_count, locale)}
                </Anchor>
              </Table.Td>
              {canWrite ? (
                <Table.Td ta="end" p={0} w={40}>
                  <RowMenu name={one.tag}>
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
