import { ActionIcon, Button, Group, SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { CalendarClock, ChevronLeft, ChevronRight, Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useLocation, useSearch } from "wouter";

import type { OccurrenceView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { WhyForbidden } from "../../components/Forbidden";
import { Page } from "../../components/Page";
import { Empty, Read } from "../../components/States";
import { addMonths, formatMonth } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { billWords } from "../../words/bills";
import { useWords } from "../../words/translated";
import { Calendar } from "./Calendar";
import { Entries } from "./Entries";
import type { Source } from "./entry";
import { Matches } from "./Matches";
import { OccurrenceDialog } from "./OccurrenceDialog";
import { OccurrenceList } from "./OccurrenceList";
import { needsPerson, sumsOf } from "./occurrences";
import { Suggestions } from "./Suggestions";
import { useEntries, useOccurrences } from "./useBills";

const EntryForm = lazy(() => import("./EntryForm").then((file) => ({ default: file.EntryForm })));

/** Show what recurs: a month of occurrences, what may match them, the entries, and suggestions. */
export default function BillsPage() {
  const words = useWords(billWords);
  const { canWrite, today } = useLedger();
  const asked = new URLSearchParams(useSearch()).get("month");
  const present = today.slice(0, 7);
  const month = asked && /^\d{4}-\d{2}$/.test(asked) ? asked : present;
  const occurrences = useOccurrences(month);
  const entries = useEntries();
  const isWide = useMediaQuery("(min-width: 48em)", undefined, { getInitialValueInEffect: false });
  const [view, setView] = useState<"calendar" | "list">("calendar");
  const [source, setSource] = useState<Source | null>(null);
  const [opened, setOpened] = useState<OccurrenceView | null>(null);
  const list = entries.data?.items ?? [];
  return (
    <Page
      title={words.title}
      description={words.description}
      actions={
        canWrite ? (
          <Button leftSection={<Plus size={16} />} onClick={() => setSource({ kind: "new" })}>
            {words.create}
          </Button>
        ) : (
          <WhyForbidden />
        )
      }
    >
      <Group justify="space-between">
        <MonthSwitch month={month} present={present} />
        <SegmentedControl
          visibleFrom="sm"
          size="xs"
          aria-label={words.view}
          value={view}
          onChange={(value) => setView(value === "list" ? "list" : "calendar")}
          data={[
            { value: "calendar", label: words.calendar },
            { value: "list", label: words.list },
          ]}
        />
      </Group>
      <Matches />
      <Read of={occurrences} waiting={<Skeleton height={560} radius="lg" />}>
        {({ items, is_partial: isPartial }) => (
          <Stack gap="md" style={{ opacity: occurrences.isPlaceholderData ? 0.6 : 1 }}>
            {items.length ? <Sums items={items} /> : null}
            {isPartial ? <Text c="var(--warning)">{words.partial}</Text> : null}
            <Card>
              {isWide && view === "calendar" ? (
                <Calendar month={month} items={items} onOpen={setOpened} />
              ) : items.length ? (
                <OccurrenceList items={items} onOpen={setOpened} />
              ) : (
                <Empty icon={<CalendarClock size={36} />} text={words.emptyMonth} />
              )}
            </Card>
          </Stack>
        )}
      </Read>
      <Read of={entries}>
        {({ items }) =>
          items.length ? (
            <Entries entries={items} onEdit={(entry) => setSource({ kind: "entry", entry })} />
          ) : (
            <Card>
              <Empty
                icon={<CalendarClock size={36} />}
                text={words.empty}
                action={
                  canWrite ? (
                    <Button onClick={() => setSource({ kind: "new" })}>{words.create}</Button>
                  ) : undefined
                }
              />
            </Card>
          )
        }
      </Read>
      <Suggestions onEdit={(suggestion) => setSource({ kind: "suggestion", suggestion })} />
      {opened ? (
        <OccurrenceDialog
          one={opened}
          entry={list.find((one) => one.id === opened.recurring_id)}
          onClose={() => setOpened(null)}
          onEditEntry={(entry) => {
            setOpened(null);
            setSource({ kind: "entry", entry });
          }}
        />
      ) : null}
      <Suspense>
        {source ? <EntryForm source={source} onClose={() => setSource(null)} /> : null}
      </Suspense>
    </Page>
  );
}

function MonthSwitch({ month, present }: { month: string; present: string }) {
  const words = useWords(billWords);
  const { locale } = usePreferences();
  const [, go] = useLocation();
  const move = (months: number) => go(`/bills?month=${addMonths(month, months)}`);
  return (
    <Group gap="xs" className="no-print">
      <ActionIcon variant="default" aria-label={words.previous} onClick={() => move(-1)}>
        <ChevronLeft size={18} />
      </ActionIcon>
      <Text fw={600} miw={140} ta="center" aria-live="polite">
        {formatMonth(month, locale)}
      </Text>
      <ActionIcon variant="default" aria-label={words.next} onClick={() => move(1)}>
        <ChevronRight size={18} />
      </ActionIcon>
      {month === present ? null : (
        <Button size="compact-sm" variant="subtle" onClick={() => go("/bills")}>
          {words.present}
        </Button>
      )}
    </Group>
  );
}

/** Add up what comes in and goes out in the month, and say how much waits for the person. */
function Sums({ items }: { items: readonly OccurrenceView[] }) {
  const words = useWords(billWords);
  const { today } = useLedger();
  const waiting = items.filter((one) => needsPerson(one, today)).length;
  return (
    <Card>
      <Stack gap="xs">
        {sumsOf(items).map(({ currency, income, expenses, toCome }) => (
          <Group key={currency} gap="xl">
            {(
              [
                [words.sums.income, income],
                [words.sums.expenses, expenses],
                [words.sums.toCome, toCome],
              ] as const
            ).map(([label, value]) => (
              <div key={label}>
                <Text size="xs" c="dimmed">
                  {label}
                </Text>
                <Amount value={value} currency={currency} size="20px" weight={650} />
              </div>
            ))}
          </Group>
        ))}
        {waiting ? (
          <Text size="sm" fw={550} c="var(--warning)">
            {words.dueTitle(waiting)}
          </Text>
        ) : null}
      </Stack>
    </Card>
  );
}
