import { Group, Stack, Text } from "@mantine/core";

import { useLedger } from "../../api/ledger";
import { Amount } from "../../components/Amount";
import { budgetWords } from "../../words/budgets";
import { useWords } from "../../words/translated";
import { AmountEditor } from "./forms/AmountEditor";
import { Bar } from "./Bar";
import { AmountCell, Name, closeEditor, type RowsProps } from "./BudgetCells";
import { BudgetMenu } from "./BudgetMenu";
import { StateText } from "./StateText";
import { stateOf } from "./state";

/** Show budgets as cards, for narrow screens. */
export function BudgetCards({ items, budgets, editing, onEditing, onEdit, onHistory }: RowsProps) {
  const words = useWords(budgetWords);
  const { today, exponent } = useLedger();
  return (
    <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
      {items.map((status) => {
        const { period } = status;
        const state = stateOf(status, today, exponent);
        const budget = budgets.find((one) => one.id === status.id);
        const facts = [
          [words.columns.spent, period.spent],
          [words.columns.left, period.left],
          [words.columns.perDay, period.days_left > 0 ? period.safe_per_day : null],
        ] as const;
        return (
          <li key={status.id} className="card">
            <Stack gap={8}>
              <Group justify="space-between" wrap="nowrap" align="start">
                <div style={{ minWidth: 0, fontWeight: 600 }}>
                  <Name status={status} />
                </div>
                <Group gap={4} wrap="nowrap">
                  {editing === status.id ? null : (
                    <AmountCell status={status} isEditable={!!budget} onEdit={onEditing} />
                  )}
                  <BudgetMenu
                    status={status}
                    budget={budget}
                    onEdit={() => budget && onEdit(budget)}
                    onHistory={() => onHistory(status)}
                  />
                </Group>
              </Group>
              {editing === status.id && budget ? (
                <AmountEditor
                  status={status}
                  budget={budget}
                  onClose={() => closeEditor(status.id, onEditing)}
                />
              ) : null}
              <Bar status={status} state={state} />
              <StateText state={state} currency={status.currency} />
              <Group gap="lg">
                {facts.map(([label, value]) =>
                  value === null ? null : (
                    <div key={label}>
                      <Text size="xs" c="dimmed">
                        {label}
                      </Text>
                      <Amount value={value} tone="sign" />
                    </div>
                  ),
                )}
              </Group>
            </Stack>
          </li>
        );
      })}
    </Stack>
  );
}
