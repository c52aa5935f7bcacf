import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { MailWarning } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";

import { newKey } from "../../api/client";
import {
  acceptInvitation,
  declineInvitation,
  type ReceivedInvitationView,
} from "../../api/generated";
import { useWrite } from "../../api/queries";
import { chooseWorkspace, useSession } from "../../api/people/session";
import { Card } from "../../components/Card";
import { formatInstant } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { useWords } from "../../words/translated";
import { workspaceWords } from "../../words/workspaces";
import { useReceivedInvitations } from "./requests";

/** Show the open invitations to the person, to be answered. */
export function ReceivedInvitations() {
  const { received: words } = useWords(workspaceWords);
  const { person } = useSession();
  const invitations = useReceivedInvitations();
  if (person && !person.emailVerified) {
    return (
      <Alert color="gray" icon={<MailWarning size={18} />}>
        <Group gap="sm">
          <Text size="sm">{words.unverified}</Text>
          <Button size="compact-sm" variant="default" component={Link} href="/verify">
            {words.verify}
          </Button>
        </Group>
      </Alert>
    );
  }
  if (!invitations.data || invitations.data.items.length === 0) return null;
  return (
    <Card title={words.title}>
      <Stack gap="sm">
        {invitations.data.items.map((one) => (
          <Invitation key={one.id} invitation={one} />
        ))}
      </Stack>
    </Card>
  );
}

/** Show one invitation with its answers; `answered` is called after either. */
export function Invitation({
  invitation,
  answered,
}: {
  invitation: ReceivedInvitationView;
  answered?: (isAccepted: boolean) => void;
}) {
  const { received: words } = useWords(workspaceWords);
  const { roles } = useWords(commonWords);
  const { locale } = usePreferences();
  const [key] = useState(newKey);
  const { token, workspace, role, invited_by_name, expires_at } = invitation;
  const accept = useWrite(
    () => acceptInvitation({ body: { token }, headers: { "Idempotency-Key": key } }),
    {
      done: (data) => words.accepted(data.name),
      outdates: [["workspaces"]],
      onDone: ({ data }) => {
        chooseWorkspace(data.id);
        answered?.(true);
      },
    },
  );
  const decline = useWrite(() => declineInvitation({ body: { token } }), {
    done: () => words.declined(workspace.name),
    outdates: [["workspaces"]],
    onDone: () => answered?.(false),
  });
  return (
    <Group justify="space-between" gap="xs">
      <div style={{ minWidth: 0, flex: "1 1 200px" }}>
        <Text fw={600} style={{ overflowWrap: "anywhere" }}>
          {workspace.name}
        </Text>
        <Text size="sm">
          {invited_by_name ? words.from(invited_by_name, roles[role]) : words.nobody(roles[role])}
        </Text>
        <Text size="sm" c="dimmed">
          {words.until(formatInstant(expires_at, locale, { dateStyle: "medium" }))}
        </Text>
      </div>
      <Group gap="xs">
        <Button
          loading={accept.isPending}
          disabled={decline.isPending}
          aria-label={words.acceptOf(workspace.name)}
          onClick={() => accept.mutate()}
        >
          {words.accept}
        </Button>
        <Button
          variant="default"
          loading={decline.isPending}
          disabled={accept.isPending}
          aria-label={words.declineOf(workspace.name)}
          onClick={() => decline.mutate()}
        >
          {words.decline}
        </Button>
      </Group>
    </Group>
  );
}
