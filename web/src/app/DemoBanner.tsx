import { Button, Text } from "@mantine/core";
import { Hourglass, MailWarning } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { Link, useLocation, useSearch } from "wouter";

import { useLedger } from "../api/ledger";
import { markDemoExpired, useSession } from "../api/people/session";
import { gateWords } from "../words/gate";
import { useWords } from "../words/translated";

const MINUTE_MS = 60_000;

/** Return the minutes until an instant, from minute to minute. */
function useMinutesUntil(instant: string | null): number | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  if (instant === null) return null;
  return Math.ceil((new Date(instant).getTime() - now) / MINUTE_MS);
}

/** Show what is left of a demo, and how to keep its data; or that an address is to be verified. */
export function DemoBanner() {
  const words = useWords(gateWords);
  const { home } = useLedger();
  const { person } = useSession();
  const [address] = useLocation();
  const search = useSearch();
  const { is_demo: isDemo, expires_at: end } = home.user;
  const minutes = useMinutesUntil(end);
  const isOver = minutes !== null && minutes <= 0;
  useEffect(() => {
    if (isDemo && isOver) markDemoExpired();
  }, [isDemo, isOver]);
  const here = encodeURIComponent(search ? `${address}?${search}` : address);
  if (isDemo && minutes !== null) {
    const isVisitor = person?.isAnonymous ?? true;
    return (
      <Strip icon={<Hourglass size={16} aria-hidden />}>
        <Text size="sm" style={{ flex: "1 1 180px" }}>
          {isVisitor
            ? words.demo.left(Math.floor(minutes / 60), Math.max(minutes, 0))
            : words.demo.unfinished}
        </Text>
        <Button component={Link} href={`/sign-up?keep=1&to=${here}`} size="compact-sm">
          {isVisitor ? words.demo.keep : words.demo.finish}
        </Button>
      </Strip>
    );
  }
  if (person?.email && !person.emailVerified) {
    return (
      <Strip icon={<MailWarning size={16} aria-hidden />}>
        <Text size="sm" style={{ flex: "1 1 180px", overflowWrap: "anywhere" }}>
          {words.unverified(person.email)}
        </Text>
        <Button component={Link} href="/verify" size="compact-sm" variant="default">
          {words.verify}
        </Button>
      </Strip>
    );
  }
  return null;
}

function Strip({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <aside
      className="no-print"
      style={{
        display: "flex",
        flexWrap: "wrap",
        alignItems: "center",
        gap: 10,
        marginBottom: 16,
        padding: "8px 12px",
        border: "1px solid var(--line)",
        borderRadius: 10,
        background: "var(--surface-raised)",
      }}
    >
      {icon}
      {children}
    </aside>
  );
}
