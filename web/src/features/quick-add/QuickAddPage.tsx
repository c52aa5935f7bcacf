import { ActionIcon, Badge, Group, Stack, Text, Title } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { Check, Clock, WifiOff, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Link, Redirect } from "wouter";

import type { TransactionDraft } from "../../api/generated";
import { ApiError } from "../../api/problem";
import { afterWrite } from "../../api/queries";
import {
  drop,
  enqueue,
  ownEntries,
  queue,
  sent,
  startQueue,
  type QueuedTransaction,
} from "../../api/offline/queue";
import { useSession } from "../../api/people/session";
import { Empty, Failed, Waiting } from "../../components/States";
import { useStore } from "../../lib/store";
import { quickAddWords } from "../../words/quick-add";
import { transactionWords } from "../../words/transactions";
import { useWords } from "../../words/translated";
import { useFacts } from "./facts";
import { QuickForm } from "./QuickForm";
import { WaitingList } from "./WaitingList";

/** Add a transaction with few presses, also without a connection. */
export default function QuickAddPage() {
  const words = useWords(quickAddWords);
  const { status } = useSession();
  const { online } = useNetwork();
  const { facts, error } = useFacts();
  const [corrected, setCorrected] = useState<QueuedTransaction | null>(null);
  const last = useLastSaved();
  const entries = ownEntries(useStore(queue), facts?.uid, facts?.workspaceId ?? null);
  useEffect(() => {
    document.title = `${words.title} · FinanceFlow`;
  }, [words]);
  useEffect(startQueue, []);
  if (status === "signed-out") return <Redirect to="/sign-in?to=/add" replace />;

  const save = async (draft: TransactionDraft) => {
    if (!facts) return;
    // A corrected one is another request, so it gets another key.
    if (corrected) await drop(corrected.key);
    setCorrected(null);
    last.follow(await enqueue(draft, facts.uid, facts.workspaceId));
  };
  return (
    <Stack
      component="main"
      maw={520}
      mx="auto"
      p="md"
      gap="md"
      pb="calc(24px + env(safe-area-inset-bottom))"
    >
      <Group justify="space-between" wrap="nowrap">
        <Title order={1} size="h3">
          {corrected ? words.correcting : words.title}
        </Title>
        <Group gap="xs" wrap="nowrap">
          {online ? null : (
            <Badge color="yellow" variant="light" leftSection={<WifiOff size={12} />} tt="none">
              {words.offline}
            </Badge>
          )}
          <ActionIcon
            component={Link}
            href="/home"
            size="lg"
            variant="subtle"
            color="gray"
            aria-label={words.close}
          >
            <X size={20} />
          </ActionIcon>
        </Group>
      </Group>
      {facts ? (
        facts.canWrite ? (
          <>
            <Text
              size="sm"
              role="status"
              mih={20}
              style={{ color: last.state === "sent" ? "var(--income)" : "var(--text-soft)" }}
            >
              {last.state === "sent" ? (
                <>
                  <Check size={14} aria-hidden style={{ verticalAlign: -2 }} /> {words.saved}
                </>
              ) : last.state === "kept" ? (
                <>
                  <Clock size={14} aria-hidden style={{ verticalAlign: -2 }} /> {words.kept}
                </>
              ) : null}
            </Text>
            <QuickForm
              key={corrected?.key}
              facts={facts}
              first={corrected?.body ?? null}
              save={save}
            />
            <WaitingList
              entries={entries.filter((one) => one.key !== corrected?.key)}
              facts={facts}
              isOnline={online}
              correct={setCorrected}
            />
          </>
        ) : (
          <Empty text={words.noWrite} />
        )
      ) : !online ? (
        <Empty text={words.firstOnline} icon={<WifiOff size={36} />} />
      ) : error instanceof ApiError ? (
        <Failed error={error} />
      ) : (
        <Waiting />
      )}
    </Stack>
  );
}

/** Follow what becomes of the transaction that was saved last: kept here, then sent, with its undo. */
function useLastSaved() {
  const { done } = useWords(transactionWords);
  const [key, setKey] = useState<string | null>(null);
  const all = useStore(sent);
  const isSent = key !== null && all.has(key);
  useEffect(() => {
    if (isSent) afterWrite.succeeded(done.added, all.get(key) ?? null);
    // Once for each: neither words nor later entries show it again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isSent, key]);
  return { state: key === null ? null : isSent ? "sent" : "kept", follow: setKey } as const;
}
