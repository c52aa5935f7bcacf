import { Group, Skeleton, Text } from "@mantine/core";
import { TriangleAlert } from "lucide-react";

import type { ListTotalsView } from "../../api/generated";
import { Amount } from "../../components/Amount";
import { transactionWords } from "../../words/transactions";
import { useWords } from "../../words/translated";
import type { Filters } from "./filters/filters";
import { useTotals } from "./useRegister";

/** Show the sums of all transactions that match the filters, as the server adds them. */
export function TotalsBar({ filters, loaded }: { filters: Filters; loaded: number }) {
  const words = useWords(transactionWords);
  const { data } = useTotals(filters);
  const totals = data?.totals;
  if (!totals) return <Skeleton height={20} w={320} maw="100%" my={6} />;
  return (
    <Group gap="lg" justify="space-between" role="group" aria-label={words.totals.label}>
      <Group gap="md">
        <Text size="sm" fw={550}>
          {words.totals.matching(totals.transaction_count)}
          {totals.transfer_count > 0 ? (
            <Text span size="sm" fw={400} c="dimmed">
              {" "}
              + {words.totals.transfers(totals.transfer_count)}
            </Text>
          ) : null}
        </Text>
        <Text size="sm" c="dimmed" visibleFrom="lg">
          {words.totals.loaded(loaded)}
        </Text>
        <Warnings totals={totals} />
      </Group>
      <SumLine
        currency={totals.currency}
        income={totals.income}
        expenses={totals.expenses}
        net={totals.net}
      />
    </Group>
  );
}

function Warnings({ totals }: { totals: ListTotalsView }) {
  const words = useWords(transactionWords);
  const texts = [
    ...(totals.is_partial ? [words.totals.partial] : []),
    ...totals.unconverted.map((line) =>
      words.totals.unconverted(line.transaction_count, line.currency),
    ),
  ];
  return texts.map((text) => (
    <Text key={text} size="xs" style={{ color: "var(--warning)" }}>
      <TriangleAlert size={13} aria-hidden style={{ verticalAlign: -2 }} /> {text}
    </Text>
  ));
}

/** Show income, expenses and their difference in one currency. */
export function SumLine(sums: { currency: string; income: string; expenses: string; net: string }) {
  const words = useWords(transactionWords);
  return (
    <Group gap="md">
      {(["income", "expenses", "net"] as const).map((name) => (
        <Text key={name} size="sm">
          <Text span size="sm" c="dimmed">
            {words.totals[name]}{" "}
          </Text>
          <Amount
            value={sums[name]}
            currency={sums.currency}
            tone={name === "income" ? "income" : name === "expenses" ? "expense" : "sign"}
            weight={name === "net" ? 650 : 500}
          />
        </Text>
      ))}
    </Group>
  );
}
