import type { LedgerBackup } from "../../api/generated";

/** Return whether a value is a backup, by what each one begins with; the server checks the rest. */
export function isBackup(value: unknown): value is LedgerBackup {
  return (
    typeof value === "object" &&
    value !== null &&
    "format" in value &&
    value.format === "financeflow-ledger" &&
    "transactions" in value &&
    Array.isArray(value.transactions)
  );
}

/** Read a backup from a file; null if it is none. */
export async function backupIn(file: Blob): Promise<LedgerBackup | null> {
  try {
    const value: unknown = JSON.parse(await file.text());
    return isBackup(value) ? value : null;
  } catch {
    return null;
  }
}
