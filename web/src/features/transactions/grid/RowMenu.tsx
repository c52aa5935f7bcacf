import { Menu } from "@mantine/core";
import { Copy, History, ListFilter, Pencil, Repeat, Shapes, Split, Trash2 } from "lucide-react";
import { Link } from "wouter";

import { useLedger } from "../../../api/ledger";
import { transactionWords } from "../../../words/transactions";
import { useWords } from "../../../words/translated";
import type { Transaction } from "../pages";
import type { FilterChange } from "../filters/useFilters";

export interface OpenMenu {
  readonly row: Transaction;
  readonly x: number;
  readonly y: number;
}

export interface RowMenuProps {
  readonly opened: OpenMenu | null;
  readonly close: () => void;
  readonly edit: (row: Transaction, part: "fields" | "split" | "history") => void;
  readonly duplicate: (row: Transaction) => void;
  readonly remove: (row: Transaction) => void;
  readonly filter: (change: FilterChange) => void;
}

/** Show what can be done with a row, where it was pressed. */
export function RowMenu({ opened, close, edit, duplicate, remove, filter }: RowMenuProps) {
  const all = useWords(transactionWords);
  const words = all.menu;
  const { canWrite } = useLedger();
  const row = opened?.row;
  return (
    <Menu
      opened={opened !== null}
      onChange={(isOpen) => !isOpen && close()}
      position="bottom-start"
      returnFocus
      width={240}
      shadow="md"
    >
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label={all.columns.actions}
          style={{
            position: "fixed",
            left: opened?.x ?? 0,
            top: opened?.y ?? 0,
            width: 1,
            height: 1,
            padding: 0,
            border: 0,
            background: "none",
            pointerEvents: "none",
          }}
        />
      </Menu.Target>
      {row ? (
        <Menu.Dropdown>
          {canWrite ? (
            <>
              <Menu.Item leftSection={<Pencil size={16} />} onClick={() => edit(row, "fields")}>
                {words.edit}
              </Menu.Item>
              <Menu.Item leftSection={<Copy size={16} />} onClick={() => duplicate(row)}>
                {words.duplicate}
              </Menu.Item>
              {row.type === "TRANSFER" ? null : (
                <Menu.Item leftSection={<Split size={16} />} onClick={() => edit(row, "split")}>
                  {words.split}
                </Menu.Item>
              )}
              <Menu.Item
                component={Link}
                href={`/bills?transaction_id=${row.id}`}
                leftSection={<Repeat size={16} />}
              >
                {words.repeat}
              </Menu.Item>
              <Menu.Divider />
            </>
          ) : null}
          {row.payee ? (
            <Menu.Item
              leftSection={<ListFilter size={16} />}
              onClick={() => filter({ payee: row.payee ?? undefined })}
            >
              {words.byPayee}
            </Menu.Item>
          ) : null}
          {row.category_id ? (
            <Menu.Item
              leftSection={<Shapes size={16} />}
              onClick={() => filter({ category_id: row.category_id ?? undefined })}
            >
              {words.byCategory}
            </Menu.Item>
          ) : null}
          <Menu.Item leftSection={<History size={16} />} onClick={() => edit(row, "history")}>
            {words.history}
          </Menu.Item>
          {canWrite ? (
            <>
              <Menu.Divider />
              <Menu.Item
                style={{ color: "var(--expense)" }}
                leftSection={<Trash2 size={16} />}
                onClick={() => remove(row)}
              >
                {words.delete}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      ) : null}
    </Menu>
  );
}
