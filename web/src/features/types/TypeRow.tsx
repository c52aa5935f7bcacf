import { Anchor, Badge, Group, Menu } from "@mantine/core";
import { Archive, ArchiveRestore, Merge, Pencil, Trash2 } from "lucide-react";
import { Link } from "wouter";

import { patchCustomType } from "../../api/generated";
import { useLedger, type CustomType } from "../../api/ledger";
import { useWrite } from "../../api/queries";
import { CategoryIcon } from "../../components/names/CategoryIcon";
import { RowMenu } from "../../components/RowMenu";
import { commonWords } from "../../words/common";
import { mergingWords } from "../../words/merging";
import { useWords } from "../../words/translated";

export type TypeAction = "edit" | "merge" | "delete";

export interface TypeRowProps {
  readonly customType: CustomType;
  readonly onAction: (action: TypeAction) => void;
}

/** Show one custom type, with a link to its transactions, and what can be done. */
export function TypeRow({ customType, onAction }: TypeRowProps) {
  const common = useWords(commonWords);
  const merging = useWords(mergingWords);
  const { canWrite } = useLedger();
  const { id, name, color, icon, archived, etag } = customType;
  const archive = useWrite(
    () =>
      patchCustomType({
        path: { id },
        headers: { "If-Match": etag },
        body: { archived: !archived },
      }),
    { done: () => (archived ? merging.unarchived(name) : merging.archived(name)) },
  );
  return (
    <Group
      component="li"
      wrap="nowrap"
      gap="sm"
      py={6}
      style={{ borderTop: "1px solid var(--line)" }}
    >
      <CategoryIcon color={color} icon={icon} size={30} />
      <Anchor
        component={Link}
        href={`/transactions?custom_type_id=${id}`}
        size="sm"
        fw={500}
        truncate
        title={name}
        style={{ flex: 1, minWidth: 0 }}
      >
        {name}
      </Anchor>
      {archived ? (
        <Badge variant="default" size="sm" tt="none">
          {common.archived}
        </Badge>
      ) : null}
      {canWrite ? (
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
      ) : null}
    </Group>
  );
}
