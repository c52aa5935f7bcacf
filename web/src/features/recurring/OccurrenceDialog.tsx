import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import {
  CalendarClock,
  Check,
  Link2,
  Link2Off,
  Pencil,
  ReceiptText,
  SkipForward,
} from "lucide-react";
import { useState, type FormEvent } from "react";
import { Link } from "wouter";

import type { OccurrenceView, RecurringView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { Amount } from "../../components/Amount";
import { DayField } from "../../components/forms/DayField";
import { WhyForbidden } from "../../components/Forbidden";
import { addDays, formatDay } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { billWords } from "../../words/bills";
import { Dialog } from "../../components/dialogs/Dialog";
import { useWords } from "../../words/translated";
import { ChangeForm } from "./ChangeForm";
import { MatchPicker } from "./MatchPicker";
import { isOpen, shownState } from "./occurrences";
import { StateBadge } from "./StateBadge";
import { useOccurrenceAction, type OccurrenceAction } from "./useBills";

export interface OccurrenceDialogProps {
  readonly one: OccurrenceView;
  readonly entry: RecurringView | undefined;
  readonly onClose: () => void;
  readonly onEditEntry: (entry: RecurringView) => void;
}

/** Show an occurrence and what can be done with it. */
export function OccurrenceDialog({ one, entry, onClose, onEditEntry }: OccurrenceDialogProps) {
  const words = useWords(billWords);
  const { locale } = usePreferences();
  const ledger = useLedger();
  const { canWrite } = ledger;
  const place = [
    ledger.account(one.account_id)?.name,
    one.to_account_id ? `→ ${ledger.account(one.to_account_id)?.name ?? ""}` : undefined,
    ledger.category(one.category_id)?.name,
    one.payee,
  ];
  return (
    <Dialog onClose={onClose} title={one.name}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Amount value={one.amount} currency={one.currency} size="24px" weight={650} />
          <StateBadge state={shownState(one, ledger.today)} />
        </Group>
        <Text size="sm">
          {formatDay(one.date, locale, { dateStyle: "full" })}
          {one.date === one.nominal ? null : (
            <Text span size="sm" c="dimmed">
              {" · "}
              {words.occurrence.planned(formatDay(one.nominal, locale))}
            </Text>
          )}
        </Text>
        <Text size="sm" c="dimmed">
          {place.filter(Boolean).join(" · ")}
        </Text>
        {one.note ? <Text size="sm">{one.note}</Text> : null}
        {one.waits_for ? <Text size="sm">{words.waits[one.waits_for]}</Text> : null}
        {one.reason ? (
          <Alert color="yellow" role="note">
            {words.refused(one.reason)}
          </Alert>
        ) : null}
        {canWrite ? (
          <Actions one={one} entry={entry} onClose={onClose} onEditEntry={onEditEntry} />
        ) : (
          <WhyForbidden />
        )}
        {one.transaction_id ? (
          <Button
            component={Link}
            href={`/transactions?recurring_id=${one.recurring_id}`}
            variant="subtle"
            leftSection={<ReceiptText size={16} />}
          >
            {words.occurrence.showTransaction}
          </Button>
        ) : null}
      </Stack>
    </Dialog>
  );
}

type Part = "postpone" | "change" | "match";

function Actions({ one, entry, onClose, onEditEntry }: OccurrenceDialogProps) {
  const words = useWords(billWords).occurrence;
  const [part, setPart] = useState<Part | null>(null);
  const write = useOccurrenceAction(onClose);
  const run = (action: OccurrenceAction) => write.mutate({ one, action });
  const toggle = (name: Part) => ({
    "aria-expanded": part === name,
    variant: part === name ? "outline" : "default",
    onClick: () => setPart(part === name ? null : name),
  });
  return (
    <>
      <Group gap="xs">
        {isOpen(one) ? (
          <>
            <Button
              leftSection={<Check size={16} />}
              loading={write.isPending}
              onClick={() => run({ kind: "book" })}
            >
              {words.book}
            </Button>
            <Button leftSection={<Link2 size={16} />} {...toggle("match")}>
              {words.match}
            </Button>
            <Button leftSection={<Pencil size={16} />} {...toggle("change")}>
              {words.change}
            </Button>
            <Button leftSection={<CalendarClock size={16} />} {...toggle("postpone")}>
              {words.postpone}
            </Button>
            <Button
              variant="default"
              leftSection={<SkipForward size={16} />}
              disabled={write.isPending}
              onClick={() => run({ kind: "skip" })}
            >
              {words.skip}
            </Button>
          </>
        ) : null}
        {one.state === "MATCHED" ? (
          <Button
            variant="default"
            leftSection={<Link2Off size={16} />}
            loading={write.isPending}
            onClick={() => run({ kind: "unmatch" })}
          >
            {words.unmatch}
          </Button>
        ) : null}
        {entry ? (
          <Button variant="subtle" onClick={() => onEditEntry(entry)}>
            {words.editEntry}
          </Button>
        ) : null}
      </Group>
      {part === "postpone" ? (
        <Postpone one={one} onTo={(to) => run({ kind: "postpone", to })} isBusy={write.isPending} />
      ) : null}
      {part === "change" ? <ChangeForm one={one} entry={entry} onClose={onClose} /> : null}
      {part === "match" ? (
        <MatchPicker
          one={one}
          isBusy={write.isPending}
          onTake={(transactionId) => run({ kind: "match", transactionId, replace: false })}
        />
      ) : null}
    </>
  );
}

function Postpone({
  one,
  onTo,
  isBusy,
}: {
  one: OccurrenceView;
  onTo: (day: string) => void;
  isBusy: boolean;
}) {
  const words = useWords(billWords).occurrence;
  const { today } = useLedger();
  const first = addDays(one.date > today ? one.date : today, 1);
  const [day, setDay] = useState(first);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (day) onTo(day);
  };
  return (
    <form onSubmit={submit}>
      <Group align="end" gap="xs">
        <DayField
          label={words.postponeTo}
          value={day}
          min={first}
          required
          autoFocus
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <Button type="submit" loading={isBusy}>
          {words.postpone}
        </Button>
      </Group>
    </form>
  );
}
