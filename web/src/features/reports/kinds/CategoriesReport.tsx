import { Read } from "../../../components/States";
import { commonWords } from "../../../words/common";
import { reportPartWords } from "../../../words/report-parts";
import { reportWords } from "../../../words/reports";
import { useWords } from "../../../words/translated";
import { Breakdown } from "../breakdown/Breakdown";
import { useCategories } from "../breakdown/breakdowns";
import { TypeSwitch, Unconverted } from "../parts";
import { Waiting } from "../Waiting";
import type { Report } from "../useReport";

/** Show the totals of each category. */
export default function CategoriesReport({ report }: { report: Report }) {
  const words = useWords(reportWords);
  const common = useWords(commonWords);
  const { columns } = useWords(reportPartWords);
  const { type } = report;
  const categories = useCategories(report, type);
  return (
    <Read of={categories} waiting={<Waiting />}>
      {({ items, unconverted }) => (
        <>
          <Unconverted of={unconverted} days={report} />
          <Breakdown
            report={report}
            title={words.type[type]}
            column={columns.category}
            more={type === "EXPENSE" ? "bad" : "good"}
            actions={<TypeSwitch report={report} />}
            lines={items.map((line) => ({
              key: line.category_id ?? "unfiled",
              name: line.name ?? common.unfiled,
              color: line.category_id === null ? "#6c8193" : line.color,
              amount: line.total,
              before: line.previous_total,
              count: line.transaction_count,
              href: report.transactions(
                line.category_id === null
                  ? { unfiled: "true", type }
                  : { category_id: line.category_id },
              ),
            }))}
          />
        </>
      )}
    </Read>
  );
}
