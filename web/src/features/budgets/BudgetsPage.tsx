import { ActionIcon, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { ChevronLeft, ChevronRight, Plus, WalletCards, Wand } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useLocation, useSearch } from "wouter";

import type { BudgetReportView, BudgetStatusView, BudgetView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { WhyForbidden } from "../../components/Forbidden";
import { Page } from "../../components/Page";
import { Empty, Read } from "../../components/States";
import { addMonths, formatMonth } from "../../lib/dates";
import { sum } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { budgetWords } from "../../words/budgets";
import { commonWords } from "../../words/common";
import { useWords } from "../../words/translated";
import { BudgetRows } from "./BudgetRows";
import type { BudgetStart } from "./forms/BudgetForm";
import { Unbudgeted, Warnings } from "./Unbudgeted";
import { useBudgetChange, useBudgetStatus, useBudgets } from "./useBudgets";

const BudgetForm = lazy(() =>
  import("./forms/BudgetForm").then((file) => ({ default: file.BudgetForm })),
);
const FillDialog = lazy(() =>
  import("./forms/FillDialog").then((file) => ({ default: file.FillDialog })),
);
const HistoryDialog = lazy(() =>
  import("./HistoryDialog").then((file) => ({ default: file.HistoryDialog })),
);

type Dialog =
  | { readonly kind: "create"; readonly start: BudgetStart }
  | { readonly kind: "edit"; readonly budget: BudgetView }
  | { readonly kind: "history"; readonly status: BudgetStatusView }
  | { readonly kind: "fill" };

const BLANK: BudgetStart = { name: "", categoryId: null };

/** Show the budgets of a month with what is left of them, and change them. */
export default function BudgetsPage() {
  const words = useWords(budgetWords);
  const { canWrite } = useLedger();
  const month = new URLSearchParams(useSearch()).get("month");
  // The 15th is in the month of its name, on whatever day the months of the ledger start.
  const date = month && /^\d{4}-\d{2}$/.test(month) ? `${month}-15` : null;
  const report = useBudgetStatus(date);
  const budgets = useBudgets();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const list = budgets.data?.items ?? [];
  const create = (start: BudgetStart) => setDialog({ kind: "create", start });
  return (
    <Page
      title={words.title}
      description={words.description}
      actions={
        canWrite ? (
          <>
            <Button
              variant="default"
              leftSection={<Wand size={16} />}
              onClick={() => setDialog({ kind: "fill" })}
              disabled={!report.data?.items.length}
            >
              {words.fill}
            </Button>
            <Button leftSection={<Plus size={16} />} onClick={() => create(BLANK)}>
              {words.create}
            </Button>
          </>
        ) : (
          <WhyForbidden />
        )
      }
    >
      <MonthSwitch shown={report.data?.unbudgeted.month ?? null} isPresent={date === null} />
      <Read of={report} waiting={<Skeleton height={420} radius="lg" />}>
        {(data) => (
          <Stack gap="md" style={{ opacity: report.isPlaceholderData ? 0.6 : 1 }}>
            <Warnings report={data} />
            {data.items.length ? (
              <>
                <Summary report={data} />
                <BudgetRows
                  items={data.items}
                  budgets={list}
                  onEdit={(budget) => setDialog({ kind: "edit", budget })}
                  onHistory={(status) => setDialog({ kind: "history", status })}
                />
              </>
            ) : (
              <Card>
                <Empty
                  icon={<WalletCards size={36} />}
                  text={list.some((one) => !one.archived) ? words.emptyThen : words.empty}
                  action={
                    canWrite ? (
                      <Button onClick={() => create(BLANK)}>{words.create}</Button>
                    ) : undefined
                  }
                />
              </Card>
            )}
            <Unbudgeted
              report={data}
              onCreate={(categoryId, name) => create({ categoryId, name })}
            />
          </Stack>
        )}
      </Read>
      <ArchivedBudgets budgets={list.filter((one) => one.archived)} />
      <Suspense>
        {dialog?.kind === "create" ? (
          <BudgetForm budget={null} start={dialog.start} onClose={close} />
        ) : dialog?.kind === "edit" ? (
          <BudgetForm budget={dialog.budget} start={BLANK} onClose={close} />
        ) : dialog?.kind === "history" ? (
          <HistoryDialog status={dialog.status} onClose={close} />
        ) : dialog?.kind === "fill" && report.data ? (
          <FillDialog items={report.data.items} date={date} onClose={close} />
        ) : null}
      </Suspense>
    </Page>
  );
}

function MonthSwitch({ shown, isPresent }: { shown: string | null; isPresent: boolean }) {
  const words = useWords(budgetWords);
  const { locale } = usePreferences();
  const [, go] = useLocation();
  const move = (months: number) => {
    if (shown) go(`/budgets?month=${addMonths(shown, months)}`);
  };
  return (
    <Group gap="xs" className="no-print">
      <ActionIcon variant="default" aria-label={words.previous} onClick={() => move(-1)}>
        <ChevronLeft size={18} />
      </ActionIcon>
      <Text fw={600} miw={140} ta="center" aria-live="polite">
        {shown ? formatMonth(shown, locale) : "…"}
      </Text>
      <ActionIcon variant="default" aria-label={words.next} onClick={() => move(1)}>
        <ChevronRight size={18} />
      </ActionIcon>
      {isPresent ? null : (
        <Button size="compact-sm" variant="subtle" onClick={() => go("/budgets")}>
          {words.present}
        </Button>
      )}
    </Group>
  );
}

/** Add up the budgets whose period is most common: amounts of a week and of a month do not add up. */
function Summary({ report }: { report: BudgetReportView }) {
  const words = useWords(budgetWords);
  const { exponent } = useLedger();
  const months = report.items.filter(({ period: { start_date: start, end_date: end } }) => {
    const days = (Date.parse(end) - Date.parse(start)) / 86_400_000;
    return days >= 27 && days <= 31;
  });
  const total = (of: "available" | "spent" | "left") =>
    sum(
      months.flatMap(({ period }) => period[of] ?? []),
      exponent,
    );
  if (months.length < 2) return null;
  const facts = [
    [words.summary.planned, total("available")],
    [words.summary.spent, total("spent")],
    [words.summary.left, total("left")],
  ] as const;
  return (
    <Card>
      <Group gap="xl">
        {facts.map(([label, value]) => (
          <div key={label}>
            <Text size="xs" c="dimmed">
              {label}
            </Text>
            <Amount value={value} tone="sign" size="20px" weight={650} />
          </div>
        ))}
        {months.length < report.items.length ? (
          <Text size="xs" c="dimmed">
            {words.summaryNote}
          </Text>
        ) : null}
      </Group>
    </Card>
  );
}

function ArchivedBudgets({ budgets }: { budgets: readonly BudgetView[] }) {
  const words = useWords(budgetWords);
  const common = useWords(commonWords);
  const { canWrite } = useLedger();
  const change = useBudgetChange();
  if (!budgets.length) return null;
  return (
    <Card title={words.archivedTitle}>
      <Stack gap={4}>
        {budgets.map((budget) => (
          <Group key={budget.id} justify="space-between">
            <Text style={{ overflowWrap: "anywhere" }}>{budget.name}</Text>
            {canWrite ? (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`${common.restore}: ${budget.name}`}
                onClick={() =>
                  change.mutate({
                    budget,
                    patch: { archived: false },
                    done: words.wasRestored(budget.name),
                  })
                }
              >
                {common.restore}
              </Button>
            ) : null}
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
