import { Table, Text } from "@mantine/core";

import type { ChartColumn } from "../ChartFrame";

export interface ChartTableProps {
  readonly label: string;
  readonly columns: readonly ChartColumn[];
  readonly rows: readonly (readonly string[])[];
}

/** Show the numbers of a chart as a table; loaded when it is asked for. */
export default function ChartTable({ label, columns, rows }: ChartTableProps) {
  const alignOf = (column: number) => (columns[column]?.isNumber ? "end" : "start");
  return (
    <div style={{ overflowX: "auto" }} tabIndex={0} role="region" aria-label={label}>
      <Table>
        <Table.Caption>{label}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column, index) => (
              <Table.Th key={column.title} ta={alignOf(index)} scope="col">
                {column.title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, index) => (
            <Table.Tr key={index}>
              {row.map((cell, column) => (
                <Table.Td key={column} ta={alignOf(column)}>
                  <Text span size="sm" className="amount">
                    {cell}
                  </Text>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
