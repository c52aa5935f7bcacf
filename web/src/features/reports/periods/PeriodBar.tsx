import { ActionIcon, Group, NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";

import { useLedger } from "../../../api/ledger";
import { monthOf } from "../../../api/generated/live";
import { usePreferences } from "../../../lib/preferences";
import { reportWords } from "../../../words/reports";
import { useWords } from "../../../words/translated";
import { unitsOf } from "../kinds";
import { nameOf } from "./period-label";
import { UNITS, choices, convert, ofDays, shift, textOf, type Period } from "./period";
import type { Report } from "../useReport";

/** Choose the period of a report: its unit, and which one. */
export function PeriodBar({ report }: { report: Report }) {
  const words = useWords(reportWords);
  const { today } = useLedger();
  const isNarrow = useMediaQuery("(max-width: 560px)") ?? false;
  const { period, start } = report;
  const allowed = unitsOf(report.kind);
  const units = UNITS.filter((unit) => allowed.includes(unit));
  const show = (next: Period) => report.set({ period: textOf(next) });
  return (
    <Group gap="sm" className="no-print" role="group" aria-label={words.period.label}>
      {units.length > 1 ? (
        <SegmentedControl
          size={isNarrow ? "xs" : "sm"}
          fullWidth={isNarrow}
          aria-label={words.period.label}
          value={period.unit}
          onChange={(value) => {
            const unit = units.find((one) => one === value);
            if (unit) show(convert(period, unit, start, today));
          }}
          data={units.map((value) => ({ value, label: words.period.units[value] }))}
          style={{ width: isNarrow ? "100%" : undefined }}
        />
      ) : null}
      <Group gap={4} wrap="nowrap">
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={words.period.previous}
          onClick={() => show(shift(period, -1))}
        >
          <ChevronLeft size={18} />
        </ActionIcon>
        {period.unit === "days" ? null : <Choice report={report} show={show} />}
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={words.period.next}
          onClick={() => show(shift(period, 1))}
        >
          <ChevronRight size={18} />
        </ActionIcon>
      </Group>
      {period.unit === "days" ? <Days key={textOf(period)} period={period} show={show} /> : null}
    </Group>
  );
}

function Choice({ report, show }: { report: Report; show: (period: Period) => void }) {
  const words = useWords(reportWords);
  const { locale } = usePreferences();
  const { today } = useLedger();
  const { period, start } = report;
  const found = choices(period, monthOf(today, start));
  return (
    <NativeSelect
      aria-label={words.period.units[period.unit]}
      value={textOf(period)}
      data={found.map((one) => ({ value: textOf(one), label: nameOf(one, locale, words) }))}
      onChange={(event) => {
        const chosen = found.find((one) => textOf(one) === event.currentTarget.value);
        if (chosen) show(chosen);
      }}
      style={{ minWidth: 150 }}
    />
  );
}

/** Choose the first and the last day. Typing is followed once the day is left or complete. */
function Days({ period, show }: { period: Period; show: (period: Period) => void }) {
  const words = useWords(reportWords);
  const [from, setFrom] = useState(period.first);
  const [to, setTo] = useState(period.last);
  const commit = () => {
    if (from && to && (from !== period.first || to !== period.last)) show(ofDays(from, to));
  };
  const shared = { type: "date", required: true, onBlur: commit, min: "1990-01-01" } as const;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        commit();
      }}
    >
      <Group gap="xs" wrap="nowrap">
        <TextInput
          {...shared}
          aria-label={words.period.from}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          {...shared}
          aria-label={words.period.to}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </Group>
    </form>
  );
}
