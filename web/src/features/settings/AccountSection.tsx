import { Button, Group, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useLocation } from "wouter";

import { signInMethod, type SignInMethod } from "../../api/people/account";
import { newKey } from "../../api/client";
import { addSampleData, exportMe } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { useWrite } from "../../api/queries";
import { useSession } from "../../api/people/session";
import { signOut } from "../../api/people/sign-in";
import { Card } from "../../components/Card";
import { configuration } from "../../lib/configuration";
import { saveFile } from "../../lib/files";
import { settingsWords } from "../../words/settings";
import { useWords } from "../../words/translated";
import { DeleteAccount } from "./DeleteAccount";
import { PasswordForm } from "./PasswordForm";

/** Show what concerns the account: password, sign-out, export, sample data, deletion. */
export function AccountSection() {
  const words = useWords(settingsWords).account;
  const [, go] = useLocation();
  const { person } = useSession();
  const { home } = useLedger();
  const [method, setMethod] = useState<SignInMethod | null>(null);
  useEffect(() => {
    void signInMethod().then(setMethod);
  }, [person]);
  const isEmpty = home.workspace === null && home.recent.length === 0;
  return (
    <Stack>
      {method === "password" ? (
        <Card title={words.password}>
          <PasswordForm />
        </Card>
      ) : null}
      {person?.email ? (
        <Card title={words.sessions}>
          <Group justify="space-between">
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {words.here(person.email)} {method === "google" ? words.google : null}
            </Text>
            <Button variant="default" onClick={() => void signOut().then(() => go("/"))}>
              {words.signOut}
            </Button>
          </Group>
        </Card>
      ) : null}
      <ExportCard />
      {isEmpty ? <SampleCard /> : null}
      <Card title={words.delete}>
        <DeleteAccount method={method ?? "none"} isDemo={person?.isAnonymous ?? true} />
      </Card>
    </Stack>
  );
}

function ExportCard() {
  const words = useWords(settingsWords).account;
  const { today } = useLedger();
  const download = useWrite(
    () => exportMe({ baseUrl: configuration.longWorkUrl, parseAs: "text" }),
    {
      done: () => words.exported,
      outdates: [],
      onDone: ({ data }) => {
        // As text, so that the file is what the server wrote; its type says what is in it.
        const text = typeof data === "string" ? data : JSON.stringify(data);
        saveFile(`financeflow-${today}.json`, "application/json", text);
      },
    },
  );
  return (
    <Card title={words.export}>
      <Text size="sm" c="dimmed" mb="sm">
        {words.exportText}
      </Text>
      <Button variant="default" loading={download.isPending} onClick={() => download.mutate()}>
        {words.exportButton}
      </Button>
    </Card>
  );
}

function SampleCard() {
  const words = useWords(settingsWords).account;
  const add = useWrite(
    (key: string) => addSampleData({ body: {}, headers: { "Idempotency-Key": key } }),
    { done: (data) => words.sampleDone(data.transaction_count) },
  );
  return (
    <Card title={words.sample}>
      <Text size="sm" c="dimmed" mb="sm">
        {words.sampleText}
      </Text>
      <Button variant="default" loading={add.isPending} onClick={() => add.mutate(newKey())}>
        {words.sampleButton}
      </Button>
    </Card>
  );
}
