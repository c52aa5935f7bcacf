import { ActionIcon, Button, Group, Menu, Stack, Text } from "@mantine/core";
import { Ellipsis, Pause, Pencil, Play, ReceiptText, Trash2 } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";

import { deleteRecurring, type RecurringView } from "../../api/generated";
import { useLedger, useMoney } from "../../api/ledger";
import { useWrite } from "../../api/queries";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { formatDay } from "../../lib/dates";
import { negate } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { scheduleOf } from "../../lib/schedule";
import { billWords } from "../../words/bills";
import { commonWords } from "../../words/common";
import { formWords } from "../../words/forms";
import { scheduleWords } from "../../words/schedule";
import { Dialog } from "../../components/dialogs/Dialog";
import { useWords } from "../../words/translated";
import { useEntryChange } from "./useBills";

export interface EntriesProps {
  readonly entries: readonly RecurringView[];
  readonly onEdit: (entry: RecurringView) => void;
}

/** List the recurring entries with their rules in words. */
export function Entries({ entries, onEdit }: EntriesProps) {
  const words = useWords(billWords);
  const rules = useWords(scheduleWords);
  const money = useMoney();
  const { locale } = usePreferences();
  const ledger = useLedger();
  const [deleting, setDeleting] = useState<RecurringView | null>(null);
  const sorted = [...entries].sort((a, b) =>
    (a.next_date ?? "9999") < (b.next_date ?? "9999") ? -1 : 1,
  );
  return (
    <Card title={words.entries.title}>
      <Stack component="ul" gap={0} p={0} m={0} style={{ listStyle: "none" }}>
        {sorted.map((entry) => {
          const { template, next_date: next, paused } = entry;
          const when = paused
            ? words.entries.paused
            : next
              ? words.entries.next(formatDay(next, locale))
              : words.entries.ended;
          const changes = entry.amount_changes.filter((one) => one.from > ledger.today);
          const past = entry.amount_changes.filter((one) => one.from <= ledger.today);
          const amount = past.at(-1)?.amount ?? template.amount;
          return (
            <Group
              key={entry.id}
              component="li"
              wrap="nowrap"
              py={8}
              style={{ borderTop: "1px solid var(--line)" }}
            >
              <div style={{ flex: 1, minWidth: 0 }}>
                <Text fw={550} style={{ overflowWrap: "anywhere" }}>
                  {entry.name}
                </Text>
                <Text size="xs" c="dimmed">
                  {rules.describe(scheduleOf(entry.schedule))}
                </Text>
                <Text size="xs" c="dimmed">
                  {[
                    when,
                    words.shortModes[entry.mode],
                    ledger.account(template.account_id)?.name,
                    ...changes.map((one) =>
                      words.entries.changes(
                        money(one.amount, { currency: one.currency }),
                        formatDay(one.from, locale),
                      ),
                    ),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </Text>
              </div>
              <Amount
                value={template.type === "EXPENSE" ? negate(amount) : amount}
                currency={template.currency}
                signed={template.type !== "TRANSFER"}
                tone={
                  template.type === "INCOME"
                    ? "income"
                    : template.type === "TRANSFER"
                      ? "transfer"
                      : "plain"
                }
              />
              <EntryMenu entry={entry} onEdit={onEdit} onDelete={setDeleting} />
            </Group>
          );
        })}
      </Stack>
      {deleting ? <DeleteEntry entry={deleting} onClose={() => setDeleting(null)} /> : null}
    </Card>
  );
}

function EntryMenu({
  entry,
  onEdit,
  onDelete,
}: {
  entry: RecurringView;
  onEdit: (entry: RecurringView) => void;
  onDelete: (entry: RecurringView) => void;
}) {
  const { entries: words, occurrence } = useWords(billWords);
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const [, go] = useLocation();
  const { canWrite } = useLedger();
  const change = useEntryChange();
  const { name, paused } = entry;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={forms.actionsFor(name)}>
          <Ellipsis size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<ReceiptText size={16} />}
          onClick={() => go(`/transactions?recurring_id=${entry.id}`)}
        >
          {occurrence.showTransaction}
        </Menu.Item>
        {canWrite ? (
          <>
            <Menu.Item leftSection={<Pencil size={16} />} onClick={() => onEdit(entry)}>
              {common.edit}
            </Menu.Item>
            <Menu.Item
              leftSection={paused ? <Play size={16} /> : <Pause size={16} />}
              onClick={() =>
                change.mutate({
                  entry,
                  patch: { paused: !paused },
                  done: paused ? words.wasResumed(name) : words.wasPaused(name),
                })
              }
            >
              {paused ? words.resume : words.pause}
            </Menu.Item>
            <Menu.Item
              leftSection={<Trash2 size={16} />}
              color="var(--expense)"
              onClick={() => onDelete(entry)}
            >
              {common.delete}
            </Menu.Item>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}

function DeleteEntry({ entry, onClose }: { entry: RecurringView; onClose: () => void }) {
  const { entries: words } = useWords(billWords);
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const deletion = useWrite(
    () => deleteRecurring({ path: { id: entry.id }, headers: { "If-Match": entry.etag } }),
    { done: () => words.wasDeleted(entry.name), onDone: onClose },
  );
  return (
    <Dialog onClose={onClose} title={forms.deleteFor(entry.name)} centered>
      <Stack>
        <Text size="sm">{words.deleteHint}</Text>
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {forms.keep}
          </Button>
          <Button color="red.9" loading={deletion.isPending} onClick={() => deletion.mutate()}>
            {common.delete}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
