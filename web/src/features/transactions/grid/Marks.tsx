import {
  ArrowDownToLine,
  ArrowRightLeft,
  CircleHelp,
  Repeat,
  Split,
  StickyNote,
  Target,
  type LucideIcon,
} from "lucide-react";

import { transactionWords } from "../../../words/transactions";
import { useWords } from "../../../words/translated";
import type { Transaction } from "../pages";

type Mark = keyof (typeof transactionWords)["en"]["marks"];

const ICONS: Readonly<Record<Mark, LucideIcon>> = {
  split: Split,
  transfer: ArrowRightLeft,
  imported: ArrowDownToLine,
  recurring: Repeat,
  note: StickyNote,
  goal: Target,
  estimated: CircleHelp,
};

function marksOf(row: Transaction): Mark[] {
  const all: Record<Mark, boolean> = {
    estimated: row.is_amount_estimated || row.is_to_amount_estimated,
    split: row.splits.length > 0,
    transfer: row.type === "TRANSFER",
    recurring: row.recurring_id !== null,
    goal: row.goal_id !== null,
    imported: row.import_id !== null,
    note: row.notes !== null && row.notes !== "",
  };
  return (Object.keys(all) as Mark[]).filter((mark) => all[mark]);
}

/** Show by icons with names what is special about a transaction. */
export function Marks({ row, size = 14 }: { row: Transaction; size?: number }) {
  const words = useWords(transactionWords);
  return (
    <span style={{ display: "inline-flex", gap: 5, color: "var(--text-soft)" }}>
      {marksOf(row).map((mark) => {
        const Icon = ICONS[mark];
        const warns = mark === "estimated";
        return (
          <span
            key={mark}
            role="img"
            aria-label={words.marks[mark]}
            title={words.marks[mark]}
            style={{ display: "inline-flex", color: warns ? "var(--warning)" : undefined }}
          >
            <Icon size={size} aria-hidden />
          </span>
        );
      })}
    </span>
  );
}
