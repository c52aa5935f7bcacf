import { lazy, type ReactNode } from "react";
import { Redirect, useLocation } from "wouter";

import { useHome } from "../api/ledger";
import { useSession } from "../api/session";
import { Failed, Waiting } from "../components/States";

// Its menus and links are not needed by the landing page.
const Shell = lazy(() => import("./Shell"));

/** Show a page of the ledger to who is signed in, once the ledger's facts are there; others sign in. */
export function LedgerGate({ children }: { children: ReactNode }) {
  const { status } = useSession();
  const [address] = useLocation();
  if (status === "starting") return <Waiting />;
  if (status === "signed-out") {
    return <Redirect to={`/sign-in?to=${encodeURIComponent(address)}`} replace />;
  }
  return <Loaded>{children}</Loaded>;
}

function Loaded({ children }: { children: ReactNode }) {
  const home = useHome();
  if (home.data) return <Shell>{children}</Shell>;
  if (home.error) return <Failed error={home.error} retry={() => void home.refetch()} />;
  return <Waiting />;
}
