import { Alert, Anchor, Text } from "@mantine/core";
import { TriangleAlert } from "lucide-react";
import { Link } from "wouter";

import { dashboardNetWorth, type NetWorth } from "../../../api/generated";
import { useLedger, useMoney } from "../../../api/ledger";
import { useRead } from "../../../api/queries";
import { Lines } from "../../../charts/Lines";
import { Amount } from "../../../components/Amount";
import { Card } from "../../../components/Card";
import { Read } from "../../../components/States";
import { formatDay, formatMonth } from "../../../lib/dates";
import { sum } from "../../../lib/money";
import { usePreferences } from "../../../lib/preferences";
import { reportPartWords } from "../../../words/report-parts";
import { reportTextWords } from "../../../words/report-texts";
import { reportWords } from "../../../words/reports";
import { useWords } from "../../../words/translated";
import { isZero, lengthOf } from "../breakdown/lines";
import { Tile, Unconverted } from "../parts";
import { tickOf } from "../periods/period-label";
import { ReportTable } from "../ReportTable";
import { useTicks } from "../useTicks";
import type { Report } from "../useReport";
import { Waiting } from "../Waiting";

/** Show assets, liabilities and net worth at the end of each month, and what changed them. */
export default function NetWorthReport({ report }: { report: Report }) {
  const { query } = report;
  const worth = useRead(
    ["report-net-worth", query],
    (signal) => dashboardNetWorth({ query, signal }),
    { keepsPrevious: true },
  );
  return (
    <Read of={worth} waiting={<Waiting height={760} />}>
      {(found) => (
        <>
          <Unconverted of={found.unconverted} days={report} />
          <WithoutRates found={found} />
          <Tiles found={found} />
          <Months report={report} found={found} />
          <Accounts report={report} found={found} />
        </>
      )}
    </Read>
  );
}

/** Return the place of the last month that has begun. */
function presentOf({ items }: NetWorth): number {
  return Math.max(
    0,
    items.findLastIndex((item) => !item.is_future),
  );
}

function WithoutRates({ found }: { found: NetWorth }) {
  const { unconverted } = useWords(reportWords);
  const money = useMoney();
  const balances = found.items[presentOf(found)]?.unconverted_balances ?? [];
  if (balances.length === 0) return null;
  return (
    <Alert color="yellow" icon={<TriangleAlert size={18} />} title={unconverted.balances}>
      {balances.map(({ currency, assets, liabilities }) => (
        <Text size="sm" key={currency}>
          {currency}:{" "}
          {unconverted.balancesLine(money(assets, { currency }), money(liabilities, { currency }))}
        </Text>
      ))}
    </Alert>
  );
}

function Tiles({ found }: { found: NetWorth }) {
  const { columns } = useWords(reportPartWords);
  const { worth } = useWords(reportTextWords);
  const { exponent } = useLedger();
  const { locale } = usePreferences();
  const money = useMoney();
  const last = found.items[presentOf(found)];
  if (!last) return null;
  const change = sum(
    found.items.slice(0, presentOf(found) + 1).map((item) => item.change),
    exponent,
  );
  return (
    <div className="report-tiles">
      <Tile title={columns.netWorth} value={{ amount: last.net_worth }} tone="sign">
        <Text size="sm" c="dimmed">
          {worth.changed(money(change, { signed: true }))}
        </Text>
      </Tile>
      <Tile title={columns.assets} value={{ amount: last.assets }} />
      <Tile title={columns.liabilities} value={{ amount: last.liabilities }}>
        {last.rates_as_of ? (
          <Text size="sm" c="dimmed">
            {columns.valuation}: {formatDay(last.rates_as_of, locale)}
          </Text>
        ) : null}
      </Tile>
    </div>
  );
}

function Months({ report, found }: { report: Report; found: NetWorth }) {
  const { columns } = useWords(reportPartWords);
  const { worth } = useWords(reportTextWords);
  const { kinds, future } = useWords(reportWords);
  const { locale } = usePreferences();
  const { today } = useLedger();
  const money = useMoney();
  const formatTick = useTicks();
  const { items } = found;
  const seriesOf = (
    name: "net_worth" | "assets" | "liabilities",
    title: string,
    color: string,
  ) => ({
    key: name,
    name: title,
    color,
    values: items.map((item) => (item.is_future ? null : lengthOf(item[name]))),
    texts: items.map((item) => money(item[name])),
  });
  const hasValuation = items.some((item) => !isZero(item.valuation) || !isZero(item.exchange));
  return (
    <Card title={kinds["net-worth"]}>
      <Lines
        label={`${worth.label}, ${report.label}`}
        positions={items.map((item) => ({
          key: item.month,
          label: tickOf("MONTH", item, locale),
          title: formatMonth(item.month, locale),
          href: report.transactions({}, item),
          isFaint: item.to > today,
        }))}
        series={[
          seriesOf("net_worth", columns.netWorth, "var(--accent)"),
          seriesOf("assets", columns.assets, "var(--income)"),
          seriesOf("liabilities", columns.liabilities, "var(--expense)"),
        ]}
        formatTick={formatTick}
      />
      <ReportTable
        label={worth.label}
        fileName={`net-worth-${report.from}-${report.to}`}
        columns={[
          { title: columns.month },
          { title: columns.assets, isNumber: true, isExtra: true },
          { title: columns.liabilities, isNumber: true, isExtra: true },
          { title: columns.netWorth, isNumber: true },
          { title: columns.change, isNumber: true },
          ...(hasValuation ? [{ title: columns.valuation, isNumber: true, isExtra: true }] : []),
        ]}
        rows={items.map((item) => ({
          key: item.month,
          cells: [
            `${formatMonth(item.month, locale)}${item.is_future ? ` (${future})` : ""}`,
            <Amount key="assets" value={item.assets} />,
            <Amount key="liabilities" value={item.liabilities} />,
            <Amount key="worth" value={item.net_worth} tone="sign" />,
            <Amount key="change" value={item.change} tone="sign" signed />,
            ...(hasValuation ? [<Amount key="valuation" value={item.valuation} signed />] : []),
          ],
          csv: [
            item.month,
            item.assets,
            item.liabilities,
            item.net_worth,
            item.change,
            ...(hasValuation ? [item.valuation] : []),
          ],
        }))}
      />
    </Card>
  );
}

function Accounts({ report, found }: { report: Report; found: NetWorth }) {
  const { columns } = useWords(reportPartWords);
  const { worth } = useWords(reportTextWords);
  const { currency } = useLedger();
  const present = presentOf(found);
  if (found.accounts.length === 0) return null;
  return (
    <Card title={worth.accounts}>
      <ReportTable
        label={worth.accounts}
        fileName={`balances-${report.to}`}
        columns={[
          { title: columns.account },
          { title: columns.balance, isNumber: true },
          { title: currency, isNumber: true },
          { title: columns.accountCurrency, isExtra: true },
        ]}
        rows={found.accounts.map((account) => {
          const base = account.base_balances[present] ?? null;
          return {
            key: account.account_id,
            cells: [
              <Anchor
                key="name"
                component={Link}
                href={report.transactions({ account_id: account.account_id })}
                c="inherit"
                size="sm"
              >
                {account.name}
              </Anchor>,
              <Amount
                key="balance"
                value={account.balances[present] ?? "0"}
                currency={account.currency}
                tone="sign"
              />,
              base === null ? "–" : <Amount key="base" value={base} tone="sign" />,
              account.currency,
            ],
            csv: [account.name, account.balances[present] ?? "", base ?? "", account.currency],
          };
        })}
      />
    </Card>
  );
}
