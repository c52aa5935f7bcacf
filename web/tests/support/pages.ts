/** Addresses of all pages. */

/** Pages without a ledger. */
export const OPEN_PAGES = ["/", "/sign-in", "/sign-up", "/reset"] as const;

/** Pages of a ledger. */
export const LEDGER_PAGES = [
  "/home",
  "/transactions",
  "/transactions/trash",
  "/add",
  "/reports",
  "/budgets",
  "/bills",
  "/goals",
  "/forecast",
  "/accounts",
  "/categories",
  "/types",
  "/rules",
  "/payees",
  "/tags",
  "/currencies",
  "/import",
  "/export",
  "/workspaces",
  "/notifications",
  "/webhooks",
  "/settings",
] as const;

/** Return the name of a page's screenshot. */
export function nameOf(path: string): string {
  return path.replace(/^\//, "").replaceAll("/", "-") || "landing";
}
