import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from "react";

import { useLedger } from "../../../api/ledger";
import { isEditable, moved, nextEditable, type Cell } from "./columns";
import type { RowHandlers } from "./GridRow";
import type { Transaction } from "../pages";
import type { Selection } from "../bulk/selection";
import type { Edits } from "./useEdits";
import type { Register } from "../useRegister";

export interface GridActions {
  readonly openEditor: (row: Transaction) => void;
  readonly remove: (row: Transaction) => void;
}

interface GridKeysOptions extends GridActions {
  readonly register: Register;
  readonly edits: Edits;
  readonly selection: Selection;
  readonly scroll: RefObject<HTMLDivElement | null>;
  readonly showRow: (index: number) => void;
  readonly openMenu: (row: Transaction, x: number, y: number) => void;
}

/** Keep the active and the edited cell of the grid, and act on its keys. */
export function useGridKeys(options: GridKeysOptions) {
  const { canWrite } = useLedger();
  const { items } = options.register.rows;
  const [chosen, setActive] = useState<Cell | null>(null);
  const [edited, setEdited] = useState<Cell | null>(null);
  // After a move the cell gets the focus; it may be rendered only after scrolling.
  const wanted = useRef<Cell | null>(null);

  const first = items[0];
  const active = useMemo<Cell>(
    () =>
      chosen && items.some((row) => row.id === chosen.id)
        ? chosen
        : { id: first?.id ?? "", column: "date" },
    [chosen, first, items],
  );

  useEffect(() => {
    if (!wanted.current) return;
    const { id, column } = wanted.current;
    const node = options.scroll.current?.querySelector<HTMLElement>(
      `[data-cell="${id}:${column}"]`,
    );
    if (!node) return;
    wanted.current = null;
    node.focus({ preventScroll: true });
  });

  const go = (cell: Cell) => {
    const index = items.findIndex((row) => row.id === cell.id);
    if (index >= 0) options.showRow(index);
    wanted.current = cell;
    setActive(cell);
  };

  const edit = (cell: Cell) => {
    const row = items.find((one) => one.id === cell.id);
    if (!row) return;
    if (canWrite && isEditable(row, cell.column)) {
      setActive(cell);
      setEdited(cell);
    } else options.openEditor(row);
  };

  const latest = useRef({ go, edit, items, options });
  useEffect(() => {
    latest.current = { go, edit, items, options };
  });

  const handlers = useMemo<RowHandlers>(
    () => ({
      activate: (cell) => setActive(cell),
      edit: (cell) => latest.current.edit(cell),
      cancel: (cell) => {
        setEdited(null);
        latest.current.go(cell);
      },
      toggle: (id, isRange) => latest.current.options.selection.toggle(id, isRange),
      openMenu: (row, x, y) => latest.current.options.openMenu(row, x, y),
      commit: (cell, patch, leave) => {
        const { items: rows, options: present } = latest.current;
        if (patch) present.edits.save(cell.id, patch);
        const step = leave === "next" ? 1 : leave === "previous" ? -1 : null;
        const next = step ? nextEditable(rows, cell, step) : null;
        setEdited(next);
        if (next) {
          present.showRow(rows.findIndex((row) => row.id === next.id));
          setActive(next);
        } else if (leave === "down")
          latest.current.go(moved(rows, cell, "ArrowDown", false, 1) ?? cell);
        else if (step) latest.current.go(cell);
      },
    }),
    [],
  );

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const isInHead = event.target instanceof Element && event.target.closest(".register-head");
    if (edited || event.altKey || isInHead) return;
    const row = items.find((one) => one.id === active.id);
    if (!row) return;
    const withControl = event.ctrlKey || event.metaKey;
    const screen = Math.floor((options.scroll.current?.clientHeight ?? 400) / 40) - 1;
    const isButton = active.column === "actions";
    const target = moved(items, active, event.key, withControl, screen);
    if (target) go(target);
    else if (event.key === " " && !isButton) options.selection.toggle(row.id, event.shiftKey);
    else if ((event.key === "Enter" && !isButton) || event.key === "F2") edit(active);
    else if (withControl && event.key.toLowerCase() === "a") options.selection.selectAll();
    else if (event.key === "Escape") options.selection.clear();
    else if (event.key === "Delete" && canWrite) {
      const index = items.indexOf(row);
      const near = items[index + 1] ?? items[index - 1];
      if (near) go({ id: near.id, column: active.column });
      options.remove(row);
    } else return;
    event.preventDefault();
  };

  return { active, edited, handlers, onKeyDown };
}
