import { Button, Group } from "@mantine/core";
import { ChartColumn, Download, Table as TableIcon } from "lucide-react";
import { Suspense, lazy, useState, type ReactNode } from "react";

import { csvOf, saveFile } from "../lib/files";
import { commonWords } from "../words/common";
import { useWords } from "../words/translated";

const ChartTable = lazy(() => import("./parts/ChartTable"));

export interface ChartColumn {
  readonly title: string;
  readonly isNumber?: boolean;
}

export interface ChartFrameProps {
  /** What the chart shows, in one sentence for those who do not see it. */
  readonly label: string;
  readonly columns: readonly ChartColumn[];
  /** The same numbers as the chart's, as text as shown. */
  readonly rows: readonly (readonly string[])[];
  /** The same numbers for CSV, unformatted; by default `rows`. */
  readonly csvRows?: readonly (readonly string[])[];
  readonly fileName?: string;
  readonly children: ReactNode;
}

/** Show a chart with its table one press away, and the table's CSV. */
export function ChartFrame({
  label,
  columns,
  rows,
  csvRows = rows,
  fileName = "chart",
  children,
}: ChartFrameProps) {
  const words = useWords(commonWords);
  const [isTable, setTable] = useState(false);
  const save = () =>
    saveFile(`${fileName}.csv`, "text/csv", csvOf([columns.map((one) => one.title), ...csvRows]));
  return (
    <div>
      {isTable ? (
        <Suspense>
          <ChartTable label={label} columns={columns} rows={rows} />
        </Suspense>
      ) : (
        children
      )}
      <Group gap="xs" mt="xs" justify="end" className="no-print">
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={isTable ? <ChartColumn size={14} /> : <TableIcon size={14} />}
          onClick={() => setTable(!isTable)}
        >
          {isTable ? words.showChart : words.showTable}
        </Button>
        <Button
          size="compact-xs"
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
