import { Button, Group, Progress, Select, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { CalendarDays, Landmark, Shapes, Tag, Tags, Trash2, X } from "lucide-react";
import { useState } from "react";

import { Dialog } from "../../../components/dialogs/Dialog";
import { useLedger } from "../../../api/ledger";
import { WhyForbidden } from "../../../components/Forbidden";
import { commonWords } from "../../../words/common";
import { transactionWords } from "../../../words/transactions";
import { useWords } from "../../../words/translated";
import { sumsOf } from "../amounts";
import type { BulkChange } from "./bulk";
import type { Selection } from "./selection";
import { useAccountOptions, useCategoryOptions, useTagNames } from "../editor/suggestions";
import { SumLine } from "../TotalsBar";
import type { Bulk } from "./useBulk";

type Action = "category" | "account" | "date" | "addTags" | "removeTags" | "delete";

const ICONS = {
  category: Shapes,
  account: Landmark,
  date: CalendarDays,
  addTags: Tags,
  removeTags: Tag,
  delete: Trash2,
} as const;

/** Show the sums of the selected rows, and what can be done with all of them. */
export function BulkBar({ selection, bulk }: { selection: Selection; bulk: Bulk }) {
  const words = useWords(transactionWords);
  const { canWrite } = useLedger();
  const [action, setAction] = useState<Action | null>(null);
  const { rows } = selection;
  return (
    <Stack gap={8} role="group" aria-label={words.bulk.label}>
      <Group justify="space-between" gap="sm">
        <Group gap="xs">
          <Text size="sm" fw={600} role="status">
            {words.totals.selected(rows.length)}
          </Text>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<X size={14} />}
            onClick={selection.clear}
          >
            {words.bulk.clear}
          </Button>
        </Group>
        <Stack gap={0}>
          {sumsOf(rows).map((sums) => (
            <SumLine key={sums.currency} {...sums} />
          ))}
        </Stack>
      </Group>
      {canWrite ? (
        <Group gap={6}>
          {(Object.keys(ICONS) as Action[]).map((name) => {
            const Icon = ICONS[name];
            return (
              <Button
                key={name}
                size="compact-sm"
                variant={name === "delete" ? "light" : "default"}
                {...(name === "delete" ? { color: "red" } : {})}
                leftSection={<Icon size={14} />}
                disabled={bulk.progress !== null}
                onClick={() => setAction(name)}
              >
                {words.bulk[name]}
              </Button>
            );
          })}
        </Group>
      ) : (
        <WhyForbidden />
      )}
      {bulk.progress ? (
        <Group gap="sm">
          <Progress
            flex={1}
            value={(bulk.progress.done / bulk.progress.all) * 100}
            aria-label={words.bulk.progress(bulk.progress.done, bulk.progress.all)}
          />
          <Text size="xs">{words.bulk.progress(bulk.progress.done, bulk.progress.all)}</Text>
        </Group>
      ) : null}
      <BulkDialog action={action} close={() => setAction(null)} selection={selection} bulk={bulk} />
    </Stack>
  );
}

interface BulkDialogProps {
  readonly action: Action | null;
  readonly close: () => void;
  readonly selection: Selection;
  readonly bulk: Bulk;
}

function BulkDialog({ action, close, selection, bulk }: BulkDialogProps) {
  const words = useWords(transactionWords);
  return (
    <Dialog
      isOpen={action !== null}
      onClose={close}
      centered
      title={
        action === "delete"
          ? words.bulk.deleteTitle(selection.rows.length)
          : action
            ? words.bulk[action]
            : ""
      }
    >
      {action ? <BulkForm action={action} close={close} selection={selection} bulk={bulk} /> : null}
    </Dialog>
  );
}

function BulkForm({ action, close, selection, bulk }: BulkDialogProps & { action: Action }) {
  const words = useWords(transactionWords);
  const common = useWords(commonWords);
  const { today } = useLedger();
  const { rows } = selection;
  const [text, setText] = useState(action === "date" ? today : "");
  const [tags, setTags] = useState<string[]>([]);
  const entries = rows.filter((row) => row.type !== "TRANSFER");
  const [first] = entries;
  const type = first && entries.every((row) => row.type === first.type) ? first.type : null;
  const categories = useCategoryOptions(type === "TRANSFER" ? null : type);
  const accounts = useAccountOptions();
  const tagNames = useTagNames();
  const present = [...new Set(rows.flatMap((row) => row.tags))];
  const changes: Record<Action, BulkChange | null> = {
    category: { category_id: text || null },
    account: text ? { account_id: text } : null,
    date: text ? { date: text } : null,
    addTags: tags.length > 0 ? { addedTags: tags } : null,
    removeTags: tags.length > 0 ? { removedTags: tags } : null,
    delete: {},
  };
  const change = changes[action];
  const send = () => {
    if (!change) return;
    close();
    void (action === "delete" ? bulk.remove(rows) : bulk.change(change));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack>
        {action === "category" || action === "account" ? (
          <Select
            data-autofocus
            label={words.columns[action]}
            searchable
            allowDeselect={false}
            data={action === "category" ? categories : accounts}
            value={action === "account" ? text || null : text}
            onChange={(value) => setText(value ?? "")}
          />
        ) : action === "date" ? (
          <TextInput
            data-autofocus
            type="date"
            label={words.columns.date}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        ) : action === "delete" ? (
          <Text size="sm">{words.bulk.deleteHint}</Text>
        ) : (
          <TagsInput
            data-autofocus
            label={words.columns.tags}
            data={action === "addTags" ? tagNames : present}
            maxDropdownHeight={120}
            // The suggestions stay open while tags are chosen, and must not cover the buttons.
            mb={130}
            value={tags}
            onChange={setTags}
          />
        )}
        {action === "category" && entries.length < rows.length ? (
          <Text size="sm" c="dimmed">
            {words.bulk.noCategory}
          </Text>
        ) : null}
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {common.cancel}
          </Button>
          <Button
            type="submit"
            {...(action === "delete" ? { color: "red" } : {})}
            disabled={change === null}
          >
            {action === "delete" ? words.bulk.delete : words.bulk.apply(rows.length)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
