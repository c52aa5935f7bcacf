import { Alert, Badge, Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useClipboard } from "@mantine/hooks";
import { Copy, MailCheck } from "lucide-react";
import { useState } from "react";

import {
  inviteMember,
  listInvitations,
  revokeInvitation,
  type InvitationView,
  type SentInvitationView,
  type WorkspaceView,
} from "../../api/generated";
import type { ApiError } from "../../api/problem";
import { useRead, useWrite } from "../../api/queries";
import { Card } from "../../components/Card";
import { showProblem } from "../../components/forms/problem-form";
import { Failed, Lines, Read } from "../../components/States";
import { formatInstant } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { memberWords } from "../../words/members";
import { useWords } from "../../words/translated";
import { ROLES } from "./Members";

/** Invite by address; the link is shown once. Below, the invitations that are open. */
export function Invitations({ workspace }: { workspace: WorkspaceView }) {
  const { invite: words } = useWords(memberWords);
  const [sent, setSent] = useState<SentInvitationView | null>(null);
  return (
    <Card title={words.title}>
      <Stack gap="md">
        {sent ? (
          <Sent sent={sent} another={() => setSent(null)} />
        ) : (
          <InviteForm workspace={workspace} invited={setSent} />
        )}
        <Open workspace={workspace} />
      </Stack>
    </Card>
  );
}

function InviteForm({
  workspace,
  invited,
}: {
  workspace: WorkspaceView;
  invited: (sent: SentInvitationView) => void;
}) {
  const { invite: words, one } = useWords(memberWords);
  const { roles } = useWords(commonWords);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const form = useForm({ mode: "controlled", initialValues: { email: "", role: "VIEWER" } });
  const write = useWrite(
    ({ email, role }: { email: string; role: string }) =>
      inviteMember({
        path: { id: workspace.id },
        body: { email, role: ROLES.find((known) => known === role) ?? "VIEWER" },
      }),
    {
      outdates: [["workspaces", workspace.id, "invitations"]],
      showsError: false,
      onDone: ({ data }) => invited(data),
    },
  );
  const hint = ROLES.find((known) => known === form.values.role) ?? "VIEWER";
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => {
        setFailure(null);
        write.mutate(values, { onError: (error) => setFailure(showProblem(form, error)) });
      })}
    >
      <Stack gap="xs">
        <Group align="start" gap="xs">
          <TextInput
            type="email"
            label={words.email}
            required
            autoComplete="off"
            flex="2 1 220px"
            {...form.getInputProps("email")}
          />
          <NativeSelect
            label={words.role}
            description={null}
            flex="1 1 120px"
            data={ROLES.map((value) => ({ value, label: roles[value] }))}
            {...form.getInputProps("role")}
          />
        </Group>
        <Text size="sm" c="dimmed">
          {one.roleHints[hint]}
        </Text>
        {failure ? <Failed error={failure} /> : null}
        <Group>
          <Button type="submit" loading={write.isPending}>
            {words.button}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Sent({ sent, another }: { sent: SentInvitationView; another: () => void }) {
  const { invite: words } = useWords(memberWords);
  const common = useWords(commonWords);
  const clipboard = useClipboard({ timeout: 4000 });
  const link = `${location.origin}/join#${sent.token}`;
  return (
    <Alert
      variant="default"
      icon={<MailCheck size={18} />}
      title={words.made(sent.email)}
      role="status"
    >
      <Stack gap="sm">
        <Text size="sm">{words.linkText}</Text>
        <Group align="end" gap="xs">
          <TextInput
            label={words.link}
            readOnly
            value={link}
            flex="1 1 240px"
            onFocus={(event) => event.currentTarget.select()}
          />
          <Button leftSection={<Copy size={16} />} onClick={() => clipboard.copy(link)}>
            {clipboard.copied ? common.copied : words.copy}
          </Button>
        </Group>
        <Group>
          <Button variant="default" size="xs" onClick={another}>
            {words.another}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

function Open({ workspace }: { workspace: WorkspaceView }) {
  const { invite: words } = useWords(memberWords);
  const read = useRead(["workspaces", workspace.id, "invitations"], (signal) =>
    listInvitations({ path: { id: workspace.id }, signal }),
  );
  return (
    <div>
      <Text component="h3" fw={600} size="sm" m={0} mb={4}>
        {words.open}
      </Text>
      <Read of={read} waiting={<Lines count={1} />}>
        {({ items }) =>
          items.length === 0 ? (
            <Text size="sm" c="dimmed">
              {words.none}
            </Text>
          ) : (
            <Stack gap={4}>
              {items.map((one) => (
                <OpenInvitation key={one.id} invitation={one} workspace={workspace} />
              ))}
            </Stack>
          )
        }
      </Read>
    </div>
  );
}

function OpenInvitation({
  invitation,
  workspace,
}: {
  invitation: InvitationView;
  workspace: WorkspaceView;
}) {
  const { invite: words } = useWords(memberWords);
  const { roles } = useWords(commonWords);
  const { locale } = usePreferences();
  const { id, email, role, expires_at } = invitation;
  const [now] = useState(() => new Date().toISOString());
  const revoke = useWrite(
    () => revokeInvitation({ path: { id: workspace.id, invitation_id: id } }),
    {
      done: () => words.revoked(email),
      outdates: [["workspaces", workspace.id, "invitations"]],
    },
  );
  const until = words.until(formatInstant(expires_at, locale, { dateStyle: "medium" }));
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap">
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {email}{" "}
        <Text span size="sm" c="dimmed">
          {roles[role]} · {until}
        </Text>{" "}
        {expires_at < now ? (
          <Badge size="sm" variant="light" color="orange" tt="none" c="inherit">
            {words.expired}
          </Badge>
        ) : null}
      </Text>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        loading={revoke.isPending}
        aria-label={words.revokeOf(email)}
        onClick={() => revoke.mutate()}
      >
        {words.revoke}
      </Button>
    </Group>
  );
}
