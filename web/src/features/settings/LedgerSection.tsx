import { Stack } from "@mantine/core";

import { useLedger } from "../../api/ledger";
import { Card } from "../../components/Card";
import { WhyForbidden } from "../../components/Forbidden";
import { Lines, Read } from "../../components/States";
import { settingsWords } from "../../words/settings";
import { useWords } from "../../words/translated";
import { CurrencyForm } from "./CurrencyForm";
import { MonthStartForm } from "./MonthStartForm";
import { TimezoneForm } from "./TimezoneForm";
import { useSettings } from "./useSettings";

/** Show the settings of the ledger; admins change them. */
export function LedgerSection() {
  const words = useWords(settingsWords).ledger;
  const { isAdmin } = useLedger();
  const settings = useSettings();
  const why = isAdmin ? null : <WhyForbidden />;
  return (
    <Stack>
      <Card title={words.currency} actions={why}>
        <Read of={settings} waiting={<Lines count={3} height={40} />}>
          {(data) => <CurrencyForm key={data.currency} settings={data} canChange={isAdmin} />}
        </Read>
      </Card>
      <Card title={words.month} actions={why}>
        <Read of={settings} waiting={<Lines count={4} height={56} />}>
          {(data) => (
            <MonthStartForm
              key={JSON.stringify(data.month_start)}
              settings={data}
              canChange={isAdmin}
            />
          )}
        </Read>
      </Card>
      <Card title={words.timezone} actions={why}>
        <Read of={settings} waiting={<Lines count={2} height={48} />}>
          {(data) => <TimezoneForm key={data.timezone} settings={data} canChange={isAdmin} />}
        </Read>
      </Card>
    </Stack>
  );
}
