import { Button, Group, Stack, Text } from "@mantine/core";
import { Lightbulb } from "lucide-react";
import { useState } from "react";

import { newKey } from "../../api/client";
import { createRule, suggestRules, type RuleView, type SuggestionView } from "../../api/generated";
import { useRead, useWrite } from "../../api/queries";
import { Card } from "../../components/Card";
import { rulesWords } from "../../words/rules";
import { useWords } from "../../words/translated";
import { Sentence } from "./Sentence";

/** Offer rules that repeated corrections suggest, with their evidence; nothing if there are none. */
export function Suggestions({ onAccepted }: { onAccepted: (rule: RuleView) => void }) {
  const words = useWords(rulesWords);
  const { data } = useRead(["rules", "suggestions"], (signal) => suggestRules({ signal }));
  if (!data?.items.length) return null;
  return (
    <Card title={words.suggestions}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {words.suggestionsHint} {words.acceptHint} {data.is_partial ? words.partial : ""}
        </Text>
        {data.items.map((one) => (
          <Suggestion key={JSON.stringify(one.rule)} of={one} onAccepted={onAccepted} />
        ))}
      </Stack>
    </Card>
  );
}

interface SuggestionProps {
  readonly of: SuggestionView;
  readonly onAccepted: (rule: RuleView) => void;
}

function Suggestion({ of, onAccepted }: SuggestionProps) {
  const words = useWords(rulesWords);
  const [key] = useState(newKey);
  const accept = useWrite(
    () => createRule({ headers: { "Idempotency-Key": key }, body: of.rule }),
    { done: () => words.created, onDone: ({ data }) => onAccepted(data) },
  );
  return (
    <Group wrap="nowrap" align="start" gap="sm">
      <Lightbulb size={18} aria-hidden color="var(--warning)" style={{ flex: "none" }} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Sentence rule={of.rule} />
        <Text size="xs" c="dimmed" mt={4}>
          {words.evidence(of.evidence)}.{" "}
          {of.examples.length ? words.examples(of.examples.join(", ")) : ""}
        </Text>
      </div>
      <Button size="xs" variant="light" loading={accept.isPending} onClick={() => accept.mutate()}>
        {words.accept}
      </Button>
    </Group>
  );
}
