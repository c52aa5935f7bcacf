/** What the page needs of the ledger, kept in this browser so that it opens without a connection. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";

import { ask } from "../../api/client";
import { listPayees, type TransactionType } from "../../api/generated";
import { useHome } from "../../api/ledger";
import { useLedgerKey } from "../../api/queries";
import { useSession } from "../../api/session";

const KEY = "financeflow.quick-add";

export interface Choice {
  readonly id: string;
  readonly name: string;
  readonly color: string | null;
  readonly icon: string | null;
}

export interface Facts {
  readonly uid: string;
  readonly workspaceId: string | null;
  readonly canWrite: boolean;
  readonly currency: string;
  readonly accounts: readonly (Choice & {
    readonly currency: string;
    readonly exponent: number;
    readonly isDefault: boolean;
  })[];
  readonly categories: readonly (Choice & { readonly type: TransactionType })[];
  readonly payees: readonly {
    readonly payee: string;
    readonly categoryId: string | null;
    readonly count: number;
  }[];
}

function stored(): Facts | null {
  try {
    const text = localStorage.getItem(KEY);
    return text ? (JSON.parse(text) as Facts) : null;
  } catch {
    return null;
  }
}

function store(facts: Facts | null): void {
  try {
    if (facts) localStorage.setItem(KEY, JSON.stringify(facts));
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is full or blocked: the page works with a connection.
  }
}

/** Read the facts: the copy of this browser at once, the present ones when they are there. */
export function useFacts(): { facts: Facts | null; error: Error | null } {
  const { status, person, workspaceId } = useSession();
  const [copy] = useState(stored);
  const ledger = useLedgerKey();
  const home = useHome();
  const payees = useQuery({
    queryKey: [...ledger, "payees", "copy"],
    queryFn: ({ signal }) => ask(listPayees({ query: { limit: 100 }, signal })),
    enabled: status === "signed-in",
    staleTime: 60_000,
  });
  const fresh = useMemo<Facts | null>(() => {
    const { data } = home;
    if (!data || !person) return null;
    return {
      uid: person.uid,
      workspaceId,
      canWrite: data.role !== "VIEWER",
      currency: data.settings.currency,
      accounts: data.accounts
        .filter((one) => !one.archived)
        .map(({ id, name, color, icon, currency, balance, is_default }) => ({
          id,
          name,
          color,
          icon,
          currency,
          exponent: balance.split(".")[1]?.length ?? 0,
          isDefault: is_default,
        })),
      categories: data.categories
        .filter((one) => !one.archived)
        .map(({ id, name, color, icon, type }) => ({ id, name, color, icon, type })),
      payees:
        payees.data?.items.map(({ payee, category_id, transaction_count }) => ({
          payee,
          categoryId: category_id,
          count: transaction_count,
        })) ??
        copy?.payees ??
        [],
    };
  }, [copy, home, payees.data, person, workspaceId]);
  useEffect(() => {
    if (fresh) store(fresh);
    else if (status === "signed-out") store(null);
  }, [fresh, status]);

  // While it is not known who is signed in, the copy is shown of who was.
  const isOwn =
    copy !== null &&
    copy.workspaceId === workspaceId &&
    (status === "starting" || copy.uid === person?.uid);
  return { facts: fresh ?? (isOwn ? copy : null), error: home.error };
}

/** Return the categories of a type, those of the most used payees first. */
export function byUse(facts: Facts, type: TransactionType): Facts["categories"] {
  const counts = new Map<string, number>();
  for (const { categoryId, count } of facts.payees) {
    if (categoryId) counts.set(categoryId, (counts.get(categoryId) ?? 0) + count);
  }
  return facts.categories
    .filter((one) => one.type === type)
    .toSorted((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0));
}

/** Return the payees whose words begin as typed, most used first. */
export function suggested(facts: Facts, typed: string): string[] {
  const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return facts.payees
    .filter(({ payee }) => {
      const own = plain(payee).split(/\s+/);
      return words.every((word) => own.some((one) => one.startsWith(word)));
    })
    .slice(0, 6)
    .map(({ payee }) => payee);
}
