import { useEffect, useState } from "react";

import type { LayoutView } from "../../api/generated";
import { readRecords, type FileRecord } from "./records";

/** Read the rows of the chosen file in the browser; empty until they are read. */
export function useRecords(file: File, layout: LayoutView): readonly FileRecord[] {
  const [records, setRecords] = useState<readonly FileRecord[]>([]);
  useEffect(() => {
    let isCurrent = true;
    // A file that was moved or changed since cannot be read; the page does without its rows.
    void readRecords(file, layout)
      .catch(() => [])
      .then((found) => {
        if (isCurrent) setRecords(found);
      });
    return () => {
      isCurrent = false;
    };
  }, [file, layout]);
  return records;
}
