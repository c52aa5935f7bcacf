import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Plus, UserPlus, Users } from "lucide-react";
import { Link } from "wouter";

import { restoreWorkspace, type WorkspaceView } from "../../api/generated";
import { useWrite } from "../../api/queries";
import { chooseWorkspace, useSession } from "../../api/people/session";
import { Card } from "../../components/Card";
import { Page } from "../../components/Page";
import { Empty, Lines, Read } from "../../components/States";
import { formatInstant } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { useWords } from "../../words/translated";
import { workspaceWords } from "../../words/workspaces";
import { CreateWorkspace } from "./CreateWorkspace";
import { ReceivedInvitations } from "./ReceivedInvitations";
import { useIsRegistered, useWorkspaces } from "./requests";

/** The page of workspaces: invitations, all ledgers of the person, deleted ones. */
export function WorkspaceList() {
  const words = useWords(workspaceWords);
  const isRegistered = useIsRegistered();
  const [isCreating, dialog] = useDisclosure(false);
  if (!isRegistered) {
    return (
      <Page title={words.title} description={words.description}>
        <Card title={words.demo.title}>
          <Empty
            text={words.demo.text}
            icon={<Users size={36} />}
            action={
              <Button
                component={Link}
                href="/sign-up?keep=1&to=%2Fworkspaces"
                leftSection={<UserPlus size={16} />}
              >
                {words.demo.keep}
              </Button>
            }
          />
        </Card>
      </Page>
    );
  }
  return (
    <Page
      title={words.title}
      description={words.description}
      actions={
        <Button leftSection={<Plus size={16} />} onClick={dialog.open}>
          {words.create.button}
        </Button>
      }
    >
      <ReceivedInvitations />
      <Ledgers create={dialog.open} />
      <Deleted />
      <CreateWorkspace isOpen={isCreating} close={dialog.close} />
    </Page>
  );
}

function Ledgers({ create }: { create: () => void }) {
  const words = useWords(workspaceWords);
  const { workspaceId } = useSession();
  const workspaces = useWorkspaces();
  return (
    <Card title={words.list}>
      <Read of={workspaces} waiting={<Lines count={3} height={48} />}>
        {({ items }) => (
          <Stack gap={0}>
            <Line name={words.own} hint={words.ownHint} isShown={workspaceId === null} id={null} />
            {items.map((one) => (
              <Workspace key={one.id} workspace={one} isShown={workspaceId === one.id} />
            ))}
            {items.length === 0 ? (
              <Empty
                text={words.empty}
                icon={<Users size={36} />}
                action={
                  <Button variant="light" leftSection={<Plus size={16} />} onClick={create}>
                    {words.create.button}
                  </Button>
                }
              />
            ) : null}
          </Stack>
        )}
      </Read>
    </Card>
  );
}

function Workspace({ workspace, isShown }: { workspace: WorkspaceView; isShown: boolean }) {
  const words = useWords(workspaceWords);
  const { roles } = useWords(commonWords);
  const { id, name, role, is_owner, owner, currency } = workspace;
  const owned = is_owner ? words.youOwn : words.owner(owner.display_name ?? words.unnamed);
  return (
    <Line id={id} name={name} hint={[roles[role], owned, currency].join(" · ")} isShown={isShown} />
  );
}

interface LineProps {
  /** Null for the own ledger. */
  readonly id: string | null;
  readonly name: string;
  readonly hint: string;
  readonly isShown: boolean;
}

function Line({ id, name, hint, isShown }: LineProps) {
  const words = useWords(workspaceWords);
  return (
    <Group
      justify="space-between"
      gap="xs"
      py="sm"
      style={{ borderTop: id === null ? undefined : "1px solid var(--line)" }}
    >
      <div style={{ minWidth: 0, flex: "1 1 200px" }}>
        <Text fw={600} style={{ overflowWrap: "anywhere" }}>
          {name}
        </Text>
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      </div>
      <Group gap="xs">
        {isShown ? (
          <Badge variant="light" color="teal" tt="none" c="inherit">
            {words.shown}
          </Badge>
        ) : (
          <Button
            size="xs"
            variant="light"
            aria-label={words.show(name)}
            onClick={() => chooseWorkspace(id)}
          >
            {words.showShort}
          </Button>
        )}
        {id === null ? null : (
          <Button
            size="xs"
            variant="default"
            component={Link}
            href={`/workspaces/${id}`}
            aria-label={words.detailsOf(name)}
          >
            {words.details}
          </Button>
        )}
      </Group>
    </Group>
  );
}

function Deleted() {
  const words = useWords(workspaceWords);
  const deleted = useWorkspaces(true);
  if (!deleted.data || deleted.data.items.length === 0) return null;
  return (
    <Card title={words.deleted.title}>
      <Stack gap="sm">
        {deleted.data.items.map((one) => (
          <DeletedWorkspace key={one.id} workspace={one} />
        ))}
      </Stack>
    </Card>
  );
}

function DeletedWorkspace({ workspace }: { workspace: WorkspaceView }) {
  const words = useWords(workspaceWords);
  const { locale } = usePreferences();
  const { id, name, role, deleted_at } = workspace;
  const restore = useWrite(() => restoreWorkspace({ path: { id } }), {
    done: () => words.deleted.restored(name),
    outdates: [["workspaces"]],
  });
  return (
    <Group justify="space-between" gap="xs">
      <div style={{ minWidth: 0, flex: "1 1 200px" }}>
        <Text style={{ overflowWrap: "anywhere" }}>{name}</Text>
        <Text size="sm" c="dimmed">
          {deleted_at
            ? words.deleted.when(formatInstant(deleted_at, locale, { dateStyle: "medium" }))
            : null}
        </Text>
      </div>
      {role === "ADMIN" ? (
        <Button
          size="xs"
          variant="default"
          loading={restore.isPending}
          aria-label={words.deleted.restoreOf(name)}
          onClick={() => restore.mutate()}
        >
          {words.deleted.restore}
        </Button>
      ) : null}
    </Group>
  );
}
