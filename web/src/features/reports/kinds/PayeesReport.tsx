import { Read } from "../../../components/States";
import { reportPartWords } from "../../../words/report-parts";
import { reportWords } from "../../../words/reports";
import { useWords } from "../../../words/translated";
import { Breakdown } from "../breakdown/Breakdown";
import { usePayees } from "../breakdown/breakdowns";
import { TypeSwitch, Unconverted } from "../parts";
import { Waiting } from "../Waiting";
import type { Report } from "../useReport";

/** Show the totals of each payee. */
export default function PayeesReport({ report }: { report: Report }) {
  const words = useWords(reportWords);
  const parts = useWords(reportPartWords);
  const { type } = report;
  const [payees, earlier] = usePayees(report, type);
  const measure = type === "EXPENSE" ? "expenses" : "income";
  const before = new Map(earlier.data?.items.map((line) => [line.payee, line[measure]]));
  return (
    <Read of={payees} waiting={<Waiting />}>
      {({ items, others, without_payee, unconverted }) => (
        <>
          <Unconverted of={unconverted} days={report} />
          <Breakdown
            report={report}
            title={words.type[type]}
            column={parts.columns.payee}
            more={type === "EXPENSE" ? "bad" : "good"}
            actions={<TypeSwitch report={report} />}
            lines={[
              ...items.map((line) => ({
                key: line.payee,
                name: line.payee,
                amount: line[measure],
                before: before.get(line.payee) ?? "0",
                count: line.transaction_count,
                href: report.transactions({ payee: line.payee, type }),
              })),
              {
                key: " others",
                name: words.others(others.transaction_count),
                color: "#6c8193",
                amount: others[measure],
                before: "0",
                count: others.transaction_count,
              },
              {
                key: " none",
                name: parts.withoutPayee,
                color: "#6c8193",
                amount: without_payee[measure],
                before: earlier.data?.without_payee[measure] ?? "0",
                count: without_payee.transaction_count,
              },
            ]}
          />
        </>
      )}
    </Read>
  );
}
