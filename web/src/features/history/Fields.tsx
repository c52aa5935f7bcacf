import { Table } from "@mantine/core";

import { useLedger, useMoney } from "../../api/ledger";
import { formatDay, formatInstant } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { changeWords } from "../../words/changes";
import { commonWords } from "../../words/common";
import { historyWords } from "../../words/history";
import { useWords } from "../../words/translated";
import type { FieldChange } from "./described";

/** Show the values of fields before and after a change. */
export function Fields({
  fields,
  currency,
}: {
  fields: readonly FieldChange[];
  currency: string | null;
}) {
  const words = useWords(historyWords);
  const { fields: names } = useWords(changeWords);
  const textOf = useValues(currency);
  const titles: Readonly<Record<string, string>> = names;
  return (
    <Table.ScrollContainer minWidth={300} tabIndex={0} aria-label={words.details}>
      <Table verticalSpacing={2} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{words.field}</Table.Th>
            <Table.Th scope="col">{words.before}</Table.Th>
            <Table.Th scope="col">{words.after}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields.map(({ field, before, after }) => (
            <Table.Tr key={field}>
              <Table.Th scope="row" fw={400}>
                {titles[field] ?? field.replaceAll("_", " ")}
              </Table.Th>
              <Table.Td style={{ overflowWrap: "anywhere" }}>{textOf(field, before)}</Table.Td>
              <Table.Td style={{ overflowWrap: "anywhere" }}>{textOf(field, after)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** Return a function that writes a value of a field: ids as names, amounts as money, days as dates. */
function useValues(currency: string | null): (field: string, value: unknown) => string {
  const words = useWords(historyWords);
  const { types, roles } = useWords(commonWords);
  const { locale } = usePreferences();
  const ledger = useLedger();
  const money = useMoney();
  const known: Readonly<Record<string, string>> = { ...types, ...roles };
  return (field, value) => {
    if (value === null || value === "") return words.nothing;
    if (value === true) return words.yes;
    if (value === false) return words.no;
    if (typeof value === "number") return new Intl.NumberFormat(locale).format(value);
    if (Array.isArray(value)) {
      const texts = value.filter((one) => typeof one === "string");
      if (value.length === 0) return words.nothing;
      return texts.length === value.length ? texts.join(", ") : words.several;
    }
    if (typeof value !== "string") return words.several;
    if (field.endsWith("account_id")) return ledger.account(value)?.name ?? value;
    if (field.endsWith("category_id")) return ledger.category(value)?.name ?? value;
    if (field === "custom_type_id") return ledger.customType(value)?.name ?? value;
    if (/^-?\d+(\.\d+)?$/.test(value) && /amount|target|balance/.test(field)) {
      return money(value, currency ? { currency } : {});
    }
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return formatDay(value, locale);
    if (/^\d{4}-\d\d-\d\dT/.test(value)) return formatInstant(value, locale);
    return known[value] ?? value;
  };
}
