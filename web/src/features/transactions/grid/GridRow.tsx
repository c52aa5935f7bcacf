import { ActionIcon, Checkbox } from "@mantine/core";
import { EllipsisVertical } from "lucide-react";
import { memo } from "react";

import type { TransactionPatch } from "../../../api/generated";
import { CellEditor } from "./CellEditor";
import type { Leave } from "./CellFrame";
import { COLUMNS, isEditable, type Cell, type Column } from "./columns";
import type { Transaction } from "../pages";
import { CellContent, nameOf, type RowFacts } from "./RowCells";

/** What a row tells the grid; one object for all rows, so that rows are not rendered again. */
export interface RowHandlers {
  readonly activate: (cell: Cell) => void;
  readonly edit: (cell: Cell) => void;
  readonly commit: (cell: Cell, patch: TransactionPatch | null, leave: Leave) => void;
  readonly cancel: (cell: Cell) => void;
  readonly toggle: (id: string, isRange: boolean) => void;
  readonly openMenu: (row: Transaction, x: number, y: number) => void;
}

export interface GridRowProps {
  readonly row: Transaction;
  readonly index: number;
  readonly top: number;
  readonly activeColumn: Column | null;
  readonly editedColumn: Column | null;
  readonly refused: string | null;
  readonly isSelected: boolean;
  readonly canWrite: boolean;
  readonly facts: RowFacts;
  readonly handlers: RowHandlers;
}

/** Show one transaction as a row of cells. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { row, index, top, activeColumn, editedColumn, isSelected, canWrite, handlers } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={`register-row is-body${isSelected ? " is-selected" : ""}`}
      style={{ position: "absolute", insetInline: 0, top, height: 40 }}
      onContextMenu={(event) => {
        event.preventDefault();
        const box = event.currentTarget.getBoundingClientRect();
        // The key for menus has no place of its own.
        const isKey = event.clientX === 0 && event.clientY === 0;
        handlers.openMenu(
          row,
          isKey ? box.left + 60 : event.clientX,
          isKey ? box.bottom : event.clientY,
        );
      }}
    >
      {COLUMNS.map((column) => (
        <GridCell
          key={column}
          {...props}
          column={column}
          isActive={activeColumn === column}
          isEdited={canWrite && editedColumn === column}
        />
      ))}
    </div>
  );
});

function GridCell({
  row,
  column,
  isActive,
  isEdited,
  isSelected,
  refused,
  canWrite,
  facts,
  handlers,
}: GridRowProps & { column: Column; isActive: boolean; isEdited: boolean }) {
  const cell = { id: row.id, column };
  const mark = `${row.id}:${column}`;
  const index = COLUMNS.indexOf(column) + 1;
  const tabIndex = isActive ? 0 : -1;
  const name = nameOf(row, facts.words);
  if (column === "select") {
    return (
      <div role="gridcell" aria-colindex={index} className="register-cell">
        <Checkbox
          size="xs"
          data-cell={mark}
          tabIndex={tabIndex}
          aria-label={facts.words.select(name)}
          checked={isSelected}
          onFocus={() => handlers.activate(cell)}
          onClick={(event) => handlers.toggle(row.id, event.shiftKey)}
          readOnly
          styles={{ input: { cursor: "pointer" } }}
        />
      </div>
    );
  }
  if (column === "actions") {
    return (
      <div role="gridcell" aria-colindex={index} className="register-cell">
        <ActionIcon
          data-cell={mark}
          tabIndex={tabIndex}
          variant="subtle"
          color="gray"
          aria-label={facts.words.actionsFor(name)}
          aria-haspopup="menu"
          onFocus={() => handlers.activate(cell)}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            handlers.openMenu(row, box.right, box.bottom);
          }}
        >
          <EllipsisVertical size={16} />
        </ActionIcon>
      </div>
    );
  }
  if (isEdited) {
    return (
      <div role="gridcell" aria-colindex={index} className="register-cell is-edited">
        <CellEditor
          row={row}
          column={column}
          commit={(patch, leave) => handlers.commit(cell, patch, leave)}
          cancel={() => handlers.cancel(cell)}
        />
      </div>
    );
  }
  const isOpen = canWrite && isEditable(row, column);
  return (
    <div
      role="gridcell"
      aria-colindex={index}
      aria-readonly={!isOpen}
      data-cell={mark}
      tabIndex={tabIndex}
      className={`register-cell${isOpen ? " is-editable" : ""}${column === "amount" ? " is-end" : ""}`}
      style={refused === column ? { boxShadow: "inset 0 0 0 2px var(--expense)" } : undefined}
      onFocus={() => handlers.activate(cell)}
      onDoubleClick={() => handlers.edit(cell)}
    >
      <CellContent row={row} column={column} facts={facts} />
    </div>
  );
}
