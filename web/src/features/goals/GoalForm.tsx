import { Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";

import { newKey } from "../../api/client";
import { createGoal, patchGoal, type GoalDraft, type GoalView } from "../../api/generated";
import { useLedger, useMoney } from "../../api/ledger";
import type { ApiError } from "../../api/problem";
import { useWrite } from "../../api/queries";
import { AmountField, useAmountText } from "../../components/forms/AmountField";
import { DayField } from "../../components/forms/DayField";
import { FormFailure } from "../../components/forms/FormFailure";
import { showProblem } from "../../components/forms/problem-form";
import { formatDay } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { formWords } from "../../words/forms";
import { goalWords } from "../../words/goals";
import { Dialog } from "../../components/dialogs/Dialog";
import { useWords } from "../../words/translated";
import { FundingFields } from "./FundingFields";
import { KINDS, basisPointsOf, fundingOf, valuesOf, type GoalValues } from "./goal";

/** Fields of the request, by fields of the form. */
const NAMES = {
  "funding.account_id": "account_id",
  "funding.category_id": "category_id",
  "funding.tag": "tag",
  "funding.amount": "part_amount",
  "funding.basis_points": "part_share",
  "funding.debt": "debt",
} as const;

export interface GoalFormProps {
  /** The goal to edit; null for a new one. */
  readonly goal: GoalView | null;
  readonly onClose: () => void;
}

/** Ask for all of a goal, in a dialog. */
export function GoalForm({ goal, onClose }: GoalFormProps) {
  const { form: words } = useWords(goalWords);
  return (
    <Dialog onClose={onClose} title={goal ? words.editTitle(goal.name) : words.newTitle} size="lg">
      <Fields goal={goal} onClose={onClose} />
    </Dialog>
  );
}

function Fields({ goal, onClose }: GoalFormProps) {
  const words = useWords(goalWords);
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const money = useMoney();
  const { locale } = usePreferences();
  const ledger = useLedger();
  const amounts = useAmountText();
  const [key] = useState(newKey);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const needsAccount = ({ kind }: GoalValues) =>
    kind === "ALLOCATION" || kind === "ACCOUNT" || kind === "DEBT";
  const form = useForm<GoalValues>({
    initialValues: valuesOf(goal, ledger.today, locale, amounts.write),
    validate: {
      name: (name) => (name.trim() ? null : forms.needed),
      account_id: (id, values) => (needsAccount(values) && !id ? forms.needed : null),
      category_id: (id, { kind }) => (kind === "CATEGORY" && !id ? forms.needed : null),
      tag: (tag, { kind }) => (kind === "TAG" && !tag.trim() ? forms.needed : null),
      part_amount: (text, { kind, part }) =>
        kind === "ALLOCATION" && part === "amount" && amounts.read(text) === null
          ? forms.noAmount
          : null,
      part_share: (text, { kind, part }) =>
        kind === "ALLOCATION" && part === "share" && basisPointsOf(amounts.read(text)) === null
          ? words.form.noShare
          : null,
      target: (text, { kind }) =>
        (kind === "DEBT" && !text.trim()) || amounts.read(text) !== null ? null : forms.noAmount,
      debt: (text) => (!text.trim() || amounts.read(text) !== null ? null : forms.noAmount),
    },
  });
  const write = useWrite<GoalView, { draft: GoalDraft; etag: string | null }>(
    ({ draft, etag }) => {
      if (!goal || !etag) return createGoal({ body: draft, headers: { "Idempotency-Key": key } });
      const { target, start, ...rest } = draft;
      return patchGoal({
        path: { id: goal.id },
        body: { ...rest, ...(target ? { target } : {}), ...(start ? { start } : {}) },
        headers: { "If-Match": etag },
      });
    },
    {
      done: ({ name }) => (goal ? words.wasSaved(name) : words.wasCreated(name)),
      showsError: false,
      onDone: onClose,
    },
  );
  const save = (values: GoalValues, etag: string | null) => {
    setFailure(null);
    const draft: GoalDraft = {
      name: values.name.trim(),
      funding: fundingOf(values, amounts.read),
      target: amounts.read(values.target),
      start: values.start || null,
      target_date: values.target_date || null,
    };
    write.mutate(
      { draft, etag },
      { onError: (error) => setFailure(showProblem(form, error, NAMES)) },
    );
  };
  const { kind } = form.values;
  const currency =
    (needsAccount(form.values) ? ledger.account(form.values.account_id)?.currency : undefined) ??
    ledger.currency;
  return (
    <form onSubmit={form.onSubmit((values) => save(values, goal?.etag ?? null))} noValidate>
      <Stack gap="sm">
        <TextInput
          label={common.name}
          maxLength={100}
          required
          data-autofocus
          {...form.getInputProps("name")}
        />
        <NativeSelect
          label={words.form.funding}
          description={goal ? words.form.fundingFixed : words.fundingHints[kind]}
          value={kind}
          disabled={goal !== null}
          onChange={(event) => {
            const next = KINDS.find((one) => one === event.currentTarget.value);
            if (next) form.setValues({ kind: next, account_id: "", category_id: "" });
          }}
          data={KINDS.map((one) => ({ value: one, label: words.funding[one] }))}
        />
        <FundingFields form={form} currency={currency} isNew={goal === null} />
        <Group grow align="start" gap="sm">
          <AmountField
            label={words.form.target}
            description={kind === "DEBT" ? words.form.targetHintDebt : undefined}
            required={kind !== "DEBT"}
            currency={currency}
            {...form.getInputProps("target")}
          />
          <DayField
            label={`${words.form.targetDate} (${forms.optional})`}
            {...form.getInputProps("target_date")}
          />
        </Group>
        <DayField
          label={words.form.start}
          description={words.form.startHint}
          {...form.getInputProps("start")}
        />
        {form.errors["funding"] ? (
          <Text size="sm" c="var(--expense)" role="alert">
            {form.errors["funding"]}
          </Text>
        ) : null}
        <FormFailure
          error={failure}
          before={goal}
          facts={(one) => [
            { label: common.name, text: one.name },
            { label: words.target, text: money(one.target, { currency: one.currency }) },
            {
              label: words.form.targetDate,
              text: one.target_date ? formatDay(one.target_date, locale) : common.none,
            },
          ]}
          onRepeat={(current) => save(form.getValues(), current.etag)}
        />
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button type="submit" loading={write.isPending}>
            {goal ? common.save : common.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
