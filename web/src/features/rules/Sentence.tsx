import { Badge, Group, Text } from "@mantine/core";
import { ArrowRight } from "lucide-react";

import type { ActionsView, ConditionView, RuleContentView } from "../../api/generated";
import { useLedger, useMoney } from "../../api/ledger";
import { CategoryBadge } from "../../components/names/CategoryBadge";
import { commonWords } from "../../words/common";
import { rulesWords } from "../../words/rules";
import { useWords } from "../../words/translated";

/** Return a function that says the conditions of a rule as one clause. */
export function useConditionsText(): (conditions: readonly ConditionView[]) => string {
  const words = useWords(rulesWords);
  const common = useWords(commonWords);
  const ledger = useLedger();
  const money = useMoney();
  const clause = (one: ConditionView): string => {
    switch (one.field) {
      case "AMOUNT": {
        const min = one.min === null ? null : money(one.min);
        const max = one.max === null ? null : money(one.max);
        if (min !== null && max !== null) return words.between(min, max);
        if (min !== null) return words.atLeast(min);
        return max === null ? words.anyAmount : words.atMost(max);
      }
      case "TYPE":
        return words.isType(common.types[one.value]);
      case "ACCOUNT":
        return words.isAccount(ledger.account(one.value)?.name ?? words.unknown);
      default:
        return words.textClauses[one.operator](words.fields[one.field], one.value);
    }
  };
  return (conditions) => conditions.map(clause).join(` ${words.and} `);
}

/** Show a rule as a sentence: its conditions, and what it sets. */
export function Sentence({ rule }: { rule: Pick<RuleContentView, "conditions" | "actions"> }) {
  const words = useWords(rulesWords);
  const textOf = useConditionsText();
  return (
    <Group gap={8} style={{ rowGap: 4 }}>
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {words.if} {textOf(rule.conditions)}
      </Text>
      <ArrowRight size={16} aria-label={words.then} role="img" style={{ flex: "none" }} />
      <ActionMarks actions={rule.actions} />
    </Group>
  );
}

/** Show what a rule sets. */
export function ActionMarks({ actions }: { actions: ActionsView }) {
  const words = useWords(rulesWords);
  const ledger = useLedger();
  const { category_id, custom_type_id, payee, tags } = actions;
  const type = ledger.customType(custom_type_id);
  const texts = [
    ...(payee ? [words.setPayee(payee)] : []),
    ...(custom_type_id ? [words.setType(type?.name ?? words.unknown)] : []),
    ...tags.map((tag) => words.setTag(tag)),
  ];
  return (
    <>
      {category_id ? <CategoryBadge id={category_id} /> : null}
      {texts.map((text) => (
        <Badge key={text} variant="default" tt="none" fw={500}>
          {text}
        </Badge>
      ))}
    </>
  );
}
