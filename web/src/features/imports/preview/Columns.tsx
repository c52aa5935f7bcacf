import { Button, Collapse, Group, NativeSelect, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";

import type { ColumnRole } from "../../../api/generated";
import { Card } from "../../../components/Card";
import { fileWords } from "../../../words/import-file";
import { useWords } from "../../../words/translated";
import type { Choices, Draft } from "./draft";
import { FileDetails } from "./FileDetails";
import { withRoles } from "./questions";
import type { FileRecord } from "../records";

export interface ColumnsProps {
  readonly draft: Draft;
  readonly records: readonly FileRecord[];
  readonly isReading: boolean;
  readonly read: (choices: Choices) => void;
}

/** Roles in the order in which people look for them; the rest are of files that FinanceFlow wrote. */
const ROLES: readonly ColumnRole[] = [
  "IGNORE",
  "DATE",
  "BOOKING_DATE",
  "AMOUNT",
  "DEBIT",
  "CREDIT",
  "DIRECTION",
  "PAYEE",
  "DESCRIPTION",
  "NOTES",
  "BALANCE",
  "CURRENCY",
  "CATEGORY",
  "TAGS",
  "EXTERNAL_ID",
  "ACCOUNT",
  "TO_ACCOUNT",
  "FEE",
  "ORIGINAL_AMOUNT",
  "ORIGINAL_CURRENCY",
  "RATE",
  "TO_AMOUNT",
  "TO_CURRENCY",
  "TYPE",
  "CUSTOM_TYPE",
  "SPLITS",
];
const SHOWN_ROWS = 4;

/** Show the file's first rows under what each column was taken for, which can be changed. */
export function Columns({ draft, records, isReading, read }: ColumnsProps) {
  const words = useWords(fileWords);
  const { preview, choices } = draft;
  const { layout, columns } = preview;
  const [changes, setChanges] = useState<ReadonlyMap<number, ColumnRole>>(new Map());
  const [hasDetails, setDetails] = useState(false);
  const roles = withRoles(layout.columns, changes);
  const isChanged = roles.some((role, index) => role !== layout.columns[index]);
  const nameOf = (index: number) => columns[index]?.name ?? words.columns.unnamed(index + 1);
  const isLike = records.some((one) => one.cells.length === columns.length);
  // Where the browser reads the file otherwise than the server, the server's samples are right.
  const shown = isLike
    ? records.slice(0, SHOWN_ROWS).map((one) => one.cells)
    : Array.from({ length: SHOWN_ROWS }, (_, row) => columns.map((one) => one.samples[row] ?? ""));
  const optionsFor = (role: ColumnRole) =>
    (ROLES.includes(role) ? ROLES : [...ROLES, role]).map((value) => ({
      value,
      label: words.roles[value],
    }));
  return (
    <Card
      title={words.columns.title}
      actions={
        <Button
          size="compact-sm"
          variant="subtle"
          aria-expanded={hasDetails}
          onClick={() => setDetails(!hasDetails)}
        >
          {words.columns.details}
        </Button>
      }
    >
      <Stack gap="sm">
        <Collapse expanded={hasDetails}>
          {hasDetails ? <FileDetails draft={draft} isReading={isReading} read={read} /> : null}
        </Collapse>
        <Text size="sm" c="dimmed">
          {words.columns.hint}
        </Text>
        <Table.ScrollContainer
          minWidth={columns.length * 150}
          tabIndex={0}
          aria-label={words.columns.table}
        >
          <Table verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                {columns.map(({ index }) => (
                  <Table.Th key={index} scope="col" style={{ verticalAlign: "bottom" }}>
                    <Text size="sm" fw={600} truncate maw={200} title={nameOf(index)}>
                      {nameOf(index)}
                    </Text>
                    <NativeSelect
                      size="xs"
                      mt={4}
                      aria-label={words.columns.meaning(nameOf(index))}
                      data={optionsFor(roles[index] ?? "IGNORE")}
                      value={roles[index] ?? "IGNORE"}
                      disabled={isReading}
                      onChange={({ target }) => {
                        const role = ROLES.find((one) => one === target.value);
                        if (role) setChanges(new Map(changes).set(index, role));
                      }}
                    />
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((cells, row) => (
                <Table.Tr key={row}>
                  {columns.map(({ index }) => (
                    <Table.Td
                      key={index}
                      c={roles[index] === "IGNORE" ? "dimmed" : "inherit"}
                      title={cells[index]}
                    >
                      <Text size="sm" truncate maw={200}>
                        {cells[index]}
                      </Text>
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        {isChanged ? (
          <Group gap="xs">
            <Button
              loading={isReading}
              onClick={() => read({ ...choices, layout: { ...choices.layout, columns: roles } })}
            >
              {words.columns.apply}
            </Button>
            <Button variant="default" onClick={() => setChanges(new Map())}>
              {words.columns.discard}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </Card>
  );
}
