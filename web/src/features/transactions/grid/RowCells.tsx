/** Contents of the register's cells, for reading. */
import { ArrowRight } from "lucide-react";
import { useMemo } from "react";

import { useLedger, type Ledger } from "../../../api/ledger";
import { CategoryIcon } from "../../../components/names/CategoryIcon";
import { formatDay } from "../../../lib/dates";
import { formatMoney } from "../../../lib/money";
import { usePreferences } from "../../../lib/preferences";
import { commonWords } from "../../../words/common";
import { transactionWords } from "../../../words/transactions";
import { useWords } from "../../../words/translated";
import { signedAmount, toneOf } from "../amounts";
import type { Column } from "./columns";
import { Marks } from "./Marks";
import type { Transaction } from "../pages";

/** What all rows need for their contents, read once for all. */
export function useRowFacts() {
  const ledger = useLedger();
  const { locale } = usePreferences();
  const words = useWords(transactionWords);
  const common = useWords(commonWords);
  return useMemo(() => ({ ledger, locale, words, common }), [ledger, locale, words, common]);
}

export type RowFacts = ReturnType<typeof useRowFacts>;

/** Return what a transaction is called: its payee, else its description. */
export function nameOf(row: Transaction, words: { readonly noPayee: string }): string {
  return row.payee ?? row.description ?? words.noPayee;
}

/** Return the name of the account, and of the other one of a transfer. */
export function accountsOf(row: Transaction, ledger: Ledger): [string, string | null] {
  return [
    ledger.account(row.account_id)?.name ?? "",
    row.to_account_id ? (ledger.account(row.to_account_id)?.name ?? "") : null,
  ];
}

export function CategoryContent({ row, facts }: { row: Transaction; facts: RowFacts }) {
  const { ledger, words, common } = facts;
  if (row.type === "TRANSFER") {
    const [, to] = accountsOf(row, ledger);
    return (
      <span className="soft cut" title={words.transferTo(to ?? "")}>
        <ArrowRight size={13} aria-hidden style={{ verticalAlign: -2, marginInline: 4 }} />
        {words.transferTo(to ?? "")}
      </span>
    );
  }
  const parts = row.splits;
  if (parts.length > 0) {
    return (
      <>
        <span style={{ display: "inline-flex", flex: "none" }}>
          {parts.slice(0, 2).map((part, index) => {
            const category = ledger.category(part.category_id);
            return (
              <CategoryIcon key={index} color={category?.color} icon={category?.icon} size={20} />
            );
          })}
        </span>
        <span className="cut">{words.splitOf(parts.length)}</span>
      </>
    );
  }
  const category = ledger.category(row.category_id);
  if (!category) return <span className="soft cut">{common.unfiled}</span>;
  return (
    <>
      <CategoryIcon color={category.color} icon={category.icon} size={22} />
      <span className="cut" title={category.name}>
        {category.name}
      </span>
    </>
  );
}

export function AmountContent({ row, facts }: { row: Transaction; facts: RowFacts }) {
  const { locale, words } = facts;
  const { exchange } = row;
  return (
    <span style={{ display: "grid", lineHeight: 1.25 }}>
      <span className="amount" style={{ color: `var(--${toneOf(row)})`, fontWeight: 550 }}>
        {formatMoney(signedAmount(row), row.currency, locale, { signed: row.type !== "TRANSFER" })}
      </span>
      {exchange ? (
        <span className="amount soft" style={{ fontSize: 11 }}>
          {exchange.base_amount === null
            ? words.noRate
            : `≈ ${formatMoney(exchange.base_amount, exchange.currency, locale)}`}
        </span>
      ) : null}
    </span>
  );
}

/** Show the content of a cell. */
export function CellContent({
  row,
  column,
  facts,
}: {
  row: Transaction;
  column: Column;
  facts: RowFacts;
}) {
  const { ledger, locale, words } = facts;
  switch (column) {
    case "date":
      return <span className="amount">{formatDay(row.date, locale)}</span>;
    case "payee":
      return (
        <span className="cut" title={[row.payee, row.description].filter(Boolean).join(" · ")}>
          <span style={{ fontWeight: 550 }}>{nameOf(row, words)}</span>
          {row.payee && row.description ? <span className="soft"> · {row.description}</span> : null}
        </span>
      );
    case "category":
      return <CategoryContent row={row} facts={facts} />;
    case "account": {
      const [name] = accountsOf(row, ledger);
      return (
        <span className="cut" title={name}>
          {name}
        </span>
      );
    }
    case "tags":
      return (
        <span style={{ display: "flex", gap: 4, minWidth: 0 }} title={row.tags.join(", ")}>
          {row.tags.slice(0, 1).map((tag) => (
            <span key={tag} className="tag cut">
              {tag}
            </span>
          ))}
          {row.tags.length > 1 ? <span className="tag">+{row.tags.length - 1}</span> : null}
        </span>
      );
    case "amount":
      return <AmountContent row={row} facts={facts} />;
    case "markers":
      return <Marks row={row} />;
    default:
      return null;
  }
}
