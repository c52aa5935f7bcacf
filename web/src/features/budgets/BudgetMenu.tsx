import { ActionIcon, Button, Group, Menu, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Archive, Ellipsis, History, Pencil, ReceiptText, Trash2 } from "lucide-react";
import { useLocation } from "wouter";

import type { BudgetStatusView, BudgetView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { budgetWords } from "../../words/budgets";
import { commonWords } from "../../words/common";
import { formWords } from "../../words/forms";
import { Dialog } from "../../components/dialogs/Dialog";
import { useWords } from "../../words/translated";
import { transactionsOf } from "./state";
import { useBudgetChange, useBudgetDeletion } from "./useBudgets";

export interface BudgetMenuProps {
  readonly status: BudgetStatusView;
  readonly budget: BudgetView | undefined;
  readonly onEdit: () => void;
  readonly onHistory: () => void;
}

/** Show what can be done with a budget. */
export function BudgetMenu({ status, budget, onEdit, onHistory }: BudgetMenuProps) {
  const words = useWords(budgetWords);
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const [, go] = useLocation();
  const { canWrite } = useLedger();
  const [isAsking, asking] = useDisclosure(false);
  const change = useBudgetChange();
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={forms.actionsFor(status.name)}>
            <Ellipsis size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<ReceiptText size={16} />}
            onClick={() => go(transactionsOf(status))}
          >
            {words.menu.transactions}
          </Menu.Item>
          <Menu.Item leftSection={<History size={16} />} onClick={onHistory}>
            {words.menu.history}
          </Menu.Item>
          {canWrite && budget ? (
            <>
              <Menu.Item leftSection={<Pencil size={16} />} onClick={onEdit}>
                {words.menu.edit}
              </Menu.Item>
              <Menu.Item
                leftSection={<Archive size={16} />}
                onClick={() =>
                  change.mutate({
                    budget,
                    patch: { archived: true },
                    done: words.wasArchived(budget.name),
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
      {budget ? <DeleteDialog budget={budget} isOpen={isAsking} onClose={asking.close} /> : null}
    </>
  );
}

/** Ask before a budget is deleted, because its history goes with it. */
export function DeleteDialog({
  budget,
  isOpen,
  onClose,
}: {
  budget: BudgetView;
  isOpen: boolean;
  onClose: () => void;
}) {
  const words = useWords(budgetWords);
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const deletion = useBudgetDeletion();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={forms.deleteFor(budget.name)} centered>
      <Stack>
        <Text size="sm">{words.deleteHint}</Text>
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {forms.keep}
          </Button>
          <Button
            color="red.9"
            loading={deletion.isPending}
            onClick={() => deletion.mutate(budget, { onSuccess: onClose })}
          >
            {common.delete}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
