/** What needs attention, from the home page's answer. */
import type { HomeJob, HomeView } from "../../api/generated";

export type AttentionItem =
  | { readonly kind: "unfiled" | "due" | "unread"; readonly count: number; readonly href: string }
  | {
      readonly kind: "unconverted";
      readonly currency: string;
      readonly count: number;
      readonly href: string;
    }
  | { readonly kind: "low"; readonly id: string; readonly name: string; readonly href: string }
  | { readonly kind: "job"; readonly job: HomeJob; readonly href: string }
  | { readonly kind: "demo"; readonly until: string; readonly href: string };

const JOB_PAGES: Readonly<Record<HomeJob["kind"], string>> = {
  IMPORT: "/import",
  IMPORT_UNDO: "/import",
  RESTORE: "/export",
  CATEGORY_MERGE: "/categories",
  ACCOUNT_MERGE: "/accounts",
  CUSTOM_TYPE_MERGE: "/types",
  REBUILD: "/settings",
  TAKEOVER: "/settings",
};

/** List what needs attention, most urgent first, each with the address where it is dealt with. */
export function attentionOf(home: HomeView): readonly AttentionItem[] {
  const { trends, recurring, unfiled_count, unread_notifications, user } = home;
  const [first, last] = [trends.items[0]?.from, trends.items.at(-1)?.to];
  const items: AttentionItem[] = home.jobs.map((job) => ({
    kind: "job",
    job,
    href: JOB_PAGES[job.kind],
  }));
  if (recurring.due_count > 0)
    items.push({ kind: "due", count: recurring.due_count, href: "/bills" });
  for (const { id, name, archived, is_below_low_balance } of home.accounts) {
    if (is_below_low_balance && !archived)
      items.push({ kind: "low", id, name, href: `/transactions?account_id=${id}` });
  }
  for (const { currency, transaction_count } of trends.unconverted) {
    const query = new URLSearchParams({ exchange: "UNCONVERTED", currency });
    if (first && last) {
      query.set("from", first);
      query.set("to", last);
    }
    const href = `/transactions?${query}`;
    items.push({ kind: "unconverted", currency, count: transaction_count, href });
  }
  if (unfiled_count > 0)
    items.push({ kind: "unfiled", count: unfiled_count, href: "/transactions?unfiled=true" });
  if (unread_notifications > 0)
    items.push({ kind: "unread", count: unread_notifications, href: "/notifications" });
  if (user.is_demo && user.expires_at)
    items.push({ kind: "demo", until: user.expires_at, href: "/sign-up" });
  return items;
}
