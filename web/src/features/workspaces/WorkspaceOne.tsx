import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";

import { getWorkspace, patchWorkspace, type WorkspaceView } from "../../api/generated";
import { useLedgerKey, useRead, useWrite } from "../../api/queries";
import { chooseWorkspace, useSession } from "../../api/people/session";
import { Card } from "../../components/Card";
import { Page } from "../../components/Page";
import { showProblem } from "../../components/forms/problem-form";
import { Lines, Read } from "../../components/States";
import { commonWords } from "../../words/common";
import { memberWords } from "../../words/members";
import { useWords } from "../../words/translated";
import { workspaceWords } from "../../words/workspaces";
import { Danger } from "./Danger";
import { Invitations } from "./Invitations";
import { Members } from "./Members";

/** The page of one workspace: members, invitations, name, leaving. */
export function WorkspaceOne({ id }: { id: string }) {
  const { one: words } = useWords(memberWords);
  const { title } = useWords(workspaceWords);
  const { roles } = useWords(commonWords);
  const { workspaceId } = useSession();
  const read = useRead(["workspaces", id], (signal) => getWorkspace({ path: { id }, signal }));
  return (
    <Page
      title={read.data?.name ?? title}
      description={
        read.data ? `${words.role}: ${roles[read.data.role]} · ${read.data.currency}` : "…"
      }
      actions={
        <>
          {read.data && workspaceId !== id ? (
            <Button variant="light" onClick={() => chooseWorkspace(id)}>
              {words.open}
            </Button>
          ) : null}
          <Button variant="default" component={Link} href="/workspaces">
            {words.back}
          </Button>
        </>
      }
    >
      <Read of={read} waiting={<Lines count={8} height={40} />}>
        {(workspace) => <Parts workspace={workspace} />}
      </Read>
    </Page>
  );
}

function Parts({ workspace }: { workspace: WorkspaceView }) {
  const isAdmin = workspace.role === "ADMIN";
  return (
    <>
      <Members workspace={workspace} />
      {isAdmin ? <Invitations workspace={workspace} /> : null}
      {isAdmin ? <Rename workspace={workspace} /> : null}
      <HistoryLink workspace={workspace} />
      <Danger workspace={workspace} />
    </>
  );
}

function Rename({ workspace }: { workspace: WorkspaceView }) {
  const { one: words } = useWords(memberWords);
  const [conflict, setConflict] = useState<string | null>(null);
  const { id, name, etag } = workspace;
  const cache = useQueryClient();
  const ledger = useLedgerKey();
  const form = useForm({ mode: "uncontrolled", initialValues: { name } });
  const write = useWrite(
    (wanted: string) =>
      patchWorkspace({ path: { id }, body: { name: wanted }, headers: { "If-Match": etag } }),
    {
      done: (data) => words.renamed(data.name),
      outdates: [["workspaces"]],
      showsError: false,
      onDone: () => setConflict(null),
    },
  );
  return (
    <Card title={words.settings}>
      <form
        onSubmit={form.onSubmit((values) =>
          write.mutate(values.name, {
            onError: (error) => {
              const { current } = error;
              if (error.code === "precondition-failed" && hasName(current)) {
                setConflict(words.renameConflict(current.name));
                void cache.invalidateQueries({ queryKey: [...ledger, "workspaces", id] });
              } else showProblem(form, error);
            },
          }),
        )}
      >
        <Group align="end" gap="xs">
          <TextInput
            label={words.settings}
            required
            maxLength={100}
            flex="1 1 220px"
            key={form.key("name")}
            {...form.getInputProps("name")}
          />
          <Button type="submit" variant="light" loading={write.isPending}>
            {words.rename}
          </Button>
        </Group>
        {conflict ? (
          <Text size="sm" role="alert" mt="xs">
            {conflict}
          </Text>
        ) : null}
      </form>
    </Card>
  );
}

function hasName(value: unknown): value is { name: string } {
  return typeof value === "object" && value !== null && "name" in value;
}

function HistoryLink({ workspace }: { workspace: WorkspaceView }) {
  const { one: words } = useWords(memberWords);
  const { workspaceId } = useSession();
  if (workspace.role === "VIEWER") return null;
  return (
    <Card title={words.history}>
      <Stack gap="sm" align="start">
        <Text size="sm" c="dimmed">
          {words.historyHint}
        </Text>
        <Button
          variant="light"
          component={Link}
          href="/workspaces/audit"
          onClick={() => {
            if (workspaceId !== workspace.id) chooseWorkspace(workspace.id);
          }}
        >
          {words.history}
        </Button>
      </Stack>
    </Card>
  );
}
