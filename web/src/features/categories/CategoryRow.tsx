import { Anchor, Badge, Group, Menu, Progress, Table, Text } from "@mantine/core";
import { Archive, ArchiveRestore, Merge, Pencil, Trash2 } from "lucide-react";
import { Link } from "wouter";

import type { CategoryTotal } from "../../api/generated";
import { patchCategory } from "../../api/generated";
import { useLedger, type Category } from "../../api/ledger";
import { useWrite } from "../../api/queries";
import { Amount } from "../../components/Amount";
import { CategoryIcon } from "../../components/names/CategoryIcon";
import { RowMenu } from "../../components/RowMenu";
import { formatDay } from "../../lib/dates";
import { formatNumber, formatShare } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { categoriesWords } from "../../words/categories";
import { commonWords } from "../../words/common";
import { mergingWords } from "../../words/merging";
import { useWords } from "../../words/translated";

export type CategoryAction = "edit" | "merge" | "delete";

export interface CategoryRowProps {
  readonly category: Category;
  readonly total: CategoryTotal | undefined;
  /** Transactions in the last 12 months; null while they are read. */
  readonly uses: number | null;
  readonly onAction: (action: CategoryAction) => void;
}

/** Show one category: its kind, this month's total, how much it is used, and what can be done. */
export function CategoryRow({ category, total, uses, onAction }: CategoryRowProps) {
  const words = useWords(categoriesWords);
  const common = useWords(commonWords);
  const merging = useWords(mergingWords);
  const { canWrite, home } = useLedger();
  const { locale } = usePreferences();
  const { id, name, color, icon, archived, kind, end_date, etag } = category;
  const archive = useWrite(
    () =>
      patchCategory({ path: { id }, headers: { "If-Match": etag }, body: { archived: !archived } }),
    { done: () => (archived ? merging.unarchived(name) : merging.archived(name)) },
  );
  const isMerging = home.jobs.some((job) => job.kind === "CATEGORY_MERGE" && job.id === id);
  return (
    <Table.Tr style={{ opacity: archived ? 0.85 : undefined }}>
      <Table.Th scope="row" fw={400} maw={0} w="100%">
        <Group gap="sm" wrap="nowrap">
          <CategoryIcon color={color} icon={icon} size={32} />
          <div style={{ minWidth: 0 }}>
            <Text size="sm" fw={500} truncate title={name}>
              {name}
            </Text>
            <Text size="xs" c="dimmed">
              {words.kinds[kind]}
              {end_date ? ` · ${words.until(formatDay(end_date, locale))}` : ""}
            </Text>
          </div>
          {archived ? (
            <Badge variant="default" size="sm" style={{ flex: "none" }}>
              {common.archived}
            </Badge>
          ) : null}
          {isMerging ? <Badge color="yellow.9">{merging.merging}</Badge> : null}
        </Group>
      </Table.Th>
      <Table.Td visibleFrom="sm" miw={110}>
        {total ? (
          <Progress
            value={(total.share ?? 0) * 100}
            color={color ?? "gray"}
            size="sm"
            aria-label={words.share(formatShare(total.share ?? 0, locale))}
          />
        ) : null}
      </Table.Td>
      <Table.Td ta="end">
        {total ? (
          <Amount value={total.total} size="0.875rem" />
        ) : (
          <Text span size="sm" c="dimmed">
            –
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="end" visibleFrom="sm">
        {uses === null ? null : (
          <Anchor
            component={Link}
            href={`/transactions?category_id=${id}`}
            size="sm"
            aria-label={words.usesOf(name, uses)}
          >
            {formatNumber(uses, locale)}
          </Anchor>
        )}
      </Table.Td>
      {canWrite ? (
        <Table.Td ta="end" p={0}>
          <RowMenu name={name}>
            <Menu.Item leftSection={<Pencil size={16} />} onClick={() => onAction("edit")}>
              {merging.edit}
            </Menu.Item>
            <Menu.Item
              leftSection={archived ? <ArchiveRestore size={16} /> : <Archive size={16} />}
              onClick={() => archive.mutate()}
            >
              {archived ? merging.unarchive : merging.archive}
            </Menu.Item>
            <Menu.Item leftSection={<Merge size={16} />} onClick={() => onAction("merge")}>
              {merging.mergeInto}
            </Menu.Item>
            <Menu.Item leftSection={<Trash2 size={16} />} onClick={() => onAction("delete")}>
              {merging.deleteIt}
            </Menu.Item>
          </RowMenu>
        </Table.Td>
      ) : null}
    </Table.Tr>
  );
}
