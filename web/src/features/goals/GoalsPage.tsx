import { Button, Group, SimpleGrid, Skeleton, Stack, Text } from "@mantine/core";
import { Plus, Target } from "lucide-react";
import { lazy, Suspense, useState } from "react";

import type { GoalStatusView, GoalView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { Card } from "../../components/Card";
import { WhyForbidden } from "../../components/Forbidden";
import { Page } from "../../components/Page";
import { Empty, Read } from "../../components/States";
import { commonWords } from "../../words/common";
import { goalWords } from "../../words/goals";
import { useWords } from "../../words/translated";
import { GoalCard } from "./GoalCard";
import { useGoalChange, useGoals, useGoalsStatus } from "./useGoals";

const GoalForm = lazy(() => import("./GoalForm").then((file) => ({ default: file.GoalForm })));
const ContributeDialog = lazy(() =>
  import("./ContributeDialog").then((file) => ({ default: file.ContributeDialog })),
);
const ProgressDialog = lazy(() =>
  import("./ProgressDialog").then((file) => ({ default: file.ProgressDialog })),
);

type Dialog =
  | { readonly kind: "create" }
  | { readonly kind: "edit" | "details" | "contribute"; readonly status: GoalStatusView };

/** Show all goals with how far they are, and change them. */
export default function GoalsPage() {
  const words = useWords(goalWords);
  const { canWrite, home } = useLedger();
  const report = useGoalsStatus();
  const goals = useGoals();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const create = () => setDialog({ kind: "create" });
  return (
    <Page
      title={words.title}
      description={words.description}
      actions={
        canWrite ? (
          <Button leftSection={<Plus size={16} />} onClick={create}>
            {words.create}
          </Button>
        ) : (
          <WhyForbidden />
        )
      }
    >
      {home.workspace ? (
        <Text size="sm" c="dimmed">
          {words.shared(home.workspace.name)}
        </Text>
      ) : null}
      <Read
        of={report}
        waiting={
          <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }}>
            <Skeleton height={270} radius="lg" />
            <Skeleton height={270} radius="lg" />
          </SimpleGrid>
        }
      >
        {({ items }) =>
          items.length ? (
            <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }}>
              {items.map((status) => (
                <GoalCard
                  key={status.goal.id}
                  status={status}
                  onEdit={() => setDialog({ kind: "edit", status })}
                  onDetails={() => setDialog({ kind: "details", status })}
                  onContribute={() => setDialog({ kind: "contribute", status })}
                />
              ))}
            </SimpleGrid>
          ) : (
            <Card>
              <Empty
                icon={<Target size={36} />}
                text={words.empty}
                action={canWrite ? <Button onClick={create}>{words.create}</Button> : undefined}
              />
            </Card>
          )
        }
      </Read>
      <ArchivedGoals goals={(goals.data?.items ?? []).filter((one) => one.archived)} />
      <Suspense>
        {dialog?.kind === "create" ? <GoalForm goal={null} onClose={close} /> : null}
        {dialog?.kind === "edit" ? <GoalForm goal={dialog.status.goal} onClose={close} /> : null}
        {dialog?.kind === "details" ? (
          <ProgressDialog status={dialog.status} onClose={close} />
        ) : null}
        {dialog?.kind === "contribute" ? (
          <ContributeDialog goal={dialog.status.goal} onClose={close} />
        ) : null}
      </Suspense>
    </Page>
  );
}

function ArchivedGoals({ goals }: { goals: readonly GoalView[] }) {
  const words = useWords(goalWords);
  const common = useWords(commonWords);
  const { canWrite } = useLedger();
  const change = useGoalChange();
  if (!goals.length) return null;
  return (
    <Card title={words.archivedTitle}>
      <Stack gap={4}>
        {goals.map((goal) => (
          <Group key={goal.id} justify="space-between">
            <Text style={{ overflowWrap: "anywhere" }}>{goal.name}</Text>
            {canWrite ? (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`${common.restore}: ${goal.name}`}
                onClick={() =>
                  change.mutate({
                    goal,
                    patch: { archived: false },
                    done: words.wasRestored(goal.name),
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
