import { getWorkspace, listMembers, type MemberView } from "../../api/generated";
import { useRead } from "../../api/queries";
import { useSession } from "../../api/people/session";
import { historyWords } from "../../words/history";
import { useWords } from "../../words/translated";

/** Read the names of those who may have changed something in the ledger that is shown. */
export function useMembers() {
  const words = useWords(historyWords);
  const { person, workspaceId } = useSession();
  const id = workspaceId ?? "";
  const enabled = workspaceId !== null;
  const read = useRead(
    ["workspaces", id, "members"],
    (signal) => listMembers({ path: { id }, signal }),
    { enabled },
  );
  const workspace = useRead(
    ["workspaces", id],
    (signal) => getWorkspace({ path: { id }, signal }),
    { enabled },
  );
  const members: readonly MemberView[] = read.data?.items ?? [];
  const nameOf = (uid: string): string => {
    if (uid === person?.uid) return words.you;
    if (uid === "erased") return words.erased;
    const found = members.find((one) => one.uid === uid);
    if (found) return found.display_name ?? found.email ?? words.former;
    // Uids of Firebase are long; FinanceFlow's own names of itself are words.
    return uid.length < 20 ? words.system : words.former;
  };
  return { members, nameOf, workspaceName: workspace.data?.name ?? null };
}
