import { Alert, Progress, Stack, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";

import { deleteUntilDone } from "../../api/until-done";
import { dashboardHome } from "../../api/generated";
import { LEDGER_KEY } from "../../api/ledger";
import { useRead, useWrite } from "../../api/queries";
import { mergingWords } from "../../words/merging";
import { useWords } from "../../words/translated";
import { ConfirmDialog } from "./ConfirmDialog";
import { Failed } from "../States";

export interface RemoveDialogProps {
  readonly of: { readonly id: string; readonly name: string; readonly etag: string };
  readonly mode: "delete" | "merge";
  /** How many transactions it has; null while it is not known. */
  readonly count: number | null;
  readonly kind: "CATEGORY_MERGE" | "ACCOUNT_MERGE" | "CUSTOM_TYPE_MERGE";
  readonly remove: (options: {
    readonly target: string | null;
    readonly etag: string | null;
  }) => Promise<{ data?: unknown; error?: unknown; response?: Response | undefined }>;
  /** The field that asks for the target. */
  readonly picker: (value: string | null, onChange: (id: string | null) => void) => ReactNode;
  /** What else happens, such as to an account's opening balance. */
  readonly note?: ReactNode;
  readonly onClose: () => void;
}

/** Delete something, after its transactions were moved to another of its kind if it has any. */
export function RemoveDialog(props: RemoveDialogProps) {
  const { of, mode, count, remove, picker, note, onClose } = props;
  const words = useWords(mergingWords);
  const [target, setTarget] = useState<string | null>(null);
  const isMerge = mode === "merge" || (count ?? 0) > 0;
  const write = useWrite(
    () =>
      deleteUntilDone((isFirst) =>
        remove({ target: isMerge ? target : null, etag: isFirst ? of.etag : null }),
      ),
    {
      done: () => (isMerge ? words.merged(of.name) : words.deleted(of.name)),
      showsError: false,
      onDone: onClose,
    },
  );
  return (
    <ConfirmDialog
      opened
      isDangerous
      title={mode === "merge" ? words.mergeTitle(of.name) : words.deleteTitle(of.name)}
      confirm={isMerge ? words.merge : words.deleteTitle(of.name)}
      isBusy={write.isPending}
      isDisabled={count === null || (isMerge && target === null)}
      onConfirm={() => write.mutate()}
      onClose={onClose}
    >
      <Text size="sm">
        {count === null
          ? words.counting
          : mode === "merge"
            ? words.moves(count)
            : count > 0
              ? words.isUsed(count)
              : words.isUnused}
      </Text>
      {isMerge ? picker(target, setTarget) : null}
      {isMerge && note ? <Alert color="gray">{note}</Alert> : null}
      {write.isPending && isMerge ? <Moving {...props} /> : null}
      {write.error ? <Failed error={write.error} /> : null}
    </ConfirmDialog>
  );
}

/** Show how far the move is, as the ledger's jobs say. */
function Moving({ of, kind }: RemoveDialogProps) {
  const words = useWords(mergingWords);
  const { data } = useRead(
    [...LEDGER_KEY, "jobs"],
    (signal) => dashboardHome({ query: { recent: 0 }, signal }),
    { refetchInterval: 1500, staleTime: 0 },
  );
  const job = data?.jobs.find((one) => one.kind === kind && one.id === of.id);
  const share = job?.progress ?? null;
  return (
    <Stack gap={4} role="status">
      <Text size="sm">{words.moving}</Text>
      <Progress
        value={share === null ? 100 : Math.max(3, share * 100)}
        animated={share === null}
        aria-label={words.moving}
      />
    </Stack>
  );
}
