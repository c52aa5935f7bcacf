import { Read } from "../../../components/States";
import { reportPartWords } from "../../../words/report-parts";
import { reportWords } from "../../../words/reports";
import { useWords } from "../../../words/translated";
import { Breakdown } from "../breakdown/Breakdown";
import { useTypes } from "../breakdown/breakdowns";
import { TypeSwitch } from "../parts";
import { Waiting } from "../Waiting";
import type { Report } from "../useReport";

const TYPES = ["EXPENSE", "INCOME", "TRANSFER"] as const;
const MORE = { EXPENSE: "bad", INCOME: "good", TRANSFER: "plain" } as const;

/** Show the totals of each custom type. */
export default function TypesReport({ report }: { report: Report }) {
  const words = useWords(reportWords);
  const { columns } = useWords(reportPartWords);
  const type = TYPES.find((one) => one === report.value("type")) ?? "EXPENSE";
  const [types, earlier] = useTypes(report, type);
  const before = new Map(earlier.data?.items.map((line) => [line.custom_type_id, line.total]));
  return (
    <Read of={types} waiting={<Waiting />}>
      {({ items }) => (
        <Breakdown
          report={report}
          title={words.type[type]}
          column={columns.type}
          more={MORE[type]}
          actions={<TypeSwitch report={report} types={TYPES} value={type} />}
          lines={items.map((line) => ({
            key: line.custom_type_id,
            name: line.name,
            color: line.color,
            amount: line.total,
            before: before.get(line.custom_type_id) ?? "0",
            count: line.transaction_count,
            href: report.transactions({ custom_type_id: line.custom_type_id }),
          }))}
        />
      )}
    </Read>
  );
}
