import { Button, Fieldset, Group, Select, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { Plus } from "lucide-react";
import { useState, type FormEvent } from "react";

import { Dialog } from "../../components/dialogs/Dialog";
import { newKey } from "../../api/client";
import { createRule, listTags, putRule, type RuleView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { useRead, useWrite } from "../../api/queries";
import { useAmountText } from "../../components/forms/AmountField";
import { CategorySelect } from "../../components/names/CategorySelect";
import { FormFailure, type Fact } from "../../components/forms/FormFailure";
import { commonWords } from "../../words/common";
import { rulesWords } from "../../words/rules";
import { useWords } from "../../words/translated";
import { ConditionFields } from "./ConditionFields";
import {
  bodyOf,
  draftOf,
  newCondition,
  setsNothing,
  wrongOf,
  type ConditionDraft,
  type Draft,
} from "./rule-draft";
import { useConditionsText } from "./Sentence";

export interface RuleFormProps {
  /** The rule to change; null to create one. */
  readonly rule: RuleView | null;
  readonly onClose: () => void;
  /** Called with a new rule, whose effect can be previewed. */
  readonly onCreated: (rule: RuleView) => void;
}

/** Create or change a rule: its conditions, and what it sets. */
export function RuleForm({ rule, onClose, onCreated }: RuleFormProps) {
  const words = useWords(rulesWords);
  const common = useWords(commonWords);
  const ledger = useLedger();
  const amounts = useAmountText();
  const textOf = useConditionsText();
  const [key] = useState(newKey);
  const [draft, setDraft] = useState<Draft>(() => draftOf(rule, amounts.write));
  const [isChecked, setChecked] = useState(false);
  const tags = useRead(["transactions", "tags"], (signal) => listTags({ signal }));
  const wrong = isChecked ? wrongOf(draft, amounts.read) : null;
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const write = useWrite(
    (etag: string | null) => {
      const body = bodyOf(draft, amounts.read);
      return rule
        ? putRule({ path: { id: rule.id }, headers: { "If-Match": etag ?? rule.etag }, body })
        : createRule({ headers: { "Idempotency-Key": key }, body });
    },
    {
      done: () => (rule ? words.saved : words.created),
      showsError: false,
      onDone: ({ data }) => {
        onClose();
        if (!rule) onCreated(data);
      },
    },
  );
  const save = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (wrongOf(draft, amounts.read) === null && !setsNothing(draft)) write.mutate(null);
  };
  const setCondition = (next: ConditionDraft) =>
    change({ conditions: draft.conditions.map((one) => (one.key === next.key ? next : one)) });
  const facts = (one: RuleView): Fact[] => [
    { label: common.name, text: one.name ?? common.none },
    { label: words.conditions, text: textOf(one.conditions) },
    {
      label: words.actions,
      text: [ledger.category(one.actions.category_id)?.name, one.actions.payee, ...one.actions.tags]
        .filter(Boolean)
        .join(", "),
    },
  ];
  return (
    <Dialog onClose={onClose} size="xl" title={rule ? words.edit : words.create}>
      <form onSubmit={save} noValidate>
        <Stack>
          <Fieldset legend={words.conditions}>
            <Stack gap="sm">
              {draft.conditions.map((condition, index) => (
                <ConditionFields
                  key={condition.key}
                  condition={condition}
                  index={index}
                  wrong={wrong?.key === condition.key ? wrong.part : null}
                  onChange={setCondition}
                  onRemove={
                    draft.conditions.length > 1
                      ? () =>
                          change({
                            conditions: draft.conditions.filter((one) => one !== condition),
                          })
                      : null
                  }
                />
              ))}
              {draft.conditions.length < 10 ? (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  leftSection={<Plus size={14} />}
                  style={{ alignSelf: "start" }}
                  onClick={() => {
                    const next = Math.max(...draft.conditions.map((one) => one.key)) + 1;
                    change({ conditions: [...draft.conditions, newCondition(next)] });
                  }}
                >
                  {words.addCondition}
                </Button>
              ) : null}
            </Stack>
          </Fieldset>
          <Fieldset legend={words.actions}>
            <Stack gap="sm">
              <CategorySelect
                clearable
                value={draft.category}
                onChange={(category) => change({ category })}
              />
              {ledger.customTypes.length ? (
                <Select
                  label={words.customType}
                  clearable
                  data={ledger.customTypes
                    .filter((one) => !one.archived || one.id === draft.customType)
                    .map((one) => ({ value: one.id, label: one.name }))}
                  value={draft.customType}
                  onChange={(customType) => change({ customType })}
                />
              ) : null}
              <TextInput
                label={words.payee}
                maxLength={100}
                value={draft.payee}
                onChange={(event) => change({ payee: event.currentTarget.value })}
              />
              <TagsInput
                label={words.tags}
                description={words.tagsHint}
                maxTags={20}
                // Above the field, so that the suggestions do not cover the buttons of the form.
                comboboxProps={{ position: "top", withinPortal: false }}
                data={tags.data?.items.map((one) => one.tag) ?? []}
                value={draft.tags}
                onChange={(list) => change({ tags: list })}
              />
              {isChecked && setsNothing(draft) ? (
                <Text size="sm" c="var(--expense)" role="alert">
                  {words.needsAction}
                </Text>
              ) : null}
            </Stack>
          </Fieldset>
          <TextInput
            label={words.name}
            maxLength={100}
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <FormFailure
            error={write.error}
            before={rule}
            facts={facts}
            onRepeat={(current) => write.mutate(current.etag)}
          />
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={write.isPending}>
              {rule ? words.save : words.createIt}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
