import { ActionIcon, Menu, Text } from "@mantine/core";
import { Crown, EllipsisVertical, UserCheck, UserMinus, UserX } from "lucide-react";
import { useState } from "react";

import { ConfirmDialog } from "../../components/dialogs/ConfirmDialog";
import {
  patchMember,
  removeMember,
  transferWorkspace,
  type MemberStatus,
  type MemberView,
  type WorkspaceView,
} from "../../api/generated";
import { useWrite } from "../../api/queries";
import { memberWords } from "../../words/members";
import { useWords } from "../../words/translated";

export interface MemberActionsProps {
  readonly member: MemberView;
  readonly workspace: WorkspaceView;
  readonly name: string;
}

/** Offer what an admin may do with a member: deactivate, remove, make the owner. */
export function MemberActions({ member, workspace, name }: MemberActionsProps) {
  const { one: words } = useWords(memberWords);
  const [asked, setAsked] = useState<"remove" | "owner" | null>(null);
  const close = () => setAsked(null);
  const path = { id: workspace.id, uid: member.uid };
  const headers = { "If-Match": member.etag };
  const outdates = [["workspaces"]];
  const change = useWrite(
    (status: MemberStatus) => patchMember({ path, body: { status }, headers }),
    {
      done: (data) =>
        data.status === "ACTIVE" ? words.activated(name) : words.deactivatedDone(name),
      outdates,
    },
  );
  const remove = useWrite(() => removeMember({ path, headers }), {
    done: () => words.removed(name),
    outdates,
  });
  const transfer = useWrite(
    () => transferWorkspace({ path: { id: workspace.id }, body: { uid: member.uid } }),
    { done: () => words.ownerDone(name), outdates },
  );
  const isActive = member.status === "ACTIVE";
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={words.actionsOf(name)}
            loading={change.isPending}
          >
            <EllipsisVertical size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {isActive ? (
            <Menu.Item
              leftSection={<UserX size={16} />}
              onClick={() => change.mutate("DEACTIVATED")}
            >
              {words.deactivate}
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<UserCheck size={16} />}
              onClick={() => change.mutate("ACTIVE")}
            >
              {words.activate}
            </Menu.Item>
          )}
          {workspace.is_owner && isActive ? (
            <Menu.Item leftSection={<Crown size={16} />} onClick={() => setAsked("owner")}>
              {words.makeOwner}
            </Menu.Item>
          ) : null}
          <Menu.Divider />
          <Menu.Item
            leftSection={<UserMinus size={16} />}
            style={{ color: "var(--expense)" }}
            onClick={() => setAsked("remove")}
          >
            {words.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asked === "remove"}
        onClose={close}
        title={words.removeTitle(name)}
        confirm={words.remove}
        isDangerous
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSettled: close })}
      >
        <Text size="sm">{words.removeText}</Text>
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === "owner"}
        onClose={close}
        title={words.ownerTitle(name)}
        confirm={words.makeOwner}
        isBusy={transfer.isPending}
        onConfirm={() => transfer.mutate(undefined, { onSettled: close })}
      >
        <Text size="sm">{words.ownerText}</Text>
      </ConfirmDialog>
    </>
  );
}
