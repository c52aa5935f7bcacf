import { MultiSelect, TagsInput } from "@mantine/core";
import type { GetInputPropsReturnType } from "@mantine/form";

import type { ScopeKind } from "../../../api/generated";
import { useLedger } from "../../../api/ledger";
import { budgetFormWords } from "../../../words/budget-forms";
import { useWords } from "../../../words/translated";

/** Ask for what a budget counts, of one kind. */
export function ScopeFields({
  scope,
  props,
}: {
  scope: ScopeKind;
  props: GetInputPropsReturnType;
}) {
  const words = useWords(budgetFormWords);
  const { categories, accounts } = useLedger();
  if (scope === "EVERYTHING") return null;
  if (scope === "TAGS")
    return (
      <TagsInput
        label={words.form.tags}
        description={words.form.tagsHint}
        maxTags={5}
        required
        {...props}
      />
    );
  const choices =
    scope === "CATEGORIES"
      ? categories.filter((one) => one.type === "EXPENSE" && !one.archived)
      : accounts.filter((one) => !one.archived);
  return (
    <MultiSelect
      label={scope === "CATEGORIES" ? words.form.categories : words.form.accounts}
      data={choices.map(({ id, name }) => ({ value: id, label: name }))}
      searchable
      required
      hidePickedOptions
      {...props}
    />
  );
}
