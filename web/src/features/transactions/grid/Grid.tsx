import { Checkbox, Skeleton, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useEffect, useRef } from "react";

import type { Filters } from "../filters/filters";
import { COLUMNS, type Column } from "./columns";
import { GridRow } from "./GridRow";
import type { Transaction } from "../pages";
import { useRowFacts } from "./RowCells";
import type { Selection } from "../bulk/selection";
import { useGridKeys, type GridActions } from "./useGridKeys";
import type { Edits } from "./useEdits";
import type { Register } from "../useRegister";

const ROW = 40;
/** So many rows before the end the next page is asked for. */
const AHEAD = 40;

export interface GridProps extends GridActions {
  readonly register: Register;
  readonly edits: Edits;
  readonly selection: Selection;
  readonly filters: Filters;
  readonly sortBy: (sort: Filters["sort"]) => void;
  readonly openMenu: (row: Transaction, x: number, y: number) => void;
}

/** Show the register as a grid whose cells are edited in place; only rows in view are rendered. */
export function Grid(props: GridProps) {
  const { register, edits, selection, filters, sortBy, openMenu } = props;
  const facts = useRowFacts();
  const scroll = useRef<HTMLDivElement>(null);
  const { items } = register.rows;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = register.query;
  const count = items.length + (hasNextPage ? 3 : 0);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 10,
    scrollPaddingStart: 40,
    scrollPaddingEnd: 8,
  });
  const shown = virtual.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const last = shown.at(-1)?.index ?? 0;
  const { version, refresh } = register;

  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= items.length - AHEAD) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage, items.length, last]);
  useEffect(() => {
    void refresh(first, last);
  }, [first, last, refresh, version]);

  const keys = useGridKeys({
    ...props,
    scroll,
    showRow: (index) => virtual.scrollToIndex(index, { align: "auto" }),
    openMenu,
  });
  const { active, edited } = keys;
  const { words } = facts;
  const isAll = items.length > 0 && selection.ids.size >= items.length;

  return (
    <div
      ref={scroll}
      className="register-scroll"
      role="grid"
      aria-label={words.table}
      aria-rowcount={hasNextPage ? -1 : items.length + 1}
      aria-colcount={COLUMNS.length}
      aria-multiselectable
      aria-busy={register.query.isPlaceholderData}
      onKeyDown={keys.onKeyDown}
    >
      <div role="row" aria-rowindex={1} className="register-row register-head">
        {COLUMNS.map((column) => (
          <div
            key={column}
            role="columnheader"
            className={`register-cell${column === "amount" ? " is-end" : ""}`}
            aria-sort={
              column === "date" || column === "amount" ? sortOf(column, filters) : undefined
            }
          >
            {column === "select" ? (
              <Checkbox
                size="xs"
                aria-label={words.selectAll}
                checked={isAll}
                indeterminate={selection.ids.size > 0 && !isAll}
                onChange={() => (isAll ? selection.clear() : selection.selectAll())}
              />
            ) : column === "date" || column === "amount" ? (
              <SortButton
                column={column}
                filters={filters}
                sortBy={sortBy}
                label={words.sortBy(words.columns[column])}
                text={words.columns[column]}
              />
            ) : column === "actions" || column === "markers" ? (
              <VisuallyHidden>{words.columns[column]}</VisuallyHidden>
            ) : (
              words.columns[column]
            )}
          </div>
        ))}
      </div>
      <div
        role="rowgroup"
        style={{ height: virtual.getTotalSize(), position: "relative", minWidth: 920 }}
      >
        {shown.map(({ index, key, start }) => {
          const row = items[index];
          return row ? (
            <GridRow
              key={key}
              row={row}
              index={index}
              top={start}
              activeColumn={active.id === row.id ? active.column : null}
              editedColumn={edited?.id === row.id ? edited.column : null}
              refused={edits.refusal?.id === row.id ? columnOf(edits.refusal.field) : null}
              isSelected={selection.ids.has(row.id)}
              canWrite={facts.ledger.canWrite}
              facts={facts}
              handlers={keys.handlers}
            />
          ) : (
            <div
              key={key}
              role="row"
              aria-rowindex={index + 2}
              style={{ position: "absolute", insetInline: 8, top: start + 10 }}
            >
              <div role="gridcell">
                <Skeleton height={24} radius="sm" />
              </div>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function columnOf(field: string): Column | null {
  const name = field.replace(/_id$/, "");
  return COLUMNS.find((column) => column === name) ?? null;
}

function sortOf(column: "date" | "amount", { sort = "-date" }: Filters) {
  if (!sort.endsWith(column)) return "none";
  return sort.startsWith("-") ? "descending" : "ascending";
}

interface SortButtonProps {
  readonly column: "date" | "amount";
  readonly filters: Filters;
  readonly sortBy: (sort: Filters["sort"]) => void;
  readonly label: string;
  readonly text: string;
}

function SortButton({ column, filters, sortBy, label, text }: SortButtonProps) {
  const order = sortOf(column, filters);
  return (
    <UnstyledButton
      className="register-sort"
      aria-label={label}
      onClick={() => sortBy(order === "descending" ? column : `-${column}`)}
    >
      {text}
      {order === "descending" ? <ArrowDown size={13} aria-hidden /> : null}
      {order === "ascending" ? <ArrowUp size={13} aria-hidden /> : null}
    </UnstyledButton>
  );
}
