import { Amount } from "../../components/Amount";
import { Read } from "../../components/States";
import { reportPartWords } from "../../words/report-parts";
import { reportWords } from "../../words/reports";
import { useWords } from "../../words/translated";
import { Breakdown } from "./Breakdown";
import { useAccounts } from "./breakdowns";
import { TypeSwitch, Unconverted } from "./parts";
import { Waiting } from "./Waiting";
import type { Report } from "./useReport";

/** Show the totals of each account, with transfers and the change of its balance in its own currency. */
export default function AccountsReport({ report }: { report: Report }) {
  const words = useWords(reportWords);
  const { columns } = useWords(reportPartWords);
  const { type } = report;
  const [accounts, earlier] = useAccounts(report);
  const measure = type === "EXPENSE" ? "base_expenses" : "base_income";
  const before = new Map(earlier.data?.items.map((line) => [line.account_id, line[measure]]));
  return (
    <Read of={accounts} waiting={<Waiting />}>
      {({ items, unconverted }) => (
        <>
          <Unconverted of={unconverted} days={report} />
          <Breakdown
            report={report}
            title={words.type[type]}
            column={columns.account}
            more={type === "EXPENSE" ? "bad" : "good"}
            actions={<TypeSwitch report={report} />}
            extraColumns={[
              { title: columns.transfers, isNumber: true, isExtra: true },
              { title: columns.balanceChange, isNumber: true, isExtra: true },
              { title: columns.accountCurrency, isExtra: true },
            ]}
            lines={items.map((line) => ({
              key: line.account_id,
              name: line.name,
              amount: line[measure],
              before: before.get(line.account_id) ?? "0",
              count: line.transaction_count,
              href: report.transactions({ account_id: line.account_id }),
              extras: [
                ...[line.transfers, line.change].map((value) => ({
                  cell: <Amount value={value} currency={line.currency} signed />,
                  csv: value,
                })),
                { cell: line.currency, csv: line.currency },
              ],
            }))}
          />
        </>
      )}
    </Read>
  );
}
