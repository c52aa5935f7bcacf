import type { AccountLine } from "../../../api/generated";
import { Amount } from "../../../components/Amount";
import { Read } from "../../../components/States";
import { reportPartWords } from "../../../words/report-parts";
import { reportWords } from "../../../words/reports";
import { useWords } from "../../../words/translated";
import { Breakdown, type BreakdownColumn } from "../breakdown/Breakdown";
import { useAccounts } from "../breakdown/breakdowns";
import { TypeSwitch, Unconverted } from "../parts";
import { Waiting } from "../Waiting";
import type { Report } from "../useReport";

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
              ownColumn(columns.transfers, items, "transfers"),
              ownColumn(columns.balanceChange, items, "change"),
              {
                title: columns.accountCurrency,
                isExtra: true,
                cell: (line) => currencyOf(items, line.key),
                csv: (line) => currencyOf(items, line.key),
              },
            ]}
            lines={items.map((line) => ({
              key: line.account_id,
              name: line.name,
              amount: line[measure],
              before: before.get(line.account_id) ?? "0",
              count: line.transaction_count,
              href: report.transactions({ account_id: line.account_id }),
            }))}
          />
        </>
      )}
    </Read>
  );
}

function currencyOf(items: readonly AccountLine[], id: string): string {
  return items.find((item) => item.account_id === id)?.currency ?? "";
}

/** Return a column of amounts in the currency of each account. */
function ownColumn(
  title: string,
  items: readonly AccountLine[],
  name: "transfers" | "change",
): BreakdownColumn {
  const amounts = new Map(items.map((item) => [item.account_id, item]));
  return {
    title,
    isNumber: true,
    isExtra: true,
    cell: ({ key }) => {
      const item = amounts.get(key);
      return item ? <Amount value={item[name]} currency={item.currency} signed /> : "–";
    },
    csv: ({ key }) => amounts.get(key)?.[name] ?? "",
  };
}
