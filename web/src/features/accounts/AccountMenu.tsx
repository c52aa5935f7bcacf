import { Menu } from "@mantine/core";
import {
  Archive,
  ArchiveRestore,
  ArrowLeftRight,
  Merge,
  Pencil,
  Scale,
  Star,
  Trash2,
} from "lucide-react";

import { patchAccount, type AccountPatch } from "../../api/generated";
import type { Account } from "../../api/ledger";
import { useWrite } from "../../api/queries";
import { RowMenu } from "../../components/RowMenu";
import { accountsWords } from "../../words/accounts";
import { mergingWords } from "../../words/merging";
import { useWords } from "../../words/translated";

export type AccountAction = "edit" | "transfer" | "adjust" | "merge" | "delete";

export interface AccountMenuProps {
  readonly account: Account;
  readonly onAction: (action: AccountAction) => void;
}

/** Offer what can be done with an account. */
export function AccountMenu({ account, onAction }: AccountMenuProps) {
  const words = useWords(accountsWords);
  const merging = useWords(mergingWords);
  const { id, name, archived, is_default, etag } = account;
  const patch = useWrite(
    (body: AccountPatch) => patchAccount({ path: { id }, headers: { "If-Match": etag }, body }),
    {
      done: (_, body) =>
        body.is_default
          ? words.madeDefault(name)
          : body.archived
            ? merging.archived(name)
            : merging.unarchived(name),
    },
  );
  return (
    <RowMenu name={name}>
      <Menu.Item leftSection={<Pencil size={16} />} onClick={() => onAction("edit")}>
        {merging.edit}
      </Menu.Item>
      {archived ? null : (
        <>
          <Menu.Item
            leftSection={<ArrowLeftRight size={16} />}
            onClick={() => onAction("transfer")}
          >
            {words.transfer}…
          </Menu.Item>
          <Menu.Item leftSection={<Scale size={16} />} onClick={() => onAction("adjust")}>
            {words.adjust}
          </Menu.Item>
        </>
      )}
      {is_default || archived ? null : (
        <Menu.Item
          leftSection={<Star size={16} />}
          onClick={() => patch.mutate({ is_default: true })}
        >
          {words.makeDefault}
        </Menu.Item>
      )}
      <Menu.Divider />
      {is_default ? (
        <Menu.Label maw={230}>{words.defaultHint}</Menu.Label>
      ) : (
        <>
          <Menu.Item
            leftSection={archived ? <ArchiveRestore size={16} /> : <Archive size={16} />}
            onClick={() => patch.mutate({ archived: !archived })}
          >
            {archived ? merging.unarchive : merging.archive}
          </Menu.Item>
          <Menu.Item leftSection={<Merge size={16} />} onClick={() => onAction("merge")}>
            {merging.mergeInto}
          </Menu.Item>
          <Menu.Item leftSection={<Trash2 size={16} />} onClick={() => onAction("delete")}>
            {merging.deleteIt}
          </Menu.Item>
        </>
      )}
    </RowMenu>
  );
}
