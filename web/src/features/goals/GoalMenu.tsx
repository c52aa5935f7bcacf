import { ActionIcon, Button, Group, Menu, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Archive, Ellipsis, Pause, Pencil, Play, ReceiptText, Trash2, X } from "lucide-react";
import { useLocation } from "wouter";

import type { GoalState, GoalStatusView, GoalView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { commonWords } from "../../words/common";
import { formWords } from "../../words/forms";
import { goalWords } from "../../words/goals";
import { Dialog } from "../../components/dialogs/Dialog";
import { useWords } from "../../words/translated";
import { transactionsOf } from "./goal";
import { useGoalChange, useGoalDeletion } from "./useGoals";

export interface GoalMenuProps {
  readonly status: GoalStatusView;
  readonly onEdit: () => void;
}

/** Show what can be done with a goal. */
export function GoalMenu({ status, onEdit }: GoalMenuProps) {
  const { goal } = status;
  const words = useWords(goalWords);
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const [, go] = useLocation();
  const { canWrite } = useLedger();
  const [isAsking, asking] = useDisclosure(false);
  const change = useGoalChange();
  const address = transactionsOf(status);
  const turn = (state: GoalState) =>
    change.mutate({ goal, patch: { state }, done: words.wasSaved(goal.name) });
  if (!canWrite && !address) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={forms.actionsFor(goal.name)}>
            <Ellipsis size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {address ? (
            <Menu.Item leftSection={<ReceiptText size={16} />} onClick={() => go(address)}>
              {words.showTransactions}
            </Menu.Item>
          ) : null}
          {canWrite ? (
            <>
              <Menu.Item leftSection={<Pencil size={16} />} onClick={onEdit}>
                {common.edit}
              </Menu.Item>
              {goal.state === "ACTIVE" ? (
                <>
                  <Menu.Item leftSection={<Pause size={16} />} onClick={() => turn("PAUSED")}>
                    {words.pause}
                  </Menu.Item>
                  <Menu.Item leftSection={<X size={16} />} onClick={() => turn("CANCELLED")}>
                    {words.cancel}
                  </Menu.Item>
                </>
              ) : (
                <Menu.Item leftSection={<Play size={16} />} onClick={() => turn("ACTIVE")}>
                  {goal.state === "PAUSED" ? words.resume : words.reopen}
                </Menu.Item>
              )}
              <Menu.Item
                leftSection={<Archive size={16} />}
                onClick={() =>
                  change.mutate({
                    goal,
                    patch: { archived: true },
                    done: words.wasArchived(goal.name),
                  })
                }
              >
                {common.archive}
              </Menu.Item>
              <Menu.Item
                leftSection={<Trash2 size={16} />}
                color="var(--expense)"
                onClick={asking.open}
              >
                {common.delete}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {isAsking ? <DeleteGoal goal={goal} onClose={asking.close} /> : null}
    </>
  );
}

function DeleteGoal({ goal, onClose }: { goal: GoalView; onClose: () => void }) {
  const words = useWords(goalWords);
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const deletion = useGoalDeletion(onClose);
  return (
    <Dialog onClose={onClose} title={forms.deleteFor(goal.name)} centered>
      <Stack>
        <Text size="sm">{words.deleteHint}</Text>
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {forms.keep}
          </Button>
          <Button color="red.9" loading={deletion.isPending} onClick={() => deletion.mutate(goal)}>
            {common.delete}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
