import {
  dashboardCashFlow,
  dashboardSankey,
  type Sankey as Graph,
  type SankeyNode,
} from "../../../api/generated";
import { useLedger, useMoney } from "../../../api/ledger";
import { useRead } from "../../../api/queries";
import { Sankey } from "../../../charts/Sankey";
import { colorOf } from "../../../charts/palette";
import type { Part } from "../../../charts/layouts/parts";
import { Amount } from "../../../components/Amount";
import { Card } from "../../../components/Card";
import { Read } from "../../../components/States";
import { formatMonth } from "../../../lib/dates";
import { formatShare } from "../../../lib/money";
import { usePreferences } from "../../../lib/preferences";
import { commonWords } from "../../../words/common";
import { reportPartWords } from "../../../words/report-parts";
import { reportTextWords } from "../../../words/report-texts";
import { reportWords } from "../../../words/reports";
import { useWords } from "../../../words/translated";
import { Nothing } from "../Nothing";
import { isZero, lengthOf, ratioOf } from "../breakdown/lines";
import { Unconverted } from "../parts";
import { monthsOf } from "../periods/period";
import { ReportTable } from "../ReportTable";
import type { Report } from "../useReport";
import { Waiting } from "../Waiting";

/** Show where money comes from and where it goes, and the balances from month to month. */
export default function CashFlowReport({ report }: { report: Report }) {
  const words = useWords(reportWords);
  const { query } = report;
  const graph = useRead(["report-sankey", query], (signal) => dashboardSankey({ query, signal }), {
    keepsPrevious: true,
  });
  return (
    <>
      <Card title={words.kinds["cash-flow"]}>
        <Read of={graph} waiting={<Waiting height={560} />}>
          {(found) =>
            found.links.length === 0 ? (
              <Nothing report={report} />
            ) : (
              <Flow report={report} graph={found} />
            )
          }
        </Read>
      </Card>
      <Monthly report={report} />
    </>
  );
}

function Flow({ report, graph }: { report: Report; graph: Graph }) {
  const { columns } = useWords(reportPartWords);
  const { flow: texts } = useWords(reportTextWords);
  const common = useWords(commonWords);
  const { exponent } = useLedger();
  const { locale } = usePreferences();
  const money = useMoney();
  const total = graph.nodes.find((node) => node.kind === "TOTAL");
  const sourceIds = new Set(graph.links.map((link) => link.source));
  const nameOf = (node: SankeyNode) => {
    if (node.kind === "SAVINGS") return texts.savings;
    if (node.kind === "DEFICIT") return texts.deficit;
    return node.name ?? common.unfiled;
  };
  const hrefOf = (node: SankeyNode): Pick<Part, "href"> => {
    if (node.category_id !== null)
      return { href: report.transactions({ category_id: node.category_id }) };
    if (node.kind !== "UNFILED") return {};
    return {
      href: report.transactions({ unfiled: "true", ...(node.type ? { type: node.type } : {}) }),
    };
  };
  const colorsOf = { SAVINGS: "#2a9461", DEFICIT: "#d24f45", UNFILED: "#6c8193" } as const;
  const parts = graph.nodes.flatMap((node, index): (Part & { node: SankeyNode })[] => {
    if (node.kind === "TOTAL" || isZero(node.amount)) return [];
    const share = total ? ratioOf(node.amount, total.amount, exponent) : null;
    return [
      {
        node,
        key: node.id,
        name: nameOf(node),
        value: lengthOf(node.amount),
        text: money(node.amount),
        share: share === null ? "–" : formatShare(share, locale, 1),
        color: node.kind === "CATEGORY" ? colorOf(node.color, index) : colorsOf[node.kind],
        ...hrefOf(node),
      },
    ];
  });
  const isSource = (part: Part) => sourceIds.has(part.key);
  return (
    <>
      <Unconverted of={graph.unconverted} days={report} />
      <Sankey
        label={`${texts.label}, ${report.label}`}
        sources={parts.filter(isSource)}
        targets={parts.filter((part) => !isSource(part))}
        middle={{ name: texts.total, text: money(total?.amount ?? "0") }}
      />
      <ReportTable
        label={texts.label}
        fileName={`cash-flow-${report.from}-${report.to}`}
        columns={[
          { title: texts.side },
          { title: columns.category },
          { title: columns.amount, isNumber: true },
          { title: columns.share, isNumber: true },
        ]}
        rows={parts.map((part) => {
          const side = isSource(part) ? texts.from : texts.to;
          return {
            key: part.key,
            cells: [side, part.name, part.text, part.share],
            csv: [
              side,
              part.name,
              part.node.amount,
              String((total && ratioOf(part.node.amount, total.amount, exponent)) ?? ""),
            ],
          };
        })}
      />
    </>
  );
}

const AMOUNTS = ["opening_balance", "income", "expenses", "exchange", "valuation"] as const;

function Monthly({ report }: { report: Report }) {
  const { columns } = useWords(reportPartWords);
  const { flow: texts } = useWords(reportTextWords);
  const { future } = useWords(reportWords);
  const { locale } = usePreferences();
  const months = monthsOf(report.period, report.start);
  const query = { from: months.first, to: months.last };
  const flow = useRead(
    ["report-cash-flow", query],
    (signal) => dashboardCashFlow({ query, signal }),
    { keepsPrevious: true },
  );
  const titles = {
    opening_balance: columns.opening,
    income: columns.income,
    expenses: columns.expenses,
    exchange: columns.exchange,
    valuation: columns.valuation,
  };
  return (
    <Card title={texts.monthly}>
      <Read of={flow} waiting={<Waiting height={200} />}>
        {({ items, unconverted }) => {
          // Most ledgers have one currency: columns of exchange would be all zero.
          const used = AMOUNTS.filter(
            (name) =>
              !(name === "exchange" || name === "valuation") ||
              items.some((item) => !isZero(item[name])),
          );
          return (
            <>
              <Unconverted
                of={unconverted}
                days={{ from: items[0]?.from ?? report.from, to: items.at(-1)?.to ?? report.to }}
              />
              <ReportTable
                label={texts.monthly}
                fileName={`balances-${report.from}-${report.to}`}
                columns={[
                  { title: columns.month },
                  ...used.map((name) => ({
                    title: titles[name],
                    isNumber: true,
                    isExtra: name !== "income" && name !== "expenses",
                  })),
                  { title: columns.closing, isNumber: true },
                ]}
                rows={items.map((item) => ({
                  key: item.month,
                  cells: [
                    `${formatMonth(item.month, locale)}${item.is_future ? ` (${future})` : ""}`,
                    ...used.map((name) => <Amount key={name} value={item[name]} />),
                    <Amount key="closing" value={item.closing_balance} tone="sign" />,
                  ],
                  csv: [item.month, ...used.map((name) => item[name]), item.closing_balance],
                }))}
              />
            </>
          );
        }}
      </Read>
    </Card>
  );
}
