/** Reads and writes of budgets. */
import {
  deleteBudget,
  getBudgetStatus,
  listBudgets,
  patchBudget,
  type BudgetPatch,
  type BudgetView,
} from "../../api/generated";
import { useRead, useWrite } from "../../api/queries";
import { budgetWords } from "../../words/budgets";
import { useWords } from "../../words/translated";

/** Read the status of all budgets; `date` is null for today. */
export function useBudgetStatus(date: string | null) {
  return useRead(
    ["budgets", "status", date],
    (signal) => getBudgetStatus({ query: { with_past: true, ...(date ? { date } : {}) }, signal }),
    { keepsPrevious: true },
  );
}

/** Read the budgets themselves, which have what editing needs, and the archived ones. */
export function useBudgets() {
  return useRead(["budgets", "list"], (signal) => listBudgets({ signal }));
}

export interface BudgetChange {
  readonly budget: BudgetView;
  readonly patch: BudgetPatch;
  readonly done: string;
}

/** Return the write that changes fields of a budget. */
export function useBudgetChange(showsError = true) {
  return useWrite(
    ({ budget, patch }: BudgetChange) =>
      patchBudget({
        path: { id: budget.id },
        body: patch,
        headers: { "If-Match": budget.etag },
      }),
    { done: (_, { done }) => done, showsError },
  );
}

/** Return the write that deletes a budget. */
export function useBudgetDeletion() {
  const words = useWords(budgetWords);
  return useWrite(
    (budget: BudgetView) =>
      deleteBudget({ path: { id: budget.id }, headers: { "If-Match": budget.etag } }),
    { done: (_, budget) => words.deleted(budget.name) },
  );
}
