import { Button } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { CloudOff, DoorClosed, Hourglass, MailWarning, ServerOff, WalletCards } from "lucide-react";
import { useEffect, useState } from "react";
import { Link, useLocation } from "wouter";

import type { ApiError } from "../api/problem";
import { chooseWorkspace, useSession } from "../api/people/session";
import { signOut } from "../api/people/sign-in";
import { Failed } from "../components/States";
import { appWords } from "../words/app";
import { commonWords } from "../words/common";
import { gateWords } from "../words/gate";
import { useWords } from "../words/translated";
import { GateMessage } from "./GateMessage";

/** Seconds after which a server that did not answer is asked again. */
const PAUSE_S = 5;

export interface GateFailureProps {
  readonly error: ApiError;
  readonly retry: () => void;
}

/** Show, in place of a page, why the ledger cannot be read. */
export default function GateFailure({ error, retry }: GateFailureProps) {
  const words = useWords(gateWords);
  const common = useWords(commonWords);
  const app = useWords(appWords);
  const { workspaceId } = useSession();
  const [, go] = useLocation();
  const { online } = useNetwork();
  const again = (
    <Button variant="default" onClick={retry}>
      {common.tryAgain}
    </Button>
  );
  const isAway = error.code === "permission-denied" || error.code === "not-found";
  if (workspaceId && isAway) {
    return (
      <GateMessage
        icon={<DoorClosed size={40} />}
        {...words.noAccess}
        actions={<Button onClick={() => chooseWorkspace(null)}>{words.noAccess.own}</Button>}
      />
    );
  }
  if (error.code === "no-tenant") {
    const leave = () => void signOut().then(() => go("/"));
    return (
      <GateMessage
        icon={<WalletCards size={40} />}
        title={words.noLedger.title}
        text={words.noLedger.text}
        actions={
          <>
            <Button onClick={leave}>{words.expired.start}</Button>
            <Button component={Link} href="/sign-up" variant="default">
              {words.noLedger.signUp}
            </Button>
          </>
        }
      />
    );
  }
  if (error.code === "email-not-verified") {
    return (
      <GateMessage
        icon={<MailWarning size={40} />}
        {...words.unverifiedPage}
        actions={
          <Button component={Link} href="/verify">
            {words.verify}
          </Button>
        }
      />
    );
  }
  if (error.code === "network" && !online) {
    return <GateMessage icon={<CloudOff size={40} />} {...words.offline} actions={again} />;
  }
  if (error.code === "rate-limited") return <Busy error={error} retry={retry} />;
  if (error.code === "network" || error.status >= 500) {
    return (
      <GateMessage icon={<ServerOff size={40} />} {...words.down} actions={again}>
        <Later seconds={error.retryAfterS ?? PAUSE_S} then={retry} />
      </GateMessage>
    );
  }
  return (
    <GateMessage
      icon={<CloudOff size={40} />}
      title={common.errors.title}
      text=""
      actions={
        <Button variant="default" onClick={() => void signOut().then(() => go("/"))}>
          {app.signOut}
        </Button>
      }
    >
      <Failed error={error} retry={retry} />
    </GateMessage>
  );
}

/** Do something after some seconds. */
function Later({ seconds, then }: { seconds: number; then: () => void }) {
  useEffect(() => {
    const timer = setTimeout(then, seconds * 1000);
    return () => clearTimeout(timer);
  }, [seconds, then]);
  return null;
}

function Busy({ error, retry }: GateFailureProps) {
  const words = useWords(gateWords);
  const [left, setLeft] = useState(error.retryAfterS ?? PAUSE_S);
  useEffect(() => {
    if (left <= 0) {
      retry();
      return;
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left, retry]);
  return (
    <GateMessage
      icon={<Hourglass size={40} />}
      title={words.busy.title}
      text={words.busy.text(Math.max(left, 0))}
    />
  );
}
