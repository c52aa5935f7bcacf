import { Alert, Anchor, Button, Group } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { Clock, RefreshCw, WifiOff } from "lucide-react";
import { useEffect } from "react";
import { Link } from "wouter";

import { factsOf, storedFacts, storeFacts } from "../api/offline/facts";
import { useLedger } from "../api/ledger";
import { liveState } from "../api/live/live";
import { ownEntries, queue } from "../api/offline/queue";
import { useSession } from "../api/people/session";
import { useStore } from "../lib/store";
import { appWords } from "../words/app";
import { quickAddWords } from "../words/quick-add";
import { useWords } from "../words/translated";
import { DemoBanner } from "./DemoBanner";

/** Show what concerns every page: the connection, waiting transactions, and the end of a demo. */
export function Banners() {
  const words = useWords(appWords);
  const { online } = useNetwork();
  useKeptFacts();
  return (
    <>
      {online ? (
        <OutdatedBanner />
      ) : (
        <Alert mb="md" color="yellow" icon={<WifiOff size={18} />} role="status">
          {words.offline}
        </Alert>
      )}
      <WaitingBanner />
      <DemoBanner />
    </>
  );
}

/** Offer to load the page again where the server is newer than the page. */
function OutdatedBanner() {
  const words = useWords(appWords);
  if (useStore(liveState) !== "outdated") return null;
  return (
    <Alert mb="md" color="cyan" icon={<RefreshCw size={18} />} role="status">
      <Group justify="space-between">
        {words.outdated}
        <Button size="xs" variant="default" onClick={() => location.reload()}>
          {words.reload}
        </Button>
      </Group>
    </Alert>
  );
}

/** Say how many transactions wait to be sent, and whether one was refused. */
function WaitingBanner() {
  const words = useWords(quickAddWords);
  const { person, workspaceId } = useSession();
  const entries = ownEntries(useStore(queue), person?.uid, workspaceId);
  if (entries.length === 0) return null;
  const isRefused = entries[0]?.refusal != null;
  return (
    <Alert
      mb="md"
      p="xs"
      color={isRefused ? "red" : "gray"}
      icon={<Clock size={18} />}
      role="status"
    >
      {isRefused ? words.refusedBanner : words.waiting(entries.length)}{" "}
      <Anchor component={Link} href="/add" size="sm">
        {words.show}
      </Anchor>
    </Alert>
  );
}

/** Keep a copy of the ledger's facts, so that quick add opens at once, also without a connection. */
function useKeptFacts(): void {
  const { home } = useLedger();
  const { person, workspaceId } = useSession();
  const uid = person?.uid;
  useEffect(() => {
    if (!uid) return;
    const former = storedFacts();
    const isOwn = former?.uid === uid && former.workspaceId === workspaceId;
    storeFacts(factsOf(home, uid, workspaceId, isOwn ? former.payees : []));
  }, [home, uid, workspaceId]);
}
