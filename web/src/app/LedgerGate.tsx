import { useNetwork } from "@mantine/hooks";
import { lazy, useCallback, useEffect, type ReactNode } from "react";
import { Redirect, useLocation, useSearch } from "wouter";

import { useHome } from "../api/ledger";
import { useSession } from "../api/people/session";
import { Waiting } from "../components/States";

// Their menus, links and messages are not needed by the landing page.
const Shell = lazy(() => import("./Shell"));
const ExpiredDemo = lazy(() => import("./ExpiredDemo"));
const GateFailure = lazy(() => import("./GateFailure"));

/** Show a page of the ledger to who is signed in, once the ledger's facts are there; others sign in. */
export function LedgerGate({ children }: { children: ReactNode }) {
  const { status } = useSession();
  const [address] = useLocation();
  const search = useSearch();
  if (status === "starting") return <Waiting />;
  if (status === "signed-out") {
    const wanted = search ? `${address}?${search}` : address;
    return <Redirect to={`/sign-in?to=${encodeURIComponent(wanted)}`} replace />;
  }
  return <Loaded>{children}</Loaded>;
}

function Loaded({ children }: { children: ReactNode }) {
  const home = useHome();
  const { demoExpired } = useSession();
  const { online } = useNetwork();
  const { refetch } = home;
  const retry = useCallback(() => void refetch(), [refetch]);
  const isMissing = home.data === undefined && home.error !== null;
  useEffect(() => {
    if (online && isMissing) retry();
    // Only the return of the connection asks again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [online]);
  if (demoExpired || home.error?.code === "demo-expired") return <ExpiredDemo />;
  if (home.data) return <Shell>{children}</Shell>;
  if (home.error) {
    return <GateFailure key={home.errorUpdateCount} error={home.error} retry={retry} />;
  }
  return <Waiting />;
}
