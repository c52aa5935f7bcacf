/** What the page needs of the ledger: the copy of this browser at once, then the present answer. */
import { useEffect, useMemo, useState } from "react";

import { factsOf, storedFacts, storeFacts, type Facts } from "../../api/offline/facts";
import { dashboardHome, listPayees, type TransactionType } from "../../api/generated";
import { LEDGER_KEY } from "../../api/ledger";
import { useRead } from "../../api/queries";
import { useSession } from "../../api/people/session";

/** Read the facts: the copy of this browser at once, the present ones when they are there. */
export function useFacts(): { facts: Facts | null; error: Error | null } {
  const { status, person, workspaceId } = useSession();
  const [copy] = useState(storedFacts);
  const enabled = status === "signed-in";
  const home = useRead(LEDGER_KEY, (signal) => dashboardHome({ query: { recent: 8 }, signal }), {
    enabled,
  });
  const payees = useRead(
    ["payees", "copy"],
    (signal) => listPayees({ query: { limit: 100 }, signal }),
    { enabled, staleTime: 60_000 },
  );
  // While it is not known who is signed in, the copy is shown of who was.
  const own =
    copy !== null &&
    copy.workspaceId === workspaceId &&
    (status === "starting" || copy.uid === person?.uid)
      ? copy
      : null;
  const fresh = useMemo<Facts | null>(() => {
    if (!home.data || !person) return null;
    const list = payees.data?.items.map(({ payee, category_id, transaction_count }) => ({
      payee,
      categoryId: category_id,
      count: transaction_count,
    }));
    return factsOf(home.data, person.uid, workspaceId, list ?? own?.payees ?? []);
  }, [home.data, own, payees.data, person, workspaceId]);
  useEffect(() => {
    if (fresh) storeFacts(fresh);
    else if (status === "signed-out") storeFacts(null);
  }, [fresh, status]);
  return { facts: fresh ?? own, error: home.error };
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
