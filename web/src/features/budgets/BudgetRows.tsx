import { Table, Text, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";

import { useLedger } from "../../api/ledger";
import { Amount } from "../../components/Amount";
import { budgetWords } from "../../words/budgets";
import { formWords } from "../../words/forms";
import { useWords } from "../../words/translated";
import { AmountEditor } from "./forms/AmountEditor";
import { Bar } from "./Bar";
import { BudgetCards } from "./BudgetCards";
import { AmountCell, Name, closeEditor, type BudgetRowsProps, type RowsProps } from "./BudgetCells";
import { BudgetMenu } from "./BudgetMenu";
import { StateText } from "./StateText";
import { stateOf } from "./state";

/** Show budgets as a table, on phones as cards. */
export function BudgetRows(props: BudgetRowsProps) {
  const isWide = useMediaQuery("(min-width: 62em)", undefined, { getInitialValueInEffect: false });
  const [editing, setEditing] = useState<string | null>(null);
  const rows = { ...props, editing, onEditing: setEditing };
  return isWide ? <AsTable {...rows} /> : <BudgetCards {...rows} />;
}

function AsTable({ items, budgets, editing, onEditing, onEdit, onHistory }: RowsProps) {
  const words = useWords(budgetWords);
  const { today, exponent } = useLedger();
  const forms = useWords(formWords);
  const { columns } = words;
  return (
    <div className="card" style={{ padding: 0, overflowX: "auto" }}>
      <Table verticalSpacing="xs" horizontalSpacing="sm">
        <Table.Caption style={{ position: "absolute", clipPath: "inset(50%)", height: 1 }}>
          {words.caption}
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{columns.budget}</Table.Th>
            <Table.Th w="14%">{columns.progress}</Table.Th>
            {(["amount", "carried", "spent", "left", "perDay", "projected"] as const).map((one) => (
              <Table.Th key={one} ta="end">
                {columns[one]}
              </Table.Th>
            ))}
            <Table.Th w={44}>
              <VisuallyHidden>{forms.actions}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        {items.map((status) => {
          const { period } = status;
          const state = stateOf(status, today, exponent);
          const budget = budgets.find((one) => one.id === status.id);
          const isEdited = editing === status.id && budget;
          return (
            <Table.Tbody key={status.id} style={{ borderTop: "1px solid var(--line)" }}>
              <Table.Tr style={isEdited ? { borderBottom: 0 } : undefined}>
                <Table.Th scope="row" miw={210}>
                  <Name status={status} />
                  <StateText state={state} currency={status.currency} />
                </Table.Th>
                <Table.Td>
                  <Bar status={status} state={state} />
                </Table.Td>
                <Table.Td ta="end">
                  <AmountCell status={status} isEditable={!!budget} onEdit={onEditing} />
                </Table.Td>
                <Money value={period.carried} hidesZero signed />
                <Money value={period.spent} />
                <Money value={period.left} isStrong />
                <Money value={period.days_left > 0 ? period.safe_per_day : null} />
                <Money value={period.days_left > 0 ? period.projected : null} />
                <Table.Td>
                  <BudgetMenu
                    status={status}
                    budget={budget}
                    onEdit={() => budget && onEdit(budget)}
                    onHistory={() => onHistory(status)}
                  />
                </Table.Td>
              </Table.Tr>
              {isEdited ? (
                <Table.Tr>
                  <Table.Td colSpan={9} pt={0}>
                    <div className="card" style={{ borderColor: "var(--accent)" }}>
                      <AmountEditor
                        status={status}
                        budget={budget}
                        onClose={() => closeEditor(status.id, onEditing)}
                      />
                    </div>
                  </Table.Td>
                </Table.Tr>
              ) : null}
            </Table.Tbody>
          );
        })}
      </Table>
    </div>
  );
}

function Money({
  value,
  isStrong = false,
  hidesZero = false,
  signed = false,
}: {
  value: string | null;
  isStrong?: boolean;
  hidesZero?: boolean;
  signed?: boolean;
}) {
  const isShown = value !== null && !(hidesZero && !/[1-9]/.test(value));
  return (
    <Table.Td ta="end">
      {isShown ? (
        <Amount value={value} tone="sign" signed={signed} {...(isStrong ? { weight: 650 } : {})} />
      ) : (
        <Text span c="dimmed" aria-hidden>
          –
        </Text>
      )}
    </Table.Td>
  );
}
