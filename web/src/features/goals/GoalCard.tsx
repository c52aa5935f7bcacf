import { Alert, Button, Group, Stack, Text, Title } from "@mantine/core";
import { ChartLine, CircleAlert, CircleCheck, CircleX, Clock, Pause, Trophy } from "lucide-react";

import type { GoalAmountsView, GoalStatusView } from "../../api/generated";
import { useLedger, useMoney } from "../../api/ledger";
import { Amount } from "../../components/Amount";
import { formatDay, formatMonth } from "../../lib/dates";
import { formatShare } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { goalWords } from "../../words/goals";
import { listed } from "../../words/schedule";
import { useWords } from "../../words/translated";
import { completionText, standingOf, type GoalStanding } from "./goal";
import { GoalMenu, type GoalMenuProps } from "./GoalMenu";

const LOOKS = {
  reached: { icon: Trophy, color: "var(--income)" },
  onTrack: { icon: CircleCheck, color: "var(--income)" },
  open: { icon: Clock, color: "var(--text-soft)" },
  paused: { icon: Pause, color: "var(--text-soft)" },
  cancelled: { icon: CircleX, color: "var(--text-soft)" },
  behind: { icon: CircleAlert, color: "var(--warning)" },
  short: { icon: CircleAlert, color: "var(--expense)" },
} as const;

export interface GoalCardProps extends GoalMenuProps {
  readonly onDetails: () => void;
  readonly onContribute: () => void;
}

/** Show a goal: how far it is, how it stands in words, what it needs, when it may be reached. */
export function GoalCard(props: GoalCardProps) {
  const { status, onDetails, onContribute } = props;
  const { goal, amounts, unknown } = status;
  const words = useWords(goalWords);
  const { canWrite } = useLedger();
  return (
    <article className="card" aria-label={goal.name}>
      <Stack gap="xs" h="100%">
        <Group justify="space-between" wrap="nowrap" align="start">
          <div style={{ minWidth: 0 }}>
            <Title order={2} size="h4" style={{ overflowWrap: "anywhere" }}>
              {goal.name}
            </Title>
            <Source status={status} />
          </div>
          <GoalMenu {...props} />
        </Group>
        {amounts ? <Standing status={status} amounts={amounts} /> : null}
        {unknown ? (
          <Alert color="yellow" role="note">
            {words.unknown[unknown]}
          </Alert>
        ) : null}
        <Group gap="xs" mt="auto">
          <Button
            size="xs"
            variant="default"
            leftSection={<ChartLine size={14} />}
            aria-label={`${words.details}: ${goal.name}`}
            onClick={onDetails}
          >
            {words.details}
          </Button>
          {canWrite && goal.funding.kind === "TRANSACTIONS" ? (
            <Button
              size="xs"
              aria-label={`${words.contribute}: ${goal.name}`}
              onClick={onContribute}
            >
              {words.contribute}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </article>
  );
}

function Source({ status: { goal } }: { status: GoalStatusView }) {
  const words = useWords(goalWords);
  const ledger = useLedger();
  const { kind, account_id: account, category_id: category, tag } = goal.funding;
  const name = ledger.account(account)?.name ?? ledger.category(category)?.name ?? tag;
  return (
    <Text size="xs" c="dimmed">
      {words.funding[kind]}
      {name ? `: ${name}` : ""}
    </Text>
  );
}

function Standing({ status, amounts }: { status: GoalStatusView; amounts: GoalAmountsView }) {
  const { goal } = status;
  const words = useWords(goalWords);
  const money = useMoney();
  const { locale } = usePreferences();
  const { currency } = amounts;
  const own = (amount: string) => money(amount, { currency });
  const share = Math.min(1, amounts.basis_points / 10_000);
  const isDebt = goal.funding.kind === "DEBT";
  const summary = (isDebt ? words.paidBack : words.of)(own(amounts.saved), own(goal.target));
  const month = (text: string) => formatMonth(text, locale);
  return (
    <>
      <Group justify="space-between" align="baseline">
        <Text>
          <Amount value={amounts.saved} currency={currency} size="22px" weight={650} />{" "}
          <Text span c="dimmed" size="sm">
            / {own(goal.target)}
          </Text>
        </Text>
        <Text fw={600}>{formatShare(amounts.basis_points / 10_000, locale)}</Text>
      </Group>
      <div
        role="img"
        aria-label={summary}
        style={{
          height: 10,
          borderRadius: 5,
          background: "color-mix(in srgb, var(--text-soft) 22%, transparent)",
          position: "relative",
        }}
      >
        <div
          style={{
            width: `${share * 100}%`,
            height: "100%",
            borderRadius: 5,
            background: "var(--accent)",
          }}
        />
        {[25, 50, 75].map((percent) => (
          <div
            key={percent}
            style={{
              position: "absolute",
              insetBlock: 0,
              left: `${percent}%`,
              width: 2,
              background: "var(--surface-raised)",
            }}
          />
        ))}
      </div>
      <StandingText standing={standingOf(amounts, goal)} own={own} />
      <Text size="sm">
        {words.left(own(amounts.left))}
        {amounts.needed_per_month && goal.target_date
          ? ` · ${words.perMonth(own(amounts.needed_per_month), formatDay(goal.target_date, locale))}`
          : goal.target_date
            ? ` · ${words.until(formatDay(goal.target_date, locale))}`
            : ""}
      </Text>
      <Text size="sm" c="dimmed">
        {completionText(amounts.completion, words.completion, month)}
      </Text>
      {amounts.unconverted.length ? (
        <Text size="xs" c="var(--warning)">
          {words.unconverted(listed(amounts.unconverted))}
        </Text>
      ) : null}
    </>
  );
}

function StandingText({
  standing,
  own,
}: {
  standing: GoalStanding;
  own: (amount: string) => string;
}) {
  const words = useWords(goalWords).states;
  const { icon: Icon, color } = LOOKS[standing.kind];
  return (
    <Group gap={4} wrap="nowrap" style={{ color }}>
      <Icon size={14} aria-hidden />
      <Text size="sm" fw={550} c="inherit">
        {"by" in standing ? words[standing.kind](own(standing.by)) : words[standing.kind]}
      </Text>
    </Group>
  );
}
