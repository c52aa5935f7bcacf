import { Alert, Group, NativeSelect, SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { ChartLine, TriangleAlert } from "lucide-react";
import { useState } from "react";

import type { AccountForecastView, ForecastView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { Amount } from "../../components/Amount";
import { AmountField, useAmountText } from "../../components/forms/AmountField";
import { Card } from "../../components/Card";
import { Page } from "../../components/Page";
import { Empty, Read } from "../../components/States";
import { formatDay } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { forecastWords } from "../../words/forecast";
import { formWords } from "../../words/forms";
import { listed } from "../../words/schedule";
import { useWords } from "../../words/translated";
import { BalanceChart } from "./BalanceChart";
import { FloorText, Outcomes } from "./Outcomes";
import { Scenario } from "./Scenario";
import type { Change } from "./scenario";
import { seriesOf } from "./series";
import { useForecast, useScenario } from "./useForecast";
import { Usual } from "./Usual";

const HORIZONS = [30, 90, 180, 365] as const;

/** Show balances ahead, what is safe to spend, and what changes would do. */
export default function ForecastPage() {
  const words = useWords(forecastWords);
  const forms = useWords(formWords);
  const ledger = useLedger();
  const amounts = useAmountText();
  const [days, setDays] = useState(90);
  const [floorText, setFloorText] = useState("");
  const [chosen, setChosen] = useState<string | null>(ledger.accounts[0]?.id ?? null);
  const [changes, setChanges] = useState<readonly Change[]>([]);
  const [settled] = useDebouncedValue(floorText, 400);
  const question = { days, floor: settled.trim() ? amounts.read(settled) : null };
  const forecast = useForecast(question);
  const scenario = useScenario(question, changes);
  const isWrong = floorText.trim() !== "" && amounts.read(floorText) === null;
  return (
    <Page title={words.title} description={words.description}>
      <Group align="start" gap="sm" className="no-print">
        <NativeSelect
          label={words.account}
          value={chosen ?? ""}
          onChange={(event) => setChosen(event.currentTarget.value || null)}
          data={[
            { value: "", label: words.all },
            ...ledger.accounts
              .filter((one) => !one.archived)
              .map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <div>
          <Text size="sm" fw={500} aria-hidden>
            {words.horizon}
          </Text>
          <SegmentedControl
            size="xs"
            aria-label={words.horizon}
            fullWidth
            value={String(days)}
            onChange={(value) => setDays(Number(value))}
            data={HORIZONS.map((one) => ({ value: String(one), label: words.days(one) }))}
          />
        </div>
        <AmountField
          label={words.floor}
          placeholder={forms.optional}
          title={words.floorHint}
          w={210}
          value={floorText}
          error={isWrong ? forms.noAmount : undefined}
          onChange={(event) => setFloorText(event.currentTarget.value)}
        />
      </Group>
      <Read of={forecast} waiting={<Skeleton height={520} radius="lg" />}>
        {(data) => (
          <Stack gap="md" style={{ opacity: forecast.isPlaceholderData ? 0.6 : 1 }}>
            <Warnings forecast={data} />
            {data.accounts.length ? (
              <>
                <Card>
                  <Stack gap="sm">
                    <Facts account={data.accounts.find((one) => one.account_id === chosen)} />
                    <BalanceChart
                      name={ledger.account(chosen)?.name ?? words.all}
                      series={seriesOf(data, chosen)}
                      scenario={
                        changes.length && scenario.data?.forecast.dates.length === data.dates.length
                          ? seriesOf(scenario.data.forecast, chosen).planned
                          : null
                      }
                    />
                  </Stack>
                </Card>
                <Scenario changes={changes} onChanges={setChanges} result={scenario} />
                <Outcomes accounts={data.accounts} />
                <Usual forecast={data} />
              </>
            ) : (
              <Card>
                <Empty icon={<ChartLine size={36} />} text={words.empty} />
              </Card>
            )}
          </Stack>
        )}
      </Read>
    </Page>
  );
}

function Warnings({ forecast }: { forecast: ForecastView }) {
  const words = useWords(forecastWords);
  const { refused, unconverted, total, is_partial: isPartial } = forecast;
  const currencies = [
    ...new Set([...total.unconverted, ...unconverted.map((one) => one.currency)]),
  ];
  if (!refused.length && !currencies.length && !isPartial) return null;
  return (
    <Alert color="yellow" icon={<TriangleAlert size={18} />} role="note">
      {refused.length ? <Text size="sm">{words.refused(refused.length)}</Text> : null}
      {refused.map((one) => (
        <Text size="xs" key={one.recurring_id}>
          {one.reason}
        </Text>
      ))}
      {currencies.length ? <Text size="sm">{words.unconverted(listed(currencies))}</Text> : null}
      {isPartial ? <Text size="sm">{words.partial}</Text> : null}
    </Alert>
  );
}

/** Say what of an account may be spent, and whether it stays above its least balance. */
function Facts({ account }: { account: AccountForecastView | undefined }) {
  const { summary: words } = useWords(forecastWords);
  const { locale } = usePreferences();
  if (!account) return null;
  const { currency, safe_to_spend: safe, safe_until_income: until, next_income: income } = account;
  const facts = [
    [words.safe, safe],
    [income ? words.safeUntil(formatDay(income, locale)) : "", income ? until : null],
  ] as const;
  return (
    <Group gap="xl" align="end">
      {facts.map(([label, value]) =>
        value === null ? null : (
          <div key={label} title={words.safeHint}>
            <Text size="xs" c="dimmed">
              {label}
            </Text>
            <Amount value={value} currency={currency} tone="sign" size="22px" weight={650} />
          </div>
        ),
      )}
      <FloorText outcome={account} />
    </Group>
  );
}
