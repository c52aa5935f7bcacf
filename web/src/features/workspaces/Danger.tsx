import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";

import { deleteWorkspace, leaveWorkspace, type WorkspaceView } from "../../api/generated";
import { useWrite } from "../../api/queries";
import { chooseWorkspace, session } from "../../api/session";
import { Card } from "../../components/Card";
import { memberWords } from "../../words/members";
import { useWords } from "../../words/translated";
import { Confirm } from "./Confirm";

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
      <Confirm
        isOpen={asked === "leave"}
        close={close}
        title={words.leaveTitle(name)}
        text={words.leaveText}
        button={words.leave}
        isDangerous
        isRunning={leave.isPending}
        confirm={() => leave.mutate(undefined, { onError: close })}
      />
      <Confirm
        isOpen={asked === "delete"}
        close={close}
        title={words.deleteTitle(name)}
        text={words.deleteText}
        button={words.delete}
        isDangerous
        isRunning={remove.isPending}
        confirm={() => remove.mutate(undefined, { onError: close })}
      />
    </Card>
  );
}
