import { Button, Group, Table, Text } from "@mantine/core";
import { Download } from "lucide-react";
import { useState, type ReactNode } from "react";

import { useLedger } from "../../api/ledger";
import { csvOf, saveFile } from "../../lib/files";
import { reportPartWords } from "../../words/report-parts";
import { reportWords } from "../../words/reports";
import { useWords } from "../../words/translated";

export interface ReportColumn {
  readonly title: string;
  readonly isNumber?: boolean;
  /** Left out on phones, where the most important numbers have the room. */
  readonly isExtra?: boolean;
}

export interface ReportRow {
  readonly key: string;
  readonly cells: readonly ReactNode[];
  /** The same for CSV: amounts as they are, days in ISO 8601. */
  readonly csv: readonly string[];
}

export interface ReportTableProps {
  /** What the table shows, in a few words. */
  readonly label: string;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly ReportRow[];
  readonly total?: ReportRow;
  readonly fileName: string;
  /** Currency of the amounts; by default the ledger's. It is a column of the CSV. */
  readonly currency?: string | null;
}

const SHOWN = 12;

/** Show the numbers of a report: the first lines, on request and in print all; and save them as CSV. */
export function ReportTable({ label, columns, rows, total, fileName, currency }: ReportTableProps) {
  const words = useWords(reportWords);
  const parts = useWords(reportPartWords);
  const ledger = useLedger();
  const [isWhole, setWhole] = useState(false);
  const isLong = rows.length > SHOWN + 3;
  const save = () => {
    const own = currency === undefined ? ledger.currency : currency;
    const last = own === null ? [] : [own];
    saveFile(
      `${fileName}.csv`,
      "text/csv",
      csvOf([
        [...columns.map((one) => one.title), ...(own === null ? [] : [parts.columns.currency])],
        ...rows.map((row) => [...row.csv, ...last]),
      ]),
    );
  };
  return (
    <div className="report-table">
      <Table.ScrollContainer
        type="native"
        minWidth={260}
        tabIndex={0}
        role="region"
        aria-label={label}
      >
        <Table verticalSpacing={6} horizontalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              {columns.map((column, index) => (
                <Table.Th
                  key={index}
                  scope="col"
                  ta={column.isNumber ? "end" : "start"}
                  className={column.isExtra ? "report-extra" : ""}
                >
                  {column.title}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row, index) => (
              <Table.Tr
                key={row.key}
                className={isLong && !isWhole && index >= SHOWN ? "print-only" : ""}
              >
                <Cells row={row} columns={columns} />
              </Table.Tr>
            ))}
          </Table.Tbody>
          {total ? (
            <Table.Tfoot>
              <Table.Tr fw={700}>
                <Cells row={total} columns={columns} />
              </Table.Tr>
            </Table.Tfoot>
          ) : null}
        </Table>
      </Table.ScrollContainer>
      <Group gap="xs" mt="xs" justify="space-between" className="no-print">
        {isLong ? (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-expanded={isWhole}
            onClick={() => setWhole(!isWhole)}
          >
            {isWhole ? words.showFewer : words.showAll(rows.length)}
          </Button>
        ) : (
          <Text size="sm" c="dimmed" />
        )}
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<Download size={14} />}
          onClick={save}
        >
          CSV
        </Button>
      </Group>
    </div>
  );
}

function Cells({ row, columns }: { row: ReportRow; columns: readonly ReportColumn[] }) {
  return row.cells.map((cell, index) => {
    const column = columns[index];
    const shared = {
      ta: column?.isNumber ? "end" : "start",
      className: column?.isExtra ? "report-extra" : "",
    } as const;
    return index === 0 ? (
      <Table.Th key={index} scope="row" fw="inherit" {...shared}>
        {cell}
      </Table.Th>
    ) : (
      <Table.Td key={index} {...shared}>
        {cell}
      </Table.Td>
    );
  });
}
