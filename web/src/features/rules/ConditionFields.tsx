import { ActionIcon, Group, Select, TextInput } from "@mantine/core";
import { X } from "lucide-react";

import { AccountSelect } from "../../components/names/AccountSelect";
import { AmountField } from "../../components/forms/AmountField";
import { commonWords } from "../../words/common";
import { rulesWords } from "../../words/rules";
import { useWords } from "../../words/translated";
import { FIELDS, OPERATORS, newCondition, type ConditionDraft } from "./rule-draft";

export interface ConditionFieldsProps {
  readonly condition: ConditionDraft;
  readonly index: number;
  /** The part whose value is missing or wrong. */
  readonly wrong: "value" | "min" | "max" | null;
  readonly onChange: (condition: ConditionDraft) => void;
  /** Null where it is the only condition. */
  readonly onRemove: (() => void) | null;
}

/** Edit one condition of a rule, in one line. */
export function ConditionFields(props: ConditionFieldsProps) {
  const { condition, index, onChange, onRemove } = props;
  const words = useWords(rulesWords);
  const isText = !["AMOUNT", "TYPE", "ACCOUNT"].includes(condition.field);
  return (
    <Group gap="xs" align="start" role="group" aria-label={`${words.conditions} ${index + 1}`}>
      <Select
        w={170}
        aria-label={words.field}
        allowDeselect={false}
        data={FIELDS.map((value) => ({ value, label: words.fields[value] }))}
        value={condition.field}
        onChange={(field) => {
          if (field) onChange({ ...newCondition(condition.key), field });
        }}
      />
      {isText ? (
        <Select
          w={170}
          aria-label={words.operator}
          allowDeselect={false}
          data={OPERATORS.map((value) => ({ value, label: words.operators[value] }))}
          value={condition.operator}
          onChange={(operator) => {
            if (operator) onChange({ ...condition, operator });
          }}
        />
      ) : null}
      <ValueFields {...props} />
      {onRemove ? (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={words.removeCondition(index + 1)}
          onClick={onRemove}
        >
          <X size={18} />
        </ActionIcon>
      ) : null}
    </Group>
  );
}

function ValueFields({ condition, wrong, onChange }: ConditionFieldsProps) {
  const words = useWords(rulesWords);
  const common = useWords(commonWords);
  const error = wrong ? words.needsValue : null;
  const set = (part: "value" | "min" | "max") => (value: string | null) =>
    onChange({ ...condition, [part]: value ?? "" });
  switch (condition.field) {
    case "AMOUNT":
      return (
        <>
          {(["min", "max"] as const).map((part) => (
            <AmountField
              key={part}
              w={140}
              aria-label={words[part]}
              placeholder={words[part]}
              value={condition[part]}
              onChange={(event) => set(part)(event.currentTarget.value)}
              error={wrong === part ? error : null}
            />
          ))}
        </>
      );
    case "TYPE":
      return (
        <Select
          w={200}
          aria-label={words.value}
          data={(["EXPENSE", "INCOME"] as const).map((value) => ({
            value,
            label: common.types[value],
          }))}
          value={condition.value || null}
          onChange={set("value")}
          error={error}
        />
      );
    case "ACCOUNT":
      return (
        <AccountSelect
          w={240}
          label={null}
          aria-label={words.value}
          value={condition.value || null}
          onChange={set("value")}
          error={error}
        />
      );
    default:
      return (
        <TextInput
          style={{ flex: "1 1 180px" }}
          aria-label={words.value}
          maxLength={200}
          value={condition.value}
          onChange={(event) => set("value")(event.currentTarget.value)}
          description={condition.operator === "MATCHES" ? words.regexHint : undefined}
          inputWrapperOrder={["label", "input", "description", "error"]}
          error={error}
        />
      );
  }
}
