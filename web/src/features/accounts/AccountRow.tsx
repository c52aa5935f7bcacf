import { Anchor, Badge, Group, Text } from "@mantine/core";
import { TriangleAlert } from "lucide-react";
import { Link } from "wouter";

import { useLedger, useMoney, type Account } from "../../api/ledger";
import { Amount } from "../../components/Amount";
import { CategoryIcon } from "../../components/names/CategoryIcon";
import { accountsWords } from "../../words/accounts";
import { commonWords } from "../../words/common";
import { mergingWords } from "../../words/merging";
import { useWords } from "../../words/translated";
import { AccountMenu, type AccountMenuProps } from "./AccountMenu";

/** Show one account with its balance, in its own currency and the ledger's, and what can be done. */
export function AccountRow({ account, onAction }: AccountMenuProps) {
  const words = useWords(accountsWords);
  const { canWrite, currency: base } = useLedger();
  const { id, name, currency, balance, base_balance } = account;
  return (
    <Group
      component="li"
      wrap="nowrap"
      gap="sm"
      py={8}
      style={{ borderTop: "1px solid var(--line)" }}
    >
      <CategoryIcon color={account.color} icon={account.icon} size={36} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text size="sm" fw={500} truncate title={name}>
          <Anchor component={Link} href={`/transactions?account_id=${id}`} c="inherit" inherit>
            {name}
          </Anchor>
        </Text>
        <Marks account={account} />
      </div>
      <div style={{ textAlign: "end" }}>
        <Amount value={balance} currency={currency} tone="sign" weight={600} size="0.95rem" />
        {currency !== base ? (
          <Text size="xs" c="dimmed">
            {base_balance === null ? (
              <Anchor component={Link} href="/currencies" size="xs">
                {words.noRateShort}
              </Anchor>
            ) : (
              <>
                ≈ <Amount value={base_balance} />
              </>
            )}
          </Text>
        ) : null}
      </div>
      {canWrite ? <AccountMenu account={account} onAction={onAction} /> : null}
    </Group>
  );
}

function Marks({ account }: { account: Account }) {
  const words = useWords(accountsWords);
  const common = useWords(commonWords);
  const merging = useWords(mergingWords);
  const money = useMoney();
  const { home } = useLedger();
  const { id, archived, currency, is_default, low_balance } = account;
  const isMerging = home.jobs.some((job) => job.kind === "ACCOUNT_MERGE" && job.id === id);
  const marks = [
    ...(is_default ? [words.default] : []),
    ...(archived ? [common.archived] : []),
    ...(isMerging ? [merging.merging] : []),
  ];
  return (
    <Group gap={6}>
      <Text size="xs" c="dimmed">
        {common.transactions(account.transaction_count)}
      </Text>
      {marks.map((mark) => (
        <Badge key={mark} size="sm" variant="default" tt="none">
          {mark}
        </Badge>
      ))}
      {account.is_below_low_balance && low_balance ? (
        <Text size="xs" c="var(--warning)" fw={600}>
          <TriangleAlert size={12} aria-hidden style={{ verticalAlign: -1 }} />{" "}
          {words.low(money(low_balance, { currency }))}
        </Text>
      ) : null}
    </Group>
  );
}
