import { Badge, Group, Button, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";

import { Dialog } from "../../components/dialogs/Dialog";
import { applyRules, type RuleEditView, type RuledFields } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { useRead, useWrite } from "../../api/queries";
import { CategoryBadge } from "../../components/names/CategoryBadge";
import { Failed, Read } from "../../components/States";
import { formatDay } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { rulesWords } from "../../words/rules";
import { useWords } from "../../words/translated";

export interface ApplyDialogProps {
  /** Rules to apply; null for all that are switched on. */
  readonly ids: readonly string[] | null;
  readonly onClose: () => void;
}

type Applied = Awaited<ReturnType<typeof applyRules<false>>>;

/** Apply rules until all is done, and answer with the sum of what was changed. */
async function applyAll(
  rule_ids: string[] | null,
  onProgress: (changed: number) => void,
): Promise<Pick<Applied, "data" | "error" | "response">> {
  let changed = 0;
  let cursor: string | null = null;
  for (;;) {
    const answer: Applied = await applyRules({ body: { dry_run: false, rule_ids, cursor } });
    if (!answer.data) return answer;
    changed += answer.data.changed;
    onProgress(changed);
    cursor = answer.data.next_cursor;
    if (cursor === null) {
      return { data: { ...answer.data, changed }, error: undefined, response: answer.response };
    }
  }
}

/** Show what rules would change of existing transactions, and change it. */
export function ApplyDialog({ ids, onClose }: ApplyDialogProps) {
  const words = useWords(rulesWords);
  const common = useWords(commonWords);
  const [progress, setProgress] = useState<number | null>(null);
  const rule_ids = ids ? [...ids] : null;
  const preview = useRead(
    ["rules", "preview", ids],
    (signal) => applyRules({ body: { dry_run: true, rule_ids }, signal }),
    { staleTime: 0 },
  );
  const write = useWrite(() => applyAll(rule_ids, setProgress), {
    done: ({ changed }) => words.applied(changed),
    showsError: false,
    onDone: onClose,
  });
  return (
    <Dialog onClose={onClose} size="xl" title={words.previewTitle}>
      <Read of={preview}>
        {({ matched, changed, items, next_cursor }) => (
          <Stack>
            <Text size="sm" role="status">
              {words.matched(matched)}. {changed ? `${words.changes(changed)}.` : ""}{" "}
              {next_cursor ? words.goesOn : ""}
            </Text>
            {changed === 0 && !next_cursor ? (
              <Text size="sm">{words.nothingChanges}</Text>
            ) : (
              <Changes items={items} isCut={items.length < changed} />
            )}
            {progress !== null && write.isPending ? (
              <Text size="sm" role="status">
                {words.applying(progress)}
              </Text>
            ) : null}
            {write.error ? <Failed error={write.error} /> : null}
            <Group justify="end" gap="xs">
              <Button variant="default" onClick={onClose}>
                {common.close}
              </Button>
              {changed > 0 || next_cursor ? (
                <Button loading={write.isPending} onClick={() => write.mutate()}>
                  {words.apply(changed)}
                </Button>
              ) : null}
            </Group>
          </Stack>
        )}
      </Read>
    </Dialog>
  );
}

function Changes({ items, isCut }: { items: readonly RuleEditView[]; isCut: boolean }) {
  const words = useWords(rulesWords);
  const { locale } = usePreferences();
  return (
    <>
      {isCut ? <Text size="sm">{words.firstShown(items.length)}</Text> : null}
      <Table.ScrollContainer minWidth={520} mah={360} tabIndex={0} aria-label={words.previewTitle}>
        <Table verticalSpacing={6} stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col" />
              <Table.Th scope="col">{words.before}</Table.Th>
              <Table.Th scope="col">{words.after}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item) => (
              <Table.Tr key={item.transaction_id}>
                <Table.Td>
                  <Text size="sm">{item.payee ?? item.description ?? "–"}</Text>
                  <Text size="xs" c="dimmed">
                    {formatDay(item.date, locale)}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Fields of={item.before} other={item.after} />
                </Table.Td>
                <Table.Td>
                  <Fields of={item.after} other={item.before} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}

/** Show the fields of one side that differ from the other side's. */
function Fields({ of, other }: { of: RuledFields; other: RuledFields }) {
  const ledger = useLedger();
  const tags = of.tags.filter((tag) => !other.tags.includes(tag));
  return (
    <Stack gap={4} align="start">
      {of.category_id !== other.category_id ? <CategoryBadge id={of.category_id} /> : null}
      {of.payee !== other.payee ? <Text size="sm">{of.payee ?? "–"}</Text> : null}
      {of.custom_type_id !== other.custom_type_id ? (
        <Text size="sm">{ledger.customType(of.custom_type_id)?.name ?? "–"}</Text>
      ) : null}
      {tags.map((tag) => (
        <Badge key={tag} variant="default" tt="none">
          {tag}
        </Badge>
      ))}
    </Stack>
  );
}
