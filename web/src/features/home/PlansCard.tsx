import { Anchor, Button, Group, Text } from "@mantine/core";
import { CircleCheck } from "lucide-react";
import { Link } from "wouter";

import type { HomeBudget, HomeGoal, HomeView } from "../../api/generated";
import { useLedger, useMoney } from "../../api/ledger";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { Empty } from "../../components/States";
import { isNegative, negate } from "../../lib/money";
import { homeWords } from "../../words/home";
import { useWords } from "../../words/translated";
import classes from "./home.module.css";

/** Show what is left to spend, and the budgets and goals that need attention. */
export function PlansCard({ home }: { home: HomeView }) {
  const words = useWords(homeWords).plans;
  const { canWrite } = useLedger();
  const { budgets, goals } = home;
  const hasNone = budgets === null && goals === null;
  const isFine = !hasNone && (budgets?.count ?? 0) + (goals?.count ?? 0) === 0;
  return (
    <Card
      title={words.title}
      actions={
        hasNone ? null : (
          <Group gap="sm">
            {budgets ? (
              <Anchor component={Link} href="/budgets" size="sm">
                {words.budgets}
              </Anchor>
            ) : null}
            {goals ? (
              <Anchor component={Link} href="/goals" size="sm">
                {words.goals}
              </Anchor>
            ) : null}
          </Group>
        )
      }
    >
      {hasNone ? (
        <Empty
          text={words.none}
          action={
            canWrite ? (
              <Button component={Link} href="/budgets" variant="light">
                {words.create}
              </Button>
            ) : null
          }
        />
      ) : null}
      {budgets && budgets.left !== null ? (
        <>
          <Text size="sm" c="dimmed">
            {words.left}
          </Text>
          <div className={classes["number"]}>
            <Amount value={budgets.left} currency={budgets.currency} tone="sign" />
          </div>
        </>
      ) : null}
      {isFine ? (
        <Text size="sm" mt="xs">
          <CircleCheck
            size={16}
            aria-hidden
            color="var(--income)"
            style={{ verticalAlign: "-3px" }}
          />{" "}
          {words.fine}
        </Text>
      ) : null}
      <ul className={classes["list"]}>
        {budgets?.items.map((one) => (
          <BudgetRow key={one.id} budget={one} />
        ))}
        {goals?.items.map((one) => (
          <GoalRow key={one.id} goal={one} />
        ))}
      </ul>
    </Card>
  );
}

function BudgetRow({ budget }: { budget: HomeBudget }) {
  const words = useWords(homeWords).plans;
  const money = useMoney();
  const { name, reason, spent, available, left, currency } = budget;
  const inCurrency = (amount: string) => money(amount, { currency });
  const state =
    reason === "OVERSPENT"
      ? words.overspent(inCurrency(negate(left)))
      : reason === "PACE"
        ? words.pace(inCurrency(left))
        : words.threshold(inCurrency(left));
  return (
    <PlanRow
      href="/budgets"
      name={name}
      state={state}
      isBad={reason === "OVERSPENT"}
      detail={
        isNegative(available)
          ? words.carried(inCurrency(available))
          : words.spent(inCurrency(spent), inCurrency(available))
      }
      share={reason === "OVERSPENT" ? 1 : shareOf(spent, available)}
    />
  );
}

function GoalRow({ goal }: { goal: HomeGoal }) {
  const words = useWords(homeWords).plans;
  const money = useMoney();
  const { name, reason, saved, target, missing, currency } = goal;
  const inCurrency = (amount: string) => money(amount, { currency });
  return (
    <PlanRow
      href="/goals"
      name={name}
      state={words[reason](inCurrency(missing))}
      isBad={false}
      detail={words.spent(inCurrency(saved), inCurrency(target))}
      share={shareOf(saved, target)}
    />
  );
}

/** Return the share of a bar that is filled. */
function shareOf(part: string, whole: string): number {
  const total = Number(whole);
  return total > 0 ? Math.min(1, Math.max(0, Number(part) / total)) : 0;
}

interface PlanRowProps {
  readonly href: string;
  readonly name: string;
  readonly state: string;
  readonly isBad: boolean;
  readonly detail: string;
  readonly share: number;
}

function PlanRow({ href, name, state, isBad, detail, share }: PlanRowProps) {
  const color = isBad ? "var(--expense)" : "var(--warning)";
  return (
    <li>
      <Link href={href} className={classes["row"]}>
        <div className={classes["grow"]}>
          <Group justify="space-between" gap={8} wrap="nowrap">
            <Text size="sm" truncate>
              {name}
            </Text>
            <Text size="xs" className="amount" fw={600} style={{ color }}>
              {state}
            </Text>
          </Group>
          <div className={classes["bar"]} aria-hidden>
            <div style={{ width: `${share * 100}%`, background: color }} />
          </div>
          <Text size="xs" c="dimmed" className="amount">
            {detail}
          </Text>
        </div>
      </Link>
    </li>
  );
}
