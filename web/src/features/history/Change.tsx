import { Anchor, Badge, Button, Group, Text } from "@mantine/core";
import { Undo2 } from "lucide-react";
import { useId, useState } from "react";
import { Link } from "wouter";

import { newKey } from "../../api/client";
import { undoChange } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { useWrite } from "../../api/queries";
import { useSession } from "../../api/people/session";
import { formatInstant } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { changeWords } from "../../words/changes";
import { commonWords } from "../../words/common";
import { historyWords } from "../../words/history";
import { useWords } from "../../words/translated";
import { canUndo, fieldsOf, nameOf as subjectOf, type Group as ChangeGroup } from "./described";
import { Fields } from "./Fields";
import { useMembers } from "./useMembers";

/** Tell what one request did, in a sentence, with the states before and after, and its undo. */
export function Change({ group: { first, count } }: { group: ChangeGroup }) {
  const words = useWords(historyWords);
  const { nouns, causes } = useWords(changeWords);
  const common = useWords(commonWords);
  const { locale } = usePreferences();
  const { role } = useLedger();
  const { person } = useSession();
  const { nameOf } = useMembers();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const undo = useWrite(
    () =>
      undoChange({
        path: { id: first.id },
        body: { whole_operation: true },
        headers: { "Idempotency-Key": newKey() },
      }),
    { done: () => common.undone },
  );

  const subject = subjectOf(first);
  const noun = nouns[first.entity];
  const what = subject ? words.named(noun, subject) : noun;
  const isSelf = first.actor === person?.uid;
  const sentence = isSelf
    ? words.sentence.you[first.action](what)
    : words.sentence.other[first.action](nameOf(first.actor), what);
  const fields = fieldsOf(first);
  const cause = first.cause === "API" ? null : causes[first.cause];
  return (
    <Group
      component="li"
      justify="space-between"
      align="start"
      gap="xs"
      py={6}
      style={{ borderTop: "1px solid var(--line)" }}
    >
      <div style={{ minWidth: 0, flex: "1 1 240px" }}>
        <Text style={{ overflowWrap: "anywhere" }}>{sentence}</Text>
        <Group gap={8}>
          <Text size="xs" c="dimmed">
            {formatInstant(first.at, locale, { timeStyle: "short" })}
          </Text>
          {cause ? (
            <Badge size="sm" variant="light" color="gray" tt="none" c="inherit">
              {cause}
            </Badge>
          ) : null}
          {count > 1 ? (
            <Text size="xs" c="dimmed">
              {words.more(count - 1)}
            </Text>
          ) : null}
          {first.cause === "IMPORT" && first.cause_id ? (
            <Anchor component={Link} href={`/import/${first.cause_id}`} size="xs">
              {words.import}
            </Anchor>
          ) : null}
        </Group>
        {isOpen ? (
          <div id={id}>
            <Fields fields={fields} currency={currencyOf(first.after ?? first.before)} />
          </div>
        ) : null}
      </div>
      <Group gap={4}>
        {fields.length > 0 ? (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            aria-label={`${words.details}: ${what}`}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? words.hide : words.details}
          </Button>
        ) : null}
        {canUndo(first, person?.uid ?? null, role) ? (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Undo2 size={14} />}
            loading={undo.isPending}
            aria-label={words.undoOf(what)}
            onClick={() => undo.mutate()}
          >
            {words.undo}
          </Button>
        ) : null}
      </Group>
    </Group>
  );
}

function currencyOf(state: object | null): string | null {
  return state && "currency" in state && typeof state.currency === "string" ? state.currency : null;
}
