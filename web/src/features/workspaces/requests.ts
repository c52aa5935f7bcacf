/** Reads of workspaces, which several parts of the pages need. */
import { listReceivedInvitations, listWorkspaces } from "../../api/generated";
import { useRead } from "../../api/queries";
import { useSession } from "../../api/people/session";

/** Whether the person has an account, which workspaces need. */
export function useIsRegistered(): boolean {
  const { person } = useSession();
  return person !== null && !person.isAnonymous;
}

/** Read the workspaces of the person; with `isDeleted` those that were deleted. */
export function useWorkspaces(isDeleted = false) {
  const enabled = useIsRegistered();
  return useRead(
    ["workspaces", "list", isDeleted],
    (signal) =>
      listWorkspaces({ query: isDeleted ? { deleted: true, limit: 100 } : { limit: 100 }, signal }),
    { enabled },
  );
}

/** Read the open invitations to the person's verified address. */
export function useReceivedInvitations() {
  const { person } = useSession();
  const enabled = person !== null && !person.isAnonymous && person.emailVerified;
  return useRead(
    ["workspaces", "received"],
    (signal) => listReceivedInvitations({ query: { limit: 100 }, signal }),
    { enabled },
  );
}
