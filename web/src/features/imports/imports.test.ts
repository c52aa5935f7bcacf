import { describe, expect, it } from "vitest";

import type { LayoutView, RowView } from "../../api/generated";
import { dayOf, ordersOf, tellingCell } from "./preview/days";
import { problemOf } from "./file-check";
import { amountIn, proofOf, totalsOf } from "./preview/proof";
import { queryText } from "./preview/query-text";
import { decode, recordsOf } from "./records";

describe("records of a file", () => {
  it("keeps delimiters, doubled quotes and line breaks of quoted cells, and counts lines", () => {
    expect(recordsOf('a;"b;""c""\nd"\r\n\r\n1;2\r\n', ";", '"')).toEqual([
      { line: 1, cells: ["a", 'b;"c"\nd'] },
      { line: 4, cells: ["1", "2"] },
    ]);
  });
  it("reads UTF-16 in the order of its bytes", () => {
    expect(decode(new Uint8Array([0, 0x41, 0, 0x42]), "UTF_16")).toBe("AB");
    expect(decode(new Uint8Array([0x41, 0, 0x42, 0]), "UTF_16")).toBe("AB");
  });
});

describe("days of a file", () => {
  it("reads a cell in either order", () => {
    expect(dayOf("03.02.2023", "DD.MM.YYYY")).toBe("2023-02-03");
    expect(dayOf("03.02.2023", "MM.DD.YYYY")).toBe("2023-03-02");
    expect(dayOf("31.02.2023", "DD.MM.YYYY")).toBeNull();
    expect(dayOf("240305", "YYMMDD")).toBe("2024-03-05");
  });
  it("offers the orders that the cells allow, and a cell that tells them apart", () => {
    const orders = ordersOf("DD.MM.YYYY", ["02.02.2023", "03.02.2023"]);
    expect(orders).toEqual(["DD.MM.YYYY", "MM.DD.YYYY"]);
    expect(tellingCell(["02.02.2023", "03.02.2023"], orders)).toBe("03.02.2023");
    expect(ordersOf("DD/MM/YY", ["03/02/01"])).toEqual(["DD/MM/YY", "MM/DD/YY", "YY/MM/DD"]);
  });
});

function row(line: number, type: "INCOME" | "EXPENSE", amount: string): RowView {
  return {
    line,
    status: "NEW",
    reason: null,
    transaction: {
      type,
      amount,
      currency: "EUR",
      account_id: "a",
      to_account_id: null,
      original: null,
      is_amount_estimated: false,
      to_amount: null,
      is_to_amount_estimated: false,
      category_id: null,
      splits: [],
      custom_type_id: null,
      date: "2024-03-01",
      payee: null,
      description: null,
      notes: null,
      tags: [],
      external_id: null,
    },
    cells: null,
    rule_ids: [],
    are_rules_applied: true,
    match: null,
  };
}

const layout: LayoutView = {
  encoding: "UTF_8",
  delimiter: "SEMICOLON",
  quote: "DOUBLE",
  has_header: true,
  preamble_lines: 0,
  columns: ["AMOUNT", "BALANCE"],
  date_format: "DD.MM.YYYY",
  decimal_mark: "COMMA",
  amount_sign: "NORMAL",
  money_out_sign: "UNSIGNED",
  fee_sign: "UNSIGNED",
  money_in: [],
  money_out: [],
};

describe("balances of a file", () => {
  const rows = [row(2, "INCOME", "100.00"), row(3, "EXPENSE", "20.50"), row(4, "EXPENSE", "1.00")];
  const records = (...balances: string[]) =>
    balances.map((balance, index) => ({ line: index + 2, cells: ["", balance] }));
  it("confirm amounts in either order of the rows", () => {
    expect(proofOf(rows, records("1.100,00", "1.079,50", "1.078,50"), layout)).toEqual({
      confirmed: 2,
      of: 2,
    });
    expect(proofOf(rows, records("1.100,00", "1.000,00", "1.020,50"), layout)).toEqual({
      confirmed: 2,
      of: 2,
    });
  });
  it("do not confirm amounts with the wrong sign", () => {
    expect(proofOf(rows, records("100,00", "120,50", "121,50"), layout)).toEqual({
      confirmed: 0,
      of: 2,
    });
  });
  it("prove nothing where the file has none", () => {
    expect(proofOf(rows, records(), { ...layout, columns: ["AMOUNT"] })).toBeNull();
  });
  it("are read in the marks of the file", () => {
    expect(amountIn("1.355,90 €", "COMMA")).toBe("1355.90");
    expect(amountIn("(1,200.5)", "POINT")).toBe("-1200.5");
    expect(amountIn("n/a", "POINT")).toBeNull();
  });
});

it("adds up what new rows bring and take", () => {
  const rows = [row(2, "INCOME", "100.00"), row(3, "EXPENSE", "20.50")];
  expect(totalsOf(rows, () => "EUR")).toEqual([
    {
      accountId: "a",
      currency: "EUR",
      moneyIn: "100.00",
      moneyOut: "20.50",
      net: "79.50",
      rows: 2,
    },
  ]);
});

it("writes objects of the query as JSON", () => {
  expect(queryText({ layout: { decimal_mark: "COMMA" }, use: true, file_name: "a b" })).toBe(
    "layout=%7B%22decimal_mark%22%3A%22COMMA%22%7D&use=true&file_name=a+b",
  );
});

it("tells files that are no CSV by their first bytes", async () => {
  expect(await problemOf(new File([], "a.csv"))).toBe("empty");
  expect(await problemOf(new File(["PK\u0003\u0004"], "a.csv"))).toBe("spreadsheet");
  expect(await problemOf(new File(["%PDF-1.7"], "a.csv"))).toBe("pdf");
  expect(await problemOf(new File(["OFXHEADER:100"], "a.csv"))).toBe("otherFormat");
  expect(await problemOf(new File(["Date,Amount\n"], "a.csv"))).toBeNull();
});
