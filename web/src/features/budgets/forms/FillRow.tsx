import { Group, NativeSelect, Text, TextInput } from "@mantine/core";
import { ArrowRight } from "lucide-react";
import type { ChangeEvent, ComponentProps } from "react";

import type { BudgetStatusView, FillView } from "../../../api/generated";
import { Amount } from "../../../components/Amount";
import { AmountField } from "../../../components/forms/AmountField";
import { DayField } from "../../../components/forms/DayField";
import { budgetFormWords } from "../../../words/budget-forms";
import { useWords } from "../../../words/translated";
import { METHODS, type FillChoice } from "./fill";

export interface FillRowProps {
  readonly status: BudgetStatusView;
  readonly choice: FillChoice;
  readonly onChange: (choice: FillChoice) => void;
  /** What the plan gives it; undefined while there is no plan. */
  readonly result: FillView | undefined;
}

/** Ask how the amount of one budget is found, and show what it gets and why. */
export function FillRow({ status, choice, onChange, result }: FillRowProps) {
  const words = useWords(budgetFormWords).filling;
  const { method } = choice;
  return (
    <li className="card" style={{ padding: 10 }}>
      <Group justify="space-between" gap="sm" align="center">
        <Text fw={600} style={{ flex: "1 1 140px", minWidth: 0, overflowWrap: "anywhere" }}>
          {status.name}
        </Text>
        <Group gap="xs" style={{ flex: "2 1 300px" }}>
          <NativeSelect
            aria-label={words.method(status.name)}
            value={method}
            onChange={(event) => {
              const next = METHODS.find((one) => one === event.currentTarget.value) ?? "KEEP";
              onChange({ method: next, value: "", by: "" });
            }}
            data={(["KEEP", ...METHODS] as const).map((one) => ({
              value: one,
              label: words.methods[one],
            }))}
            style={{ flex: "1 1 170px" }}
          />
          <ValueField status={status} choice={choice} onChange={onChange} />
        </Group>
        <Group gap={6} style={{ flex: "1 1 200px" }} justify="end">
          {result ? (
            <>
              <Amount value={result.before} />
              <ArrowRight size={14} aria-label={words.gets} />
              <Amount value={result.amount} weight={650} />
            </>
          ) : (
            <Amount value={status.period.amount ?? "0"} />
          )}
        </Group>
      </Group>
      {result ? (
        <Group gap="md" mt={4} justify="end">
          {result.reason ? (
            <Text size="xs" c="var(--warning)">
              {words.reasons[result.reason]}
            </Text>
          ) : null}
          {result.wanted !== result.amount ? (
            <Text size="xs" c="dimmed">
              {words.wanted} <Amount value={result.wanted} />
            </Text>
          ) : null}
          <Text size="xs" c="dimmed">
            {words.left} <Amount value={result.left} tone="sign" />
          </Text>
        </Group>
      ) : null}
    </li>
  );
}

/** Ask for the value that a method needs, if it needs one. */
function ValueField({ status, choice, onChange }: Omit<FillRowProps, "result">) {
  const words = useWords(budgetFormWords).filling;
  const { method, value, by } = choice;
  const common = {
    "aria-label": words.value(status.name),
    value,
    onChange: (event: ChangeEvent<HTMLInputElement>) =>
      onChange({ ...choice, value: event.currentTarget.value }),
    w: 130,
  };
  switch (method) {
    case "FIXED":
    case "REFILL_TO":
      return <AmountField {...common} />;
    case "BY_DATE":
      return (
        <>
          <AmountField {...common} />
          <DayField
            aria-label={words.by(status.name)}
            value={by}
            onChange={(event) => onChange({ ...choice, by: event.currentTarget.value })}
          />
        </>
      );
    case "PERCENT":
      return <AmountField {...common} currency={words.percent} />;
    case "AVERAGE":
    case "MEDIAN":
      return <Count {...common} placeholder="3" unit={words.periods} />;
    case "REMAINDER":
      return <Count {...common} placeholder="1" unit={words.weight} />;
    default:
      return null;
  }
}

function Count({ unit, ...props }: ComponentProps<typeof TextInput> & { unit: string }) {
  return (
    <TextInput
      inputMode="numeric"
      rightSection={
        <span aria-hidden style={{ fontSize: 12, color: "var(--text-soft)" }}>
          {unit}
        </span>
      }
      rightSectionWidth={74}
      {...props}
    />
  );
}
