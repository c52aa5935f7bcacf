import { dashboardSummary } from "../../../api/generated";
import { useRead } from "../../../api/queries";
import { Read } from "../../../components/States";
import { reportPartWords } from "../../../words/report-parts";
import { reportWords } from "../../../words/reports";
import { useWords } from "../../../words/translated";
import { Breakdown } from "../breakdown/Breakdown";
import { useTags } from "../breakdown/breakdowns";
import { TypeSwitch, Unconverted } from "../parts";
import { Waiting } from "../Waiting";
import type { Report } from "../useReport";

/** Show the totals of each tag, and their shares of all that was booked. */
export default function TagsReport({ report }: { report: Report }) {
  const words = useWords(reportWords);
  const parts = useWords(reportPartWords);
  const { type, query } = report;
  const [tags, earlier] = useTags(report);
  const summary = useRead(
    ["report-summary", query],
    (signal) => dashboardSummary({ query, signal }),
    { keepsPrevious: true },
  );
  const measure = type === "EXPENSE" ? "expenses" : "income";
  const before = new Map(earlier.data?.items.map((line) => [line.tag, line[measure]]));
  return (
    <Read of={tags} waiting={<Waiting />}>
      {({ items, unconverted }) => (
        <>
          <Unconverted of={unconverted} days={report} />
          <Breakdown
            report={report}
            title={words.type[type]}
            column={parts.columns.tag}
            more={type === "EXPENSE" ? "bad" : "good"}
            actions={<TypeSwitch report={report} />}
            note={parts.tagsNote}
            overlaps
            {...(summary.data ? { whole: summary.data[measure] } : {})}
            lines={items
              .filter((line) => /[1-9]/.test(line[measure] + (before.get(line.tag) ?? "")))
              .map((line) => ({
                key: line.tag,
                name: `#${line.tag}`,
                amount: line[measure],
                before: before.get(line.tag) ?? "0",
                count: line.transaction_count,
                href: report.transactions({ tag: line.tag }),
              }))}
          />
        </>
      )}
    </Read>
  );
}
