import { Badge, Group, NativeSelect, Stack, Text } from "@mantine/core";

import {
  listMembers,
  patchMember,
  type MemberView,
  type Role,
  type WorkspaceView,
} from "../../api/generated";
import { useRead, useWrite } from "../../api/queries";
import { useSession } from "../../api/people/session";
import { Card } from "../../components/Card";
import { Lines, Read } from "../../components/States";
import { formatInstant } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { memberWords } from "../../words/members";
import { useWords } from "../../words/translated";
import { workspaceWords } from "../../words/workspaces";
import { MemberActions } from "./MemberActions";

export const ROLES: readonly Role[] = ["VIEWER", "ANALYST", "ADMIN"];

/** List the members with their roles; admins change them. */
export function Members({ workspace }: { workspace: WorkspaceView }) {
  const { one: words } = useWords(memberWords);
  const read = useRead(["workspaces", workspace.id, "members"], (signal) =>
    listMembers({ path: { id: workspace.id }, signal }),
  );
  const { roles } = useWords(commonWords);
  return (
    <Card title={words.membersTitle}>
      <Read of={read} waiting={<Lines count={3} height={48} />}>
        {({ items }) => (
          <Stack gap={0} component="ul" m={0} p={0} style={{ listStyle: "none" }}>
            {items.map((one) => (
              <Member key={one.uid} member={one} workspace={workspace} />
            ))}
          </Stack>
        )}
      </Read>
      <Stack gap={2} mt="sm">
        {ROLES.map((role) => (
          <Text key={role} size="xs" c="dimmed">
            <strong>{roles[role]}</strong>: {words.roleHints[role]}
          </Text>
        ))}
      </Stack>
    </Card>
  );
}

interface MemberProps {
  readonly member: MemberView;
  readonly workspace: WorkspaceView;
}

function Member({ member, workspace }: MemberProps) {
  const { one: words } = useWords(memberWords);
  const { roles } = useWords(commonWords);
  const { unnamed } = useWords(workspaceWords);
  const { locale } = usePreferences();
  const { person } = useSession();
  const isSelf = member.uid === person?.uid;
  const name = member.display_name ?? member.email ?? unnamed;
  const isAdmin = workspace.role === "ADMIN";
  // Nobody else may change the owner, and admins do not lower themselves by a slip of the mouse.
  const isChangeable = isAdmin && !isSelf && (!member.is_owner || workspace.is_owner);
  return (
    <Group
      component="li"
      justify="space-between"
      gap="xs"
      py="xs"
      style={{ borderBottom: "1px solid var(--line)" }}
    >
      <div style={{ minWidth: 0, flex: "1 1 200px" }}>
        <Group gap={6}>
          <Text fw={600} style={{ overflowWrap: "anywhere" }}>
            {name}
          </Text>
          {isSelf ? <Tag text={words.you} color="gray" /> : null}
          {member.is_owner ? <Tag text={words.isOwner} color="cyan" /> : null}
          {member.status === "DEACTIVATED" ? <Tag text={words.deactivated} color="orange" /> : null}
        </Group>
        <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {[
            member.display_name ? member.email : null,
            member.joined_at
              ? words.joined(formatInstant(member.joined_at, locale, { dateStyle: "medium" }))
              : null,
          ]
            .filter(Boolean)
            .join(" · ")}
        </Text>
      </div>
      <Group gap="xs" wrap="nowrap">
        {isChangeable ? (
          <>
            <RoleChoice member={member} workspace={workspace} name={name} />
            <MemberActions member={member} workspace={workspace} name={name} />
          </>
        ) : (
          <Text size="sm">{roles[member.role]}</Text>
        )}
      </Group>
    </Group>
  );
}

function Tag({ text, color }: { text: string; color: string }) {
  return (
    <Badge size="sm" variant="light" color={color} tt="none" c="inherit">
      {text}
    </Badge>
  );
}

function RoleChoice({ member, workspace, name }: MemberProps & { name: string }) {
  const { one: words } = useWords(memberWords);
  const { roles } = useWords(commonWords);
  const write = useWrite(
    (role: Role) =>
      patchMember({
        path: { id: workspace.id, uid: member.uid },
        body: { role },
        headers: { "If-Match": member.etag },
      }),
    {
      done: (data) => words.changedRole(name, roles[data.role]),
      outdates: [["workspaces"]],
    },
  );
  return (
    <NativeSelect
      size="sm"
      aria-label={words.roleOf(name)}
      data={ROLES.map((value) => ({ value, label: roles[value] }))}
      value={write.isPending ? write.variables : member.role}
      disabled={write.isPending}
      onChange={({ target }) => {
        const role = ROLES.find((one) => one === target.value);
        if (role) write.mutate(role);
      }}
    />
  );
}
