import { Anchor, Button, Group, SimpleGrid, Stack, Switch, Text } from "@mantine/core";
import { ArrowLeftRight, Plus, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";

import { deleteAccount } from "../../api/generated";
import { useLedger, type Account } from "../../api/ledger";
import { AccountSelect } from "../../components/names/AccountSelect";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { WhyForbidden } from "../../components/Forbidden";
import { Page } from "../../components/Page";
import { RemoveDialog } from "../../components/dialogs/RemoveDialog";
import { Empty } from "../../components/States";
import { formatDay } from "../../lib/dates";
import { sum } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { accountsWords } from "../../words/accounts";
import { mergingWords } from "../../words/merging";
import { useWords } from "../../words/translated";
import { AccountForm } from "./AccountForm";
import type { AccountAction } from "./AccountMenu";
import { AccountRow } from "./AccountRow";
import { AdjustDialog } from "./AdjustDialog";
import { groupsOf, type KindGroup } from "./groups";
import { TransferDialog } from "./TransferDialog";

interface Dialog {
  readonly action: AccountAction | "create";
  readonly account: Account | null;
}

/** Show and change the accounts: what is owned and owed, and moves of money between them. */
export default function AccountsPage() {
  const words = useWords(accountsWords);
  const merging = useWords(mergingWords);
  const ledger = useLedger();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [showsArchived, setShowsArchived] = useState(false);
  const archivedCount = ledger.accounts.filter((one) => one.archived).length;
  const shown = ledger.accounts.filter((one) => showsArchived || !one.archived);
  const { assets, liabilities } = groupsOf(shown);
  const canTransfer = ledger.accounts.filter((one) => !one.archived).length > 1;
  const actions = ledger.canWrite ? (
    <>
      {canTransfer ? (
        <Button
          variant="default"
          leftSection={<ArrowLeftRight size={16} />}
          onClick={() => setDialog({ action: "transfer", account: null })}
        >
          {words.transfer}
        </Button>
      ) : null}
      <Button
        leftSection={<Plus size={16} />}
        onClick={() => setDialog({ action: "create", account: null })}
      >
        {words.create}
      </Button>
    </>
  ) : (
    <WhyForbidden />
  );
  return (
    <Page title={words.title} actions={actions}>
      <Totals />
      {archivedCount > 0 ? (
        <Switch
          label={merging.showArchived(archivedCount)}
          checked={showsArchived}
          onChange={(event) => setShowsArchived(event.currentTarget.checked)}
        />
      ) : null}
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md" style={{ alignItems: "start" }}>
        <Side title={words.assets} groups={assets} onDialog={setDialog} />
        <Side title={words.liabilities} groups={liabilities} onDialog={setDialog} />
      </SimpleGrid>
      {dialog ? <Dialogs {...dialog} onClose={() => setDialog(null)} /> : null}
    </Page>
  );
}

function Totals() {
  const words = useWords(accountsWords);
  const { locale } = usePreferences();
  const { totals } = useLedger().home;
  return (
    <Card title={words.netWorth}>
      <Amount value={totals.net_worth} tone="sign" size="1.9rem" weight={700} />
      <Group gap="xl" mt="xs">
        <div>
          <Text size="xs" c="dimmed">
            {words.assets}
          </Text>
          <Amount value={totals.assets} />
        </div>
        <div>
          <Text size="xs" c="dimmed">
            {words.liabilities}
          </Text>
          <Amount value={totals.liabilities} />
        </div>
      </Group>
      {totals.rates_as_of ? (
        <Text size="xs" c="dimmed" mt="xs">
          {words.ratesAsOf(formatDay(totals.rates_as_of, locale))}
        </Text>
      ) : null}
      {totals.unconverted.map((line) => (
        <Text key={line.currency} size="sm" c="var(--warning)" mt="xs">
          <TriangleAlert size={14} aria-hidden style={{ verticalAlign: -2 }} />{" "}
          {words.noRate(line.currency)} <Amount value={line.net_worth} currency={line.currency} />{" "}
          <Anchor component={Link} href="/currencies" size="sm">
            {words.addRate}
          </Anchor>
        </Text>
      ))}
    </Card>
  );
}

interface SideProps {
  readonly title: string;
  readonly groups: readonly KindGroup[];
  readonly onDialog: (dialog: Dialog) => void;
}

function Side({ title, groups, onDialog }: SideProps) {
  const words = useWords(accountsWords);
  const { exponent } = useLedger();
  return (
    <Card title={title}>
      {groups.length === 0 ? <Empty text={words.empty} /> : null}
      <Stack gap="md">
        {groups.map(({ kind, accounts }) => (
          <div key={kind}>
            <Group justify="space-between" pb={4}>
              <Text component="h3" size="xs" fw={600} c="dimmed" m={0}>
                {words.kinds[kind]}
              </Text>
              <Text size="xs" c="dimmed">
                <Amount
                  value={sum(
                    accounts.map((one) => one.base_balance ?? "0"),
                    exponent,
                  )}
                />
              </Text>
            </Group>
            <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
              {accounts.map((account) => (
                <AccountRow
                  key={account.id}
                  account={account}
                  onAction={(action) => onDialog({ action, account })}
                />
              ))}
            </ul>
          </div>
        ))}
      </Stack>
    </Card>
  );
}

function Dialogs({ action, account, onClose }: Dialog & { onClose: () => void }) {
  const words = useWords(accountsWords);
  const merging = useWords(mergingWords);
  if (action === "transfer") return <TransferDialog from={account?.id ?? null} onClose={onClose} />;
  if (action === "create" || action === "edit") {
    return <AccountForm account={account} onClose={onClose} />;
  }
  if (!account) return null;
  if (action === "adjust") return <AdjustDialog account={account} onClose={onClose} />;
  return (
    <RemoveDialog
      of={account}
      mode={action}
      kind="ACCOUNT_MERGE"
      count={account.transaction_count}
      note={words.mergeNote}
      remove={({ target, etag }) =>
        deleteAccount({
          path: { id: account.id },
          query: target ? { reassign_to: target } : {},
          headers: etag ? { "If-Match": etag } : {},
        })
      }
      picker={(value, onChange) => (
        <AccountSelect
          label={merging.target}
          without={[account.id]}
          value={value}
          onChange={onChange}
        />
      )}
      onClose={onClose}
    />
  );
}
