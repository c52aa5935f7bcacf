import { Stack, Table, Text } from "@mantine/core";

import type { ForecastView, SeriesView } from "../../api/generated";
import { useLedger, useMoney } from "../../api/ledger";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { formatShare } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { forecastWords } from "../../words/forecast";
import { useWords } from "../../words/translated";

/** Say what is likely beside the plan, in what range, and how well that worked for past months. */
export function Usual({ forecast }: { forecast: ForecastView }) {
  const { usual: words } = useWords(forecastWords);
  const common = useWords(commonWords);
  const ledger = useLedger();
  const { likely } = forecast;
  return (
    <Card title={words.title}>
      {likely ? (
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            {words.intro}
          </Text>
          <Table.ScrollContainer minWidth={760} tabIndex={0} aria-label={words.title}>
            <Table verticalSpacing={6}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.kind}</Table.Th>
                  <Table.Th ta="end">{words.perPeriod}</Table.Th>
                  <Table.Th ta="end">{words.range}</Table.Th>
                  <Table.Th>{words.trust}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                <Row name={words.income} series={likely.income} isTotal />
                <Row name={words.expenses} series={likely.expenses} isTotal />
                {likely.groups.map((group) => (
                  <Row
                    key={group.category_id ?? String(group.is_rest)}
                    name={
                      group.is_rest
                        ? words.rest
                        : (ledger.category(group.category_id)?.name ?? common.unfiled)
                    }
                    series={group}
                  />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Stack>
      ) : (
        <Text>{words.none(forecast.months_needed, forecast.history.length)}</Text>
      )}
    </Card>
  );
}

function Row({
  name,
  series,
  isTotal = false,
}: {
  name: string;
  series: SeriesView;
  isTotal?: boolean;
}) {
  const { usual: words } = useWords(forecastWords);
  const money = useMoney();
  const { locale } = usePreferences();
  const { total, backtest, currency, method } = series;
  const own = (amount: string) => money(amount, { currency });
  const { mean_error: error, relative_error: share, coverage, months } = backtest;
  const trust =
    error === null
      ? words.untested
      : [
          share === null
            ? words.errorOnly(own(error))
            : words.error(own(error), formatShare(share, locale)),
          coverage === null ? null : words.coverage(formatShare(coverage, locale), months),
        ]
          .filter(Boolean)
          .join("; ");
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={isTotal ? 650 : 400} ps={isTotal ? "xs" : "lg"}>
        {name}
        {isTotal ? (
          <Text size="xs" c="dimmed" fw={400}>
            {words.method[method]}
          </Text>
        ) : null}
      </Table.Th>
      <Table.Td ta="end">
        <Amount value={total.likely} currency={currency} {...(isTotal ? { weight: 650 } : {})} />
      </Table.Td>
      <Table.Td ta="end">
        <Text size="sm" className="amount">
          {words.between(own(total.low), own(total.high))}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="xs" c="dimmed">
          {trust}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}
