import { Anchor, Autocomplete, Text } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";

import { changeAll } from "../../api/change-all";
import type { BatchUpdate, ListTransactionsData, TransactionView } from "../../api/generated";
import { useWrite } from "../../api/queries";
import { namesWords } from "../../words/names";
import { useWords } from "../../words/translated";
import { ConfirmDialog } from "./ConfirmDialog";
import { Failed } from "../States";

export interface RenameDialogProps {
  readonly name: string;
  readonly count: number;
  readonly maxLength: number;
  /** Names that exist, to merge into. */
  readonly others: readonly string[];
  readonly query: NonNullable<ListTransactionsData["query"]>;
  readonly change: (
    transaction: TransactionView,
    name: string,
  ) => Omit<BatchUpdate, "id" | "etag"> | null;
  readonly onClose: () => void;
}

/** Give a payee or a tag another name in all transactions. */
export function RenameDialog(props: RenameDialogProps) {
  const { name, count, maxLength, others, query, change, onClose } = props;
  const words = useWords(namesWords);
  const [text, setText] = useState(name);
  const [progress, setProgress] = useState(0);
  const next = text.trim();
  const existing = others.find((one) => one !== name && one.toLowerCase() === next.toLowerCase());
  const write = useWrite(
    () => changeAll(query, (transaction) => change(transaction, next), setProgress),
    {
      done: ({ changed }) => words.renamed(name, next, changed),
      showsError: false,
      onDone: onClose,
    },
  );
  return (
    <ConfirmDialog
      opened
      title={words.renameTitle(name)}
      confirm={words.renameIt}
      isBusy={write.isPending}
      isDisabled={!next || next === name}
      onConfirm={() => write.mutate()}
      onClose={onClose}
    >
      <Autocomplete
        label={words.newName}
        description={words.newNameHint}
        data-autofocus
        maxLength={maxLength}
        data={others.filter((one) => one !== name)}
        limit={8}
        value={text}
        onChange={setText}
      />
      <Text size="sm" role="status">
        {write.isPending
          ? words.renaming(progress)
          : `${words.willChange(count)} ${existing ? words.merges(existing) : ""} ${count > 500 ? words.inBatches : ""}`}
      </Text>
      <Anchor component={Link} href="/rules" size="sm">
        {words.makeRule}
      </Anchor>
      {write.error ? <Failed error={write.error} /> : null}
    </ConfirmDialog>
  );
}
