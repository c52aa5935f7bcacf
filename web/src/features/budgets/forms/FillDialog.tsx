import {
  Alert,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  SegmentedControl,
  Stack,
  Text,
} from "@mantine/core";
import { useDebouncedValue, useMediaQuery } from "@mantine/hooks";
import { useState } from "react";

import { newKey } from "../../../api/client";
import {
  fillBudgets,
  planBudgets,
  type BudgetStatusView,
  type FillRequest,
} from "../../../api/generated";
import type { ApiError } from "../../../api/problem";
import { useRead, useWrite } from "../../../api/queries";
import { useAmountText } from "../../../components/forms/AmountField";
import { Amount } from "../../../components/Amount";
import { Failed } from "../../../components/States";
import { formatDay } from "../../../lib/dates";
import { usePreferences } from "../../../lib/preferences";
import { budgetFormWords } from "../../../words/budget-forms";
import { budgetWords } from "../../../words/budgets";
import { commonWords } from "../../../words/common";
import { Dialog } from "../../../components/dialogs/Dialog";
import { useWords } from "../../../words/translated";
import { availableOf, byPeriod, draftOfChoice, type FillChoice, type SourceChoice } from "./fill";
import { FillRow } from "./FillRow";
import { SourceFields } from "./SourceFields";

const NO_CHOICE: FillChoice = { method: "KEEP", value: "", by: "" };

export interface FillDialogProps {
  readonly items: readonly BudgetStatusView[];
  readonly date: string | null;
  readonly onClose: () => void;
}

/** Plan the amounts of all budgets of a period, see what each gets and why, and apply it. */
export function FillDialog({ items, date, onClose }: FillDialogProps) {
  const words = useWords(budgetFormWords).filling;
  const isPhone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  return (
    <Dialog onClose={onClose} title={words.title} size={960} fullScreen={isPhone ?? false}>
      <Planner items={items} date={date} onClose={onClose} />
    </Dialog>
  );
}

function Planner({ items, date, onClose }: FillDialogProps) {
  const all = useWords(budgetWords);
  const words = useWords(budgetFormWords).filling;
  const common = useWords(commonWords);
  const { locale } = usePreferences();
  const amounts = useAmountText();
  const groups = byPeriod(items);
  const [period, setPeriod] = useState([...groups.keys()][0] ?? "");
  const group = groups.get(period) ?? [];
  const [choices, setChoices] = useState<Readonly<Record<string, FillChoice>>>(() =>
    Object.fromEntries(items.map(({ id }) => [id, { ...NO_CHOICE, method: "AVERAGE" }])),
  );
  const [source, setSource] = useState<SourceChoice>({
    source: "INCOME",
    accountIds: [],
    amount: "",
  });
  const [mayExceed, setMayExceed] = useState(false);
  const [isOnce, setOnce] = useState(true);
  const drafts = group.map(({ id }) => draftOfChoice(id, choices[id] ?? NO_CHOICE, amounts.read));
  const asked = drafts.flatMap((one) => one ?? []);
  const available = availableOf(source, amounts.read);
  const isComplete = available !== null && drafts.every((one) => one !== null) && asked.length > 0;
  const request: FillRequest | null = isComplete
    ? { date, items: asked, available, may_exceed: mayExceed, once: isOnce }
    : null;
  const [settled] = useDebouncedValue(JSON.stringify(request), 350);
  const plan = useRead(
    ["budgets", "plan", settled],
    (signal) => planBudgets({ body: JSON.parse(settled) as FillRequest, signal }),
    { enabled: settled !== "null", keepsPrevious: true },
  );
  const isSettled = request !== null && settled === JSON.stringify(request) && !plan.isFetching;
  const [failure, setFailure] = useState<ApiError | null>(null);
  const apply = useWrite(
    ({ body, key }: { body: FillRequest & { fingerprint: string }; key: string }) =>
      fillBudgets({ body, headers: { "Idempotency-Key": key } }),
    {
      done: ({ items: filled }) => words.applied(filled.length),
      showsError: false,
      onDone: onClose,
    },
  );
  const start = () => {
    if (!request || !plan.data) return;
    setFailure(null);
    apply.mutate(
      { body: { ...request, fingerprint: plan.data.fingerprint }, key: newKey() },
      {
        onError: (error) => {
          setFailure(error);
          void plan.refetch();
        },
      },
    );
  };
  const shown = request ? plan.data : undefined;
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {words.intro}
      </Text>
      <Group align="end" gap="sm">
        {groups.size > 1 ? (
          <NativeSelect
            label={words.group}
            value={period}
            onChange={(event) => setPeriod(event.currentTarget.value)}
            data={[...groups].map(([key, members]) => ({
              value: key,
              label: `${key
                .split("/")
                .map((day) => formatDay(day, locale, { day: "numeric", month: "short" }))
                .join(" – ")} (${members.length})`,
            }))}
          />
        ) : null}
        <SourceFields value={source} onChange={setSource} />
        <SegmentedControl
          aria-label={all.appliesTo}
          value={isOnce ? "once" : "onward"}
          onChange={(value) => setOnce(value === "once")}
          data={[
            { value: "once", label: all.once },
            { value: "onward", label: all.onward },
          ]}
        />
      </Group>
      <Checkbox
        label={words.mayExceed}
        checked={mayExceed}
        onChange={(event) => setMayExceed(event.currentTarget.checked)}
      />
      <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
        {group.map((status) => (
          <FillRow
            key={status.id}
            status={status}
            choice={choices[status.id] ?? NO_CHOICE}
            onChange={(choice) => setChoices({ ...choices, [status.id]: choice })}
            result={shown?.items.find((one) => one.budget_id === status.id)}
          />
        ))}
      </Stack>
      {shown ? (
        <Group gap="lg" role="status" style={{ opacity: isSettled ? 1 : 0.6 }}>
          {(
            [
              [words.available, shown.available],
              [words.keptBack, shown.kept_back],
              [words.remains, shown.left],
            ] as const
          ).map(([label, value]) => (
            <div key={label}>
              <Text size="xs" c="dimmed">
                {label}
              </Text>
              <Amount value={value} tone="sign" weight={600} />
            </div>
          ))}
        </Group>
      ) : (
        <Text size="sm" c="dimmed" role="status">
          {asked.length ? words.invalid : words.none}
        </Text>
      )}
      {plan.error && request ? <Failed error={plan.error} /> : null}
      {failure ? (
        failure.status === 409 || failure.status === 412 ? (
          <Alert color="yellow" role="alert">
            {words.stale}
          </Alert>
        ) : (
          <Failed error={failure} />
        )
      ) : null}
      <Group justify="end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {common.cancel}
        </Button>
        <Button
          onClick={start}
          loading={apply.isPending}
          disabled={!isSettled || !plan.data || plan.isError}
        >
          {words.apply(asked.length)}
        </Button>
      </Group>
    </Stack>
  );
}
