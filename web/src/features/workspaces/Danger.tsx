import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";

import { ConfirmDialog } from "../../components/dialogs/ConfirmDialog";
import { deleteWorkspace, leaveWorkspace, type WorkspaceView } from "../../api/generated";
import { useWrite } from "../../api/queries";
import { chooseWorkspace, session } from "../../api/people/session";
import { Card } from "../../components/Card";
import { memberWords } from "../../words/members";
import { useWords } from "../../words/translated";

/** Offer to leave a workspace, and to admins to delete it. */
export function Danger({ workspace }: { workspace: WorkspaceView }) {
  const { one: words } = useWords(memberWords);
  const [, go] = useLocation();
  const [asked, setAsked] = useState<"leave" | "delete" | null>(null);
  const close = () => setAsked(null);
  const { id, name, etag, role } = workspace;
  const gone = () => {
    close();
    go("/workspaces");
    if (session.get().workspaceId === id) chooseWorkspace(null);
  };
  // Not the workspace itself, which cannot be read any more.
  const outdates = [["workspaces", "list"]];
  const leave = useWrite(() => leaveWorkspace({ path: { id } }), {
    done: () => words.left(name),
    outdates,
    onDone: gone,
  });
  const remove = useWrite(() => deleteWorkspace({ path: { id }, headers: { "If-Match": etag } }), {
    done: () => words.deletedDone(name),
    outdates,
    onDone: gone,
  });
  return (
    <Card title={words.danger}>
      <Group gap="xs">
        <Button variant="default" onClick={() => setAsked("leave")}>
          {words.leave}
        </Button>
        {role === "ADMIN" ? (
          <Button
            variant="outline"
            color="red"
            c="var(--expense)"
            onClick={() => setAsked("delete")}
          >
            {words.delete}
          </Button>
        ) : null}
      </Group>
      <ConfirmDialog
        opened={asked === "leave"}
        onClose={close}
        title={words.leaveTitle(name)}
        confirm={words.leave}
        isDangerous
        isBusy={leave.isPending}
        onConfirm={() => leave.mutate(undefined, { onError: close })}
      >
        <Text size="sm">{words.leaveText}</Text>
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === "delete"}
        onClose={close}
        title={words.deleteTitle(name)}
        confirm={words.delete}
        isDangerous
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onError: close })}
      >
        <Text size="sm">{words.deleteText}</Text>
      </ConfirmDialog>
    </Card>
  );
}
