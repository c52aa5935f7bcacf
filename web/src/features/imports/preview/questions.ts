/** Questions about what a bank file leaves open, with the answers that the reading of it allows. */
import type { ColumnRole, LayoutView, PreviewView } from "../../../api/generated";
import { ordersOf } from "./days";
import type { Choices } from "./draft";

export interface Option {
  readonly value: string;
  readonly choices: Choices;
}

export interface Question {
  readonly code: string;
  /** What is in force now: assumed, or answered. */
  readonly current: string;
  readonly options: readonly Option[];
}

const NUMBER = /^[^\d]{0,5}[\d.,'\s]*\d[^\d]{0,5}$/;

function withLayout(choices: Choices, layout: Choices["layout"]): Choices {
  return { ...choices, layout: { ...choices.layout, ...layout } };
}

/** Return the roles with some columns given others. */
export function withRoles(
  columns: readonly ColumnRole[],
  changes: ReadonlyMap<number, ColumnRole>,
): ColumnRole[] {
  return columns.map((role, index) => changes.get(index) ?? role);
}

/** Return the columns that may have the amount: the one that is used, and unused ones with numbers. */
function amountColumns({ layout, columns }: PreviewView): number[] {
  return columns
    .filter(({ index, role, samples }) => {
      const isUsed = layout.columns[index] === "AMOUNT";
      const isNumeric =
        samples.length > 0 &&
        samples.every((one) => NUMBER.test(one)) &&
        samples.some((one) => /[1-9]/.test(one));
      return isUsed || (role === "IGNORE" && isNumeric && samples.some((one) => /[.,]/.test(one)));
    })
    .map((one) => one.index);
}

type Maker = (preview: PreviewView, choices: Choices) => Omit<Question, "code"> | null;

function swapped(first: ColumnRole, second: ColumnRole): Maker {
  return ({ layout }, choices) => {
    const [a, b] = [layout.columns.indexOf(first), layout.columns.indexOf(second)];
    if (a < 0 || b < 0) return null;
    const option = (index: number, other: number): Option => {
      const roles = new Map([
        [index, first],
        [other, second],
      ]);
      return {
        value: String(index),
        choices: withLayout(choices, { columns: withRoles(layout.columns, roles) }),
      };
    };
    const [low, high] = a < b ? [a, b] : [b, a];
    return { current: String(a), options: [option(low, high), option(high, low)] };
  };
}

const MAKERS: Readonly<Record<string, Maker>> = {
  "date-order": ({ layout, columns }, choices) => {
    const cells = columns.find((one) => one.role === "DATE")?.samples ?? [];
    const formats = [...ordersOf(layout.date_format, cells)].sort();
    return {
      current: layout.date_format,
      options: formats.map((date_format) => ({
        value: date_format,
        choices: withLayout(choices, { date_format }),
      })),
    };
  },
  "amount-sign": ({ layout }, choices) => ({
    current: layout.amount_sign,
    options: (["NORMAL", "INVERTED"] as const).map((amount_sign) => ({
      value: amount_sign,
      choices: withLayout(choices, { amount_sign }),
    })),
  }),
  "decimal-mark": ({ layout }, choices) => ({
    current: layout.decimal_mark,
    options: (["POINT", "COMMA"] as const).map((decimal_mark) => ({
      value: decimal_mark,
      choices: withLayout(choices, { decimal_mark }),
    })),
  }),
  "which-date": swapped("DATE", "BOOKING_DATE"),
  "which-amount": (preview, choices) => {
    const { layout } = preview;
    const used = layout.columns.indexOf("AMOUNT");
    if (used < 0) return swapped("DEBIT", "CREDIT")(preview, choices);
    const options = amountColumns(preview).map((index) => {
      const roles = new Map<number, ColumnRole>([
        [used, "IGNORE"],
        [index, "AMOUNT"],
      ]);
      const columns = withRoles(layout.columns, roles);
      return { value: String(index), choices: withLayout(choices, { columns }) };
    });
    return { current: String(used), options };
  },
  fee: ({ layout }, choices) => {
    const fee = layout.columns.indexOf("FEE");
    if (fee < 0) return null;
    const option = (role: ColumnRole): Option => ({
      value: role,
      choices: withLayout(choices, { columns: withRoles(layout.columns, new Map([[fee, role]])) }),
    });
    return { current: "FEE", options: [option("FEE"), option("IGNORE")] };
  },
};

/** Return the question of a code with its possible answers; null if the file gives no choice. */
export function questionOf(code: string, preview: PreviewView, choices: Choices): Question | null {
  const made = MAKERS[code]?.(preview, choices);
  return made && made.options.length > 1 ? { code, ...made } : null;
}

/** Return an amount with the other decimal mark or with thousands, as a reading has it. */
export function readingOf(cell: string, mark: LayoutView["decimal_mark"]): string {
  const decimal = mark === "COMMA" ? "," : ".";
  const digits = [...cell].filter((one) => /[\d-]/.test(one) || one === decimal).join("");
  return digits.replace(decimal, ".");
}
