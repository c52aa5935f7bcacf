import { Tabs } from "@mantine/core";
import { useLocation } from "wouter";

import { useLedger } from "../../api/ledger";
import { Page } from "../../components/Page";
import { settingsWords } from "../../words/settings";
import { useWords } from "../../words/translated";
import { AccountSection } from "./AccountSection";
import { LedgerSection } from "./LedgerSection";
import { YouSection } from "./YouSection";

const SECTIONS = ["you", "ledger", "account"] as const;

/** Show the settings of the person, of the ledger that is shown, and of the account. */
export default function SettingsPage() {
  const words = useWords(settingsWords);
  const [address, go] = useLocation();
  const { home } = useLedger();
  const section = SECTIONS.find((one) => address === `/settings/${one}`) ?? "you";
  return (
    <Page
      title={words.title}
      {...(section === "ledger"
        ? {
            description: home.workspace
              ? words.ledger.workspace(home.workspace.name)
              : words.ledger.own,
          }
        : {})}
    >
      <Tabs
        value={section}
        onChange={(value) => go(value === "you" ? "/settings" : `/settings/${value}`)}
        keepMounted={false}
        maw={820}
      >
        <Tabs.List mb="md">
          {SECTIONS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {words.sections[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="you">
          <YouSection />
        </Tabs.Panel>
        <Tabs.Panel value="ledger">
          <LedgerSection />
        </Tabs.Panel>
        <Tabs.Panel value="account">
          <AccountSection />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
