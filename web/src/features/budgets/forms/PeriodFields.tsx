import { NativeSelect, Text } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";

import type { BudgetView, Carry, ScopeKind } from "../../../api/generated";
import { DayField } from "../../../components/forms/DayField";
import { ScheduleFields } from "../../../components/forms/ScheduleFields";
import { scheduleOf, type ScheduleValue } from "../../../lib/schedule";
import { budgetFormWords } from "../../../words/budget-forms";
import { scheduleWords } from "../../../words/schedule";
import { useWords } from "../../../words/translated";

/** What the form of a budget holds. */
export interface Values extends Record<string, unknown> {
  name: string;
  scope: ScopeKind;
  ids: string[];
  amount: string;
  hasOwnPeriod: boolean;
  period: ScheduleValue;
  start: string;
  carry: Carry;
  carry_cap: string;
  thresholds: string[];
}

/** Ask for the rhythm of a new budget and its first day; say them of one that exists. */
export function PeriodFields({
  budget,
  form,
}: {
  budget: BudgetView | null;
  form: UseFormReturnType<Values>;
}) {
  const { form: texts } = useWords(budgetFormWords);
  const rules = useWords(scheduleWords);
  const { hasOwnPeriod, period } = form.values;
  if (budget)
    return (
      <Text size="sm" c="dimmed">
        {texts.period}: {budget.period ? rules.describe(scheduleOf(budget.period)) : texts.months}
      </Text>
    );
  return (
    <>
      <NativeSelect
        label={texts.period}
        value={hasOwnPeriod ? "own" : "months"}
        onChange={(event) =>
          form.setFieldValue("hasOwnPeriod", event.currentTarget.value === "own")
        }
        data={[
          { value: "months", label: texts.months },
          { value: "own", label: texts.custom },
        ]}
      />
      {hasOwnPeriod ? (
        <>
          <ScheduleFields
            value={period}
            onChange={(value) => form.setFieldValue("period", value)}
          />
          <Text size="sm" role="status">
            {rules.describe(period)}
          </Text>
          {form.errors["period"] ? (
            <Text size="sm" c="var(--expense)" role="alert">
              {form.errors["period"]}
            </Text>
          ) : null}
        </>
      ) : null}
      <DayField
        label={texts.start}
        description={texts.startHint}
        {...form.getInputProps("start")}
      />
    </>
  );
}
