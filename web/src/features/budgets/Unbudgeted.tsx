import { ActionIcon, Alert, Group, Stack, Text } from "@mantine/core";
import { Plus, TriangleAlert } from "lucide-react";
import { Link } from "wouter";

import type { BudgetReportView } from "../../api/generated";
import { useLedger, useMoney } from "../../api/ledger";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { formatMonth } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { budgetWords } from "../../words/budgets";
import { commonWords } from "../../words/common";
import { listed } from "../../words/schedule";
import { useWords } from "../../words/translated";

/** Say what budgets count twice, or cannot count. */
export function Warnings({ report }: { report: BudgetReportView }) {
  const words = useWords(budgetWords);
  const money = useMoney();
  const nameOf = (id: string) => report.items.find((one) => one.id === id)?.name ?? "";
  if (!report.overlaps.length && !report.unconverted.length) return null;
  return (
    <Alert color="yellow" icon={<TriangleAlert size={18} />} role="note">
      {report.overlaps.map(({ first_id: first, second_id: second }) => (
        <Text size="sm" key={first + second}>
          {words.overlap(nameOf(first), nameOf(second))}
        </Text>
      ))}
      {report.unconverted.length ? (
        <Text size="sm">
          {words.unconverted(
            listed(
              report.unconverted.map((one) => money(one.expenses, { currency: one.currency })),
            ),
          )}
        </Text>
      ) : null}
    </Alert>
  );
}

/** List the expenses of the month that no budget counts, each with a button that makes one. */
export function Unbudgeted({
  report: { unbudgeted },
  onCreate,
}: {
  report: BudgetReportView;
  onCreate: (categoryId: string, name: string) => void;
}) {
  const words = useWords(budgetWords);
  const common = useWords(commonWords);
  const { locale } = usePreferences();
  const { canWrite } = useLedger();
  const { month, categories, total } = unbudgeted;
  return (
    <Card
      title={words.unbudgeted(formatMonth(month, locale))}
      actions={<Amount value={total} weight={650} />}
    >
      {categories.length ? (
        <Stack gap={4} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
          {[...categories]
            .sort((a, b) => Number(b.expenses) - Number(a.expenses))
            .map(({ category_id: id, name, expenses }) => (
              <Group key={id ?? ""} component="li" justify="space-between" wrap="nowrap">
                <Link
                  href={`/transactions?from=${month}&to=${month}&${id ? `category_id=${id}` : "unfiled=true"}`}
                  style={{ color: "inherit", minWidth: 0, overflowWrap: "anywhere" }}
                >
                  {name ?? common.unfiled}
                </Link>
                <Group gap="xs" wrap="nowrap">
                  <Amount value={expenses} />
                  {canWrite ? (
                    id && name ? (
                      <ActionIcon
                        variant="default"
                        aria-label={words.budgetIt(name)}
                        title={words.budgetIt(name)}
                        onClick={() => onCreate(id, name)}
                      >
                        <Plus size={16} />
                      </ActionIcon>
                    ) : (
                      <span style={{ width: 28 }} />
                    )
                  ) : null}
                </Group>
              </Group>
            ))}
        </Stack>
      ) : (
        <Text c="dimmed">{words.unbudgetedNone}</Text>
      )}
    </Card>
  );
}
