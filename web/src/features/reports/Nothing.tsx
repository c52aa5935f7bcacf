import { Button, Stack } from "@mantine/core";
import { Link } from "wouter";

import { useLedger } from "../../api/ledger";
import { Empty } from "../../components/States";
import { reportWords } from "../../words/reports";
import { useWords } from "../../words/translated";
import type { Report } from "./useReport";

/** Say that a period has nothing, and what to do. */
export function Nothing({ report }: { report: Report }) {
  const words = useWords(reportWords);
  const { canWrite } = useLedger();
  return (
    <Empty
      text={words.empty}
      action={
        <Stack gap="xs" className="no-print">
          {report.period.unit === "months" ? null : (
            <Button variant="default" onClick={() => report.set({ period: report.wider })}>
              {words.showYear}
            </Button>
          )}
          {canWrite ? (
            <Button component={Link} href="/add" variant="light">
              {words.addTransaction}
            </Button>
          ) : null}
        </Stack>
      }
    />
  );
}
