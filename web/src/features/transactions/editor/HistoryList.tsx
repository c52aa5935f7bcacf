import { Button, Group, Stack, Text, Timeline } from "@mantine/core";
import { Undo2 } from "lucide-react";

import { newKey } from "../../../api/client";
import { listChanges, undoChange } from "../../../api/generated";
import { useLedger } from "../../../api/ledger";
import { useRead, useWrite } from "../../../api/queries";
import { useSession } from "../../../api/people/session";
import { WhyForbidden } from "../../../components/Forbidden";
import { Read } from "../../../components/States";
import { formatInstant } from "../../../lib/dates";
import { usePreferences } from "../../../lib/preferences";
import { commonWords } from "../../../words/common";
import { editorWords } from "../../../words/transaction-editor";
import { useWords } from "../../../words/translated";
import { useDifferences } from "../grid/differences";

/** List the changes of a transaction, newest first, each with its undo. */
export function HistoryList({ id, onUndone }: { id: string; onUndone: () => void }) {
  const words = useWords(editorWords);
  const common = useWords(commonWords);
  const { canWrite } = useLedger();
  const { person } = useSession();
  const { locale } = usePreferences();
  const differences = useDifferences();
  const changes = useRead(
    ["changes", id],
    (signal) => listChanges({ query: { transaction_id: id, limit: 50 }, signal }),
    { enabled: canWrite },
  );
  const undo = useWrite(
    (change: string) =>
      undoChange({ path: { id: change }, body: {}, headers: { "Idempotency-Key": newKey() } }),
    { done: () => common.undone, onDone: onUndone },
  );
  if (!canWrite) return <WhyForbidden />;
  return (
    <Read of={changes}>
      {({ items }) =>
        items.length === 0 ? (
          <Text size="sm" c="dimmed">
            {words.historyEmpty}
          </Text>
        ) : (
          <Timeline bulletSize={14} lineWidth={2}>
            {items.map((item) => {
              if (item.entity !== "TRANSACTION") return null;
              const who =
                item.actor === person?.uid
                  ? words.you
                  : item.actor === "system"
                    ? words.system
                    : words.somebody;
              const what = words.actions[item.action];
              const when = formatInstant(item.at, locale);
              const lines =
                item.action === "UPDATED"
                  ? differences(item.before, item.after, item.changed_fields)
                  : [];
              return (
                <Timeline.Item
                  key={item.id}
                  title={
                    <Text size="sm" fw={550} span>
                      {what}
                    </Text>
                  }
                >
                  <Stack gap={2} align="start">
                    <Text size="xs" c="dimmed">
                      {who} · {when}
                    </Text>
                    {lines.map(({ field, label, from, to }) => (
                      <Text key={field} size="sm" style={{ overflowWrap: "anywhere" }}>
                        <Text span size="sm" c="dimmed">
                          {label}:{" "}
                        </Text>
                        {words.fromTo(from, to)}
                      </Text>
                    ))}
                    <Group>
                      <Button
                        size="compact-xs"
                        variant="subtle"
                        leftSection={<Undo2 size={13} />}
                        loading={undo.isPending && undo.variables === item.id}
                        aria-label={words.undoOf(`${what}, ${when}`)}
                        onClick={() => undo.mutate(item.id)}
                      >
                        {words.undoThis}
                      </Button>
                    </Group>
                  </Stack>
                </Timeline.Item>
              );
            })}
          </Timeline>
        )
      }
    </Read>
  );
}
