/** Reads and writes of goals. */
import {
  deleteGoal,
  getGoalProgress,
  getGoalsStatus,
  listGoals,
  patchGoal,
  type GoalPatch,
  type GoalView,
} from "../../api/generated";
import { useRead, useWrite } from "../../api/queries";
import { goalWords } from "../../words/goals";
import { useWords } from "../../words/translated";

/** Read how all goals stand that are not archived. */
export function useGoalsStatus() {
  return useRead(["goals", "status"], (signal) => getGoalsStatus({ signal }));
}

/** Read the goals themselves, archived ones too. */
export function useGoals() {
  return useRead(["goals", "list"], (signal) => listGoals({ signal }));
}

/** Read a goal by month, and its milestones. */
export function useProgress(id: string) {
  return useRead(["goals", "progress", id], (signal) => getGoalProgress({ path: { id }, signal }));
}

export interface GoalChange {
  readonly goal: GoalView;
  readonly patch: GoalPatch;
  readonly done: string;
}

/** Return the write that changes fields of a goal. */
export function useGoalChange() {
  return useWrite(
    ({ goal, patch }: GoalChange) =>
      patchGoal({ path: { id: goal.id }, body: patch, headers: { "If-Match": goal.etag } }),
    { done: (_, { done }) => done },
  );
}

/** Return the write that deletes a goal. */
export function useGoalDeletion(onDone: () => void) {
  const words = useWords(goalWords);
  return useWrite(
    (goal: GoalView) => deleteGoal({ path: { id: goal.id }, headers: { "If-Match": goal.etag } }),
    { done: (_, goal) => words.wasDeleted(goal.name), onDone },
  );
}
