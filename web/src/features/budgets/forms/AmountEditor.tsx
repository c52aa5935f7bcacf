import { Button, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useId, useState, type FormEvent } from "react";

import { previewBudget, type BudgetStatusView, type BudgetView } from "../../../api/generated";
import { useMoney } from "../../../api/ledger";
import { useRead } from "../../../api/queries";
import { AmountField, useAmountText } from "../../../components/forms/AmountField";
import { FormFailure } from "../../../components/forms/FormFailure";
import { formatDay } from "../../../lib/dates";
import type { Amount } from "../../../lib/money";
import { usePreferences } from "../../../lib/preferences";
import { budgetWords } from "../../../words/budgets";
import { commonWords } from "../../../words/common";
import { formWords } from "../../../words/forms";
import { useWords } from "../../../words/translated";
import { useBudgetChange } from "../useBudgets";

export interface AmountEditorProps {
  readonly status: BudgetStatusView;
  readonly budget: BudgetView;
  readonly onClose: () => void;
}

/** Edit the amount of a budget in its place, with what was spent before beside it, to take with one press. */
export function AmountEditor({ status, budget, onClose }: AmountEditorProps) {
  const words = useWords(budgetWords);
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const money = useMoney();
  const { locale } = usePreferences();
  const amounts = useAmountText();
  const id = useId();
  const [text, setText] = useState(amounts.write(status.period.amount));
  const [isOnce, setOnce] = useState(false);
  const [isWrong, setWrong] = useState(false);
  const change = useBudgetChange(false);
  const amount = amounts.read(text);
  const from = status.period.start_date;
  const save = (current: BudgetView) => {
    if (amount === null) return setWrong(true);
    change.mutate(
      { budget: current, patch: { amount, from, once: isOnce }, done: words.changed(status.name) },
      { onSuccess: onClose },
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(budget);
  };
  return (
    <form
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
      style={{ textAlign: "start" }}
    >
      <Stack gap="xs">
        <Group gap="sm" align="end">
          <AmountField
            aria-label={words.newAmount(status.name)}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setWrong(false);
            }}
            onFocus={(event) => event.currentTarget.select()}
            error={isWrong ? forms.noAmount : undefined}
            data-autofocus
            autoFocus
            w={150}
          />
          <PastChips status={status} onTake={(past) => setText(amounts.write(past))} />
        </Group>
        <Group gap="sm" justify="space-between">
          <Group gap="xs">
            <SegmentedControl
              size="xs"
              aria-label={words.appliesTo}
              name={id}
              value={isOnce ? "once" : "onward"}
              onChange={(value) => setOnce(value === "once")}
              data={[
                { value: "onward", label: words.onward },
                { value: "once", label: words.once },
              ]}
            />
            <Text size="xs" c="dimmed">
              {formatDay(from, locale)} – {formatDay(status.period.end_date, locale)}
            </Text>
          </Group>
          <Group gap="xs">
            <Button size="xs" variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button size="xs" type="submit" loading={change.isPending}>
              {common.save}
            </Button>
          </Group>
        </Group>
        <Preview status={status} amount={amount} isOnce={isOnce} />
        <FormFailure
          error={change.error}
          before={budget}
          facts={(one) => [
            { label: common.name, text: one.name },
            {
              label: words.columns.amount,
              text: one.amounts.map((part) => money(part.amount)).join(", "),
            },
          ]}
          onRepeat={save}
        />
      </Stack>
    </form>
  );
}

/** Offer the amount and the expenses of the period before, and averages, each with one press. */
function PastChips({
  status: { past },
  onTake,
}: {
  status: BudgetStatusView;
  onTake: (amount: Amount) => void;
}) {
  const words = useWords(budgetWords);
  const money = useMoney();
  if (!past) return null;
  const offers = [
    { label: words.lastAmount, amount: past.last_amount },
    { label: words.lastSpent, amount: past.last_spent },
    ...past.averages.map(({ periods, count, spent }) => ({
      label: words.average(periods) + (count < periods ? ` (${words.averageNote(count)})` : ""),
      amount: spent,
    })),
  ];
  return (
    <Group gap={6}>
      {offers.map(({ label, amount }) =>
        amount === null || amount.startsWith("-") ? null : (
          <Button
            key={label}
            size="compact-sm"
            variant="default"
            fw={400}
            aria-label={`${words.take}: ${label}, ${money(amount)}`}
            onClick={() => onTake(amount)}
            h="auto"
            py={3}
          >
            <span style={{ textAlign: "start" }}>
              <Text span display="block" size="xs" c="dimmed">
                {label}
              </Text>
              <Text span display="block" size="sm" className="amount">
                {money(amount)}
              </Text>
            </span>
          </Button>
        ),
      )}
    </Group>
  );
}

/** Show what the typed amount would change, as the API calculates it. */
function Preview({
  status,
  amount,
  isOnce,
}: {
  status: BudgetStatusView;
  amount: Amount | null;
  isOnce: boolean;
}) {
  const words = useWords(budgetWords);
  const money = useMoney();
  const [asked] = useDebouncedValue(amount, 300);
  const from = status.period.start_date;
  const preview = useRead(
    ["budgets", "preview", status.id, from, asked, isOnce],
    (signal) =>
      previewBudget({
        path: { id: status.id },
        body: { ...(asked === null ? {} : { amount: asked }), from, once: isOnce },
        signal,
      }),
    { enabled: asked !== null && asked !== status.period.amount, keepsPrevious: true },
  );
  const { before, after } = preview.data ?? {};
  if (asked === status.period.amount || !before || !after) return <Text size="sm">&nbsp;</Text>;
  const lines = [
    [words.preview.left, before.period.left, after.period.left],
    [words.preview.perDay, before.period.safe_per_day, after.period.safe_per_day],
  ] as const;
  return (
    <Text size="sm" c="dimmed" role="status">
      {lines
        .map(([label, old, next]) =>
          old === null || next === null
            ? ""
            : `${label}: ${words.becomes(money(old), money(next))}`,
        )
        .filter(Boolean)
        .join(" · ")}
    </Text>
  );
}
