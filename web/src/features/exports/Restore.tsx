import { Alert, Button, Group, Loader, Stack, Text } from "@mantine/core";
import { CircleCheck, TriangleAlert, Upload } from "lucide-react";
import { useRef, useState } from "react";
import { Link } from "wouter";

import { listTransactions, restoreLedger, type LedgerBackup } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { useRead, useWrite } from "../../api/queries";
import { Card } from "../../components/Card";
import { WhyForbidden } from "../../components/Forbidden";
import { Failed, Lines, Read } from "../../components/States";
import { configuration } from "../../lib/configuration";
import { formatInstant } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { exportWords } from "../../words/exports";
import { useWords } from "../../words/translated";
import { backupIn } from "./backup";

/** Restore a backup into an empty ledger; a ledger that is not empty says so before. */
export function Restore() {
  const { restore: words } = useWords(exportWords);
  const { isAdmin } = useLedger();
  const first = useRead(
    ["transactions", "any"],
    (signal) => listTransactions({ query: { limit: 1 }, signal }),
    { enabled: isAdmin },
  );
  return (
    <Card title={words.title}>
      <Stack gap="sm" align="start">
        <Text size="sm" c="dimmed" maw={680}>
          {words.hint}
        </Text>
        {isAdmin ? (
          <Read of={first} waiting={<Lines count={1} height={36} />}>
            {({ items }) =>
              items.length > 0 ? (
                <Stack gap="xs" align="start">
                  <Text size="sm">{words.notEmpty}</Text>
                  <Button variant="default" component={Link} href="/workspaces">
                    {words.toWorkspaces}
                  </Button>
                </Stack>
              ) : (
                <ChooseBackup />
              )
            }
          </Read>
        ) : (
          <WhyForbidden />
        )}
      </Stack>
    </Card>
  );
}

interface Chosen {
  readonly name: string;
  readonly backup: LedgerBackup;
}

function ChooseBackup() {
  const { restore: words } = useWords(exportWords);
  const common = useWords(commonWords);
  const { locale } = usePreferences();
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [isWrong, setWrong] = useState(false);
  const contents = (transactions: number, accounts: number, categories: number) =>
    words.contents(
      common.transactions(transactions),
      words.accounts(accounts),
      words.categories(categories),
    );
  const restore = useWrite(
    (body: LedgerBackup) => restoreLedger({ baseUrl: configuration.longWorkUrl, body }),
    {
      done: (data) => words.done(contents(data.transactions, data.accounts, data.categories)),
      showsError: false,
      onDone: () => setChosen(null),
    },
  );
  const choose = async (file: File) => {
    restore.reset();
    const backup = await backupIn(file);
    setWrong(backup === null);
    setChosen(backup ? { name: file.name, backup } : null);
  };
  return (
    <Stack gap="sm" align="start" w="100%">
      <Button
        variant={chosen ? "default" : "filled"}
        leftSection={<Upload size={16} />}
        disabled={restore.isPending}
        onClick={() => input.current?.click()}
      >
        {words.choose}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={words.choose}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) void choose(file);
        }}
      />
      {isWrong ? (
        <Alert color="red" role="alert" icon={<TriangleAlert size={18} />}>
          {words.noBackup}
        </Alert>
      ) : null}
      {restore.isSuccess ? (
        <Group gap="xs">
          <CircleCheck size={18} color="var(--income)" aria-hidden />
          <Text size="sm">
            {words.done(
              contents(
                restore.data.data.transactions,
                restore.data.data.accounts,
                restore.data.data.categories,
              ),
            )}
          </Text>
        </Group>
      ) : null}
      {chosen ? (
        <Alert color="cyan" title={words.check} w="100%">
          <Stack gap="xs" align="start">
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {words.facts(chosen.name, formatInstant(chosen.backup.exported_at, locale))}
            </Text>
            <Text size="sm">
              {contents(
                chosen.backup.transactions.length,
                chosen.backup.accounts.length,
                chosen.backup.categories.length,
              )}
            </Text>
            {restore.error ? <Failed error={restore.error} /> : null}
            {restore.isPending ? (
              <Group gap="xs" role="status">
                <Loader size="xs" />
                <Text size="sm">{words.running}</Text>
              </Group>
            ) : null}
            <Button loading={restore.isPending} onClick={() => restore.mutate(chosen.backup)}>
              {restore.error ? words.again : words.button}
            </Button>
          </Stack>
        </Alert>
      ) : null}
    </Stack>
  );
}
