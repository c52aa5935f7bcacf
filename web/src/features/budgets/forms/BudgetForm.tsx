import { Button, Group, NativeSelect, Stack, TagsInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";

import { newKey } from "../../../api/client";
import {
  createBudget,
  patchBudget,
  type BudgetPatch,
  type BudgetView,
  type Carry,
  type ScopeKind,
} from "../../../api/generated";
import { useLedger, useMoney } from "../../../api/ledger";
import type { ApiError } from "../../../api/problem";
import { useWrite } from "../../../api/queries";
import { AmountField, useAmountText } from "../../../components/forms/AmountField";
import { FormFailure } from "../../../components/forms/FormFailure";
import { showProblem } from "../../../components/forms/problem-form";
import { MONTHLY, draftOf, scheduleOf } from "../../../lib/schedule";
import { budgetFormWords } from "../../../words/budget-forms";
import { budgetWords } from "../../../words/budgets";
import { commonWords } from "../../../words/common";
import { formWords } from "../../../words/forms";
import { Dialog } from "../../../components/dialogs/Dialog";
import { useWords } from "../../../words/translated";
import { PeriodFields, type Values } from "./PeriodFields";
import { ScopeFields } from "./ScopeFields";

const SCOPES: readonly ScopeKind[] = ["CATEGORIES", "TAGS", "ACCOUNTS", "EVERYTHING"];
const CARRIES: readonly Carry[] = ["NONE", "SURPLUS", "DEBT", "BOTH"];

/** What a new budget begins with. */
export interface BudgetStart {
  readonly name: string;
  readonly categoryId: string | null;
}

export interface BudgetFormProps {
  /** The budget to edit; null for a new one. */
  readonly budget: BudgetView | null;
  readonly start: BudgetStart;
  readonly onClose: () => void;
}

/** Ask for all of a budget, in a dialog. */
export function BudgetForm({ budget, start, onClose }: BudgetFormProps) {
  const words = useWords(budgetFormWords);
  const title = budget ? words.form.editTitle(budget.name) : words.form.newTitle;
  return (
    <Dialog onClose={onClose} title={title} size="lg">
      <Fields budget={budget} start={start} onClose={onClose} />
    </Dialog>
  );
}

function Fields({ budget, start, onClose }: BudgetFormProps) {
  const { form: texts } = useWords(budgetFormWords);
  const words = useWords(budgetWords);
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const { today } = useLedger();
  const money = useMoney();
  const amounts = useAmountText();
  const [key] = useState(newKey);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const form = useForm<Values>({
    initialValues: {
      name: budget?.name ?? start.name,
      scope: budget?.scope.kind ?? "CATEGORIES",
      ids: budget?.scope.ids ?? (start.categoryId ? [start.categoryId] : []),
      amount: "",
      hasOwnPeriod: !!budget?.period,
      period: budget?.period ? scheduleOf(budget.period) : { ...MONTHLY, frequency: "WEEKLY" },
      start: today,
      carry: budget?.carry ?? "NONE",
      carry_cap: amounts.write(budget?.carry_cap),
      thresholds: (budget?.thresholds ?? [80, 100]).map(String),
    },
    validate: {
      name: (name) => (name.trim() ? null : forms.needed),
      ids: (ids, { scope }) => (scope === "EVERYTHING" || ids.length ? null : forms.needed),
      amount: (text) => (budget || amounts.read(text) !== null ? null : forms.noAmount),
      carry_cap: (text) => (!text.trim() || amounts.read(text) !== null ? null : forms.noAmount),
      thresholds: (list) =>
        list.every((one) => /^[1-9]\d{0,3}$/.test(one) && Number(one) <= 1000)
          ? null
          : texts.noThreshold,
    },
  });
  const write = useWrite(
    ({ etag, body }: { etag: string | null; body: BudgetPatch }) => {
      const { scope, name, amount, ...rest } = body;
      if (budget && etag)
        return patchBudget({ path: { id: budget.id }, body, headers: { "If-Match": etag } });
      const { hasOwnPeriod, period, start: first } = form.getValues();
      return createBudget({
        body: {
          ...rest,
          name: name ?? "",
          scope: scope ?? { kind: "EVERYTHING" },
          amount: amount ?? "0",
          period: hasOwnPeriod ? draftOf(period) : null,
          start: first || null,
        },
        headers: { "Idempotency-Key": key },
      });
    },
    {
      done: ({ name }) => (budget ? words.saved(name) : words.created(name)),
      showsError: false,
      onDone: onClose,
    },
  );
  const save = (values: Values, etag: string | null) => {
    const { name, scope, ids, carry, carry_cap: cap, thresholds } = values;
    const body: BudgetPatch = {
      name: name.trim(),
      scope: scope === "EVERYTHING" ? { kind: scope } : { kind: scope, ids },
      carry,
      carry_cap: carry === "SURPLUS" || carry === "BOTH" ? amounts.read(cap) : null,
      thresholds: [...new Set(thresholds.map(Number))].sort((a, b) => a - b),
    };
    const amount = amounts.read(values.amount);
    if (!budget && amount !== null) body.amount = amount;
    setFailure(null);
    write.mutate(
      { etag, body },
      {
        onError: (error) => setFailure(showProblem(form, error, { scope: "ids", start: "start" })),
      },
    );
  };
  const { scope, carry } = form.values;
  return (
    <form onSubmit={form.onSubmit((values) => save(values, budget?.etag ?? null))} noValidate>
      <Stack gap="sm">
        <TextInput
          label={texts.name}
          maxLength={100}
          required
          data-autofocus
          {...form.getInputProps("name")}
        />
        {budget ? null : (
          <AmountField label={texts.amount} required {...form.getInputProps("amount")} />
        )}
        <NativeSelect
          label={texts.scope}
          data={SCOPES.map((one) => ({ value: one, label: words.scopes[one] }))}
          value={scope}
          onChange={(event) => {
            const kind = SCOPES.find((one) => one === event.currentTarget.value);
            if (kind) form.setValues({ scope: kind, ids: [] });
          }}
        />
        <ScopeFields scope={scope} props={form.getInputProps("ids")} />
        <PeriodFields budget={budget} form={form} />
        <NativeSelect
          label={texts.carry}
          data={CARRIES.map((one) => ({ value: one, label: texts.carries[one] }))}
          {...form.getInputProps("carry")}
        />
        {carry === "SURPLUS" || carry === "BOTH" ? (
          <AmountField
            label={texts.cap}
            description={texts.capHint}
            {...form.getInputProps("carry_cap")}
          />
        ) : null}
        <TagsInput
          label={texts.thresholds}
          description={texts.thresholdsHint}
          maxTags={5}
          inputMode="numeric"
          {...form.getInputProps("thresholds")}
        />
        <FormFailure
          error={failure}
          before={budget}
          facts={(one) => [
            { label: texts.name, text: one.name },
            { label: texts.scope, text: words.scopes[one.scope.kind] },
            { label: texts.carry, text: texts.carries[one.carry] },
            { label: texts.cap, text: one.carry_cap ? money(one.carry_cap) : common.none },
            { label: texts.thresholds, text: one.thresholds.join(", ") },
          ]}
          onRepeat={(current) => save(form.getValues(), current.etag)}
        />
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button type="submit" loading={write.isPending}>
            {budget ? common.save : common.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
