import { Autocomplete, Select, TagsInput, TextInput } from "@mantine/core";
import { useState } from "react";

import type { TransactionPatch } from "../../../api/generated";
import { usePreferences } from "../../../lib/preferences";
import { transactionWords } from "../../../words/transactions";
import { useWords } from "../../../words/translated";
import { Frame, type Leave } from "./CellFrame";
import type { Column } from "./columns";
import type { Transaction } from "../pages";
import {
  UNFILED,
  useAccountOptions,
  useCategoryOptions,
  usePayees,
  useTagNames,
} from "../editor/suggestions";
import { decimalsOf, readAmount, typedAmount } from "./typed";

export interface CellEditorProps {
  readonly row: Transaction;
  readonly column: Column;
  /** Save a change; null if there is none. */
  readonly commit: (patch: TransactionPatch | null, leave: Leave) => void;
  readonly cancel: () => void;
}

/** Edit one field of a transaction in its cell. */
export function CellEditor(props: CellEditorProps) {
  switch (props.column) {
    case "date":
      return <DateEditor {...props} />;
    case "payee":
      return <PayeeEditor {...props} />;
    case "category":
      return <CategoryEditor {...props} />;
    case "account":
      return <AccountEditor {...props} />;
    case "tags":
      return <TagsEditor {...props} />;
    default:
      return <AmountEditor {...props} />;
  }
}

function useLabel(column: Column): string {
  const words = useWords(transactionWords);
  return words.cell.edit(words.columns[column]);
}

function DateEditor({ row, commit, cancel }: CellEditorProps) {
  const words = useWords(transactionWords);
  const label = useLabel("date");
  const [value, setValue] = useState(row.date);
  const [error, setError] = useState<string | null>(null);
  const save = (leave: Leave) => {
    if (value === row.date) commit(null, leave);
    else if (/^\d{4}-\d\d-\d\d$/.test(value)) commit({ date: value }, leave);
    else if (leave === "stay") cancel();
    else setError(words.cell.notADate);
  };
  return (
    <Frame save={save} cancel={cancel}>
      <TextInput
        size="xs"
        type="date"
        aria-label={label}
        title={error ?? undefined}
        error={error !== null}
        autoFocus
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
    </Frame>
  );
}

function AmountEditor({ row, commit, cancel }: CellEditorProps) {
  const words = useWords(transactionWords);
  const { locale } = usePreferences();
  const label = useLabel("amount");
  const exponent = decimalsOf(row.amount);
  const [value, setValue] = useState(() => typedAmount(row.amount, locale));
  const [error, setError] = useState<string | null>(null);
  const save = (leave: Leave) => {
    const read = readAmount(value, locale, exponent);
    if (read.amount === row.amount) commit(null, leave);
    else if (read.amount !== null) commit({ amount: read.amount }, leave);
    else
      setError(
        read.problem === "tooPrecise" ? words.cell.tooPrecise(exponent) : words.cell.notAnAmount,
      );
  };
  return (
    <Frame save={save} cancel={cancel}>
      <TextInput
        size="xs"
        inputMode="decimal"
        aria-label={label}
        error={error !== null}
        title={error ?? undefined}
        aria-description={error ?? undefined}
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        styles={{ input: { textAlign: "end", fontVariantNumeric: "tabular-nums" } }}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
    </Frame>
  );
}

function PayeeEditor({ row, commit, cancel }: CellEditorProps) {
  const label = useLabel("payee");
  const [value, setValue] = useState(row.payee ?? "");
  const payees = usePayees(value === row.payee ? "" : value);
  const types = useCategoryOptions(row.type === "TRANSFER" ? null : row.type);
  const save = (leave: Leave) => choose(value.trim(), leave);
  const choose = (payee: string, leave: Leave) => {
    if (payee === (row.payee ?? "")) {
      commit(null, leave);
      return;
    }
    // A known payee brings its last category to a transaction that has none.
    const last = payees.find((one) => one.payee === payee)?.category_id;
    const isOpen = row.type !== "TRANSFER" && !row.category_id && row.splits.length === 0;
    const brings = isOpen && last && types.some((one) => one.value === last);
    commit({ payee: payee || null, ...(brings ? { category_id: last } : {}) }, leave);
  };
  return (
    <Frame save={save} cancel={cancel}>
      <Autocomplete
        size="xs"
        aria-label={label}
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        maxLength={100}
        data={payees.map((one) => one.payee)}
        filter={({ options }) => options}
        value={value}
        onChange={setValue}
        onOptionSubmit={(payee) => choose(payee, "down")}
      />
    </Frame>
  );
}

function CategoryEditor({ row, commit, cancel }: CellEditorProps) {
  const label = useLabel("category");
  const type = row.type === "TRANSFER" ? null : row.type;
  const data = useCategoryOptions(type, row.category_id);
  const present = row.category_id ?? UNFILED;
  const choose = (value: string) =>
    commit(value === present ? null : { category_id: value || null }, "down");
  return (
    <Frame save={(leave) => commit(null, leave)} cancel={cancel} leavesEnter>
      <Select
        size="xs"
        aria-label={label}
        autoFocus
        searchable
        selectFirstOptionOnChange
        defaultDropdownOpened
        onFocus={(event) => event.currentTarget.select()}
        allowDeselect={false}
        data={data}
        value={present}
        onOptionSubmit={choose}
        comboboxProps={{ width: 240, position: "bottom-start" }}
      />
    </Frame>
  );
}

function AccountEditor({ row, commit, cancel }: CellEditorProps) {
  const label = useLabel("account");
  const data = useAccountOptions(row.account_id);
  const choose = (value: string) =>
    commit(value === row.account_id ? null : { account_id: value }, "down");
  return (
    <Frame save={(leave) => commit(null, leave)} cancel={cancel} leavesEnter>
      <Select
        size="xs"
        aria-label={label}
        autoFocus
        searchable
        selectFirstOptionOnChange
        defaultDropdownOpened
        onFocus={(event) => event.currentTarget.select()}
        allowDeselect={false}
        data={data}
        value={row.account_id}
        onOptionSubmit={choose}
        comboboxProps={{ width: 240, position: "bottom-start" }}
      />
    </Frame>
  );
}

function TagsEditor({ row, commit, cancel }: CellEditorProps) {
  const label = useLabel("tags");
  const names = useTagNames();
  const [value, setValue] = useState<string[]>([...row.tags]);
  const [typed, setTyped] = useState("");
  const save = (leave: Leave) => {
    const pending = typed.trim();
    const all = pending && !value.includes(pending) ? [...value, pending] : value;
    commit(all.join("\n") === row.tags.join("\n") ? null : { tags: all }, leave);
  };
  return (
    <Frame save={save} cancel={cancel} leavesEnter={typed.trim() !== ""}>
      <TagsInput
        size="xs"
        aria-label={label}
        autoFocus
        maxTags={20}
        data={names}
        value={value}
        onChange={setValue}
        searchValue={typed}
        onSearchChange={setTyped}
        comboboxProps={{ width: 240, position: "bottom-end" }}
      />
    </Frame>
  );
}
