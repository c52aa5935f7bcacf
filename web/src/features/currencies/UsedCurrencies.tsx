import { Anchor, Button, Table, Text } from "@mantine/core";
import { TriangleAlert } from "lucide-react";
import { Link } from "wouter";

import { convertAmounts } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { useRead } from "../../api/queries";
import { Card } from "../../components/Card";
import { Lines, Read } from "../../components/States";
import { useCurrencyOf } from "../../components/names/useCurrencies";
import { formatDay } from "../../lib/dates";
import { formatNumber } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { currenciesWords } from "../../words/currencies";
import { useWords } from "../../words/translated";

export interface UsedCurrenciesProps {
  readonly onAddRate: (code: string) => void;
}

/** Show the currencies of the ledger's accounts with the rates that are in force, or that they have none. */
export function UsedCurrencies({ onAddRate }: UsedCurrenciesProps) {
  const words = useWords(currenciesWords);
  const { accounts, currency, canWrite } = useLedger();
  const { locale } = usePreferences();
  const currencyOf = useCurrencyOf();
  const codes = [...new Set(accounts.map((one) => one.currency))]
    .filter((code) => code !== currency)
    .sort();
  const rates = useRead(
    ["currencies", "used", codes, currency],
    (signal) =>
      convertAmounts({
        body: { amounts: codes.map((code) => ({ amount: "1", currency: code, to: currency })) },
        signal,
      }),
    { enabled: codes.length > 0 },
  );
  const accountsIn = (code: string) =>
    accounts
      .filter((one) => one.currency === code)
      .map((one) => one.name)
      .join(", ");
  return (
    <Card title={words.used}>
      <Text size="sm" mb="xs">
        <strong>{currency}</strong> – {currencyOf(currency)?.name ?? currency}
      </Text>
      {codes.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.onlyBase}
        </Text>
      ) : (
        <Read of={rates} waiting={<Lines count={codes.length} height={44} />}>
          {({ items }) => (
            <Table verticalSpacing={8} horizontalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{words.currency}</Table.Th>
                  <Table.Th scope="col" ta="end">
                    {words.oneUnit(currency)}
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map(({ currency: code, rate }) => (
                  <Table.Tr key={code}>
                    <Table.Th scope="row" fw={400}>
                      <Text size="sm">
                        <strong>{code}</strong> – {currencyOf(code)?.name ?? code}
                      </Text>
                      <Text size="xs" c="dimmed">
                        {accountsIn(code)}
                      </Text>
                      <Anchor
                        component={Link}
                        size="xs"
                        href={`/transactions?exchange=UNCONVERTED&currency=${code}`}
                      >
                        {words.showUnconverted(code)}
                      </Anchor>
                    </Table.Th>
                    <Table.Td ta="end">
                      {rate ? (
                        <>
                          <Text size="sm" className="amount" fw={500}>
                            {formatNumber(rate.rate, locale)}
                          </Text>
                          <Text size="xs" c="dimmed">
                            {formatDay(rate.as_of, locale)} · {words.sources[rate.source]}
                            {rate.is_stale ? ` · ${words.stale}` : ""}
                          </Text>
                        </>
                      ) : (
                        <>
                          <Text size="sm" c="var(--warning)" fw={600}>
                            <TriangleAlert size={14} aria-hidden style={{ verticalAlign: -2 }} />{" "}
                            {words.noRate}
                          </Text>
                          {canWrite ? (
                            <Button
                              size="compact-xs"
                              variant="light"
                              onClick={() => onAddRate(code)}
                            >
                              {words.addRate}
                            </Button>
                          ) : null}
                        </>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )}
        </Read>
      )}
    </Card>
  );
}
