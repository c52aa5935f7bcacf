import { Alert, Button, Stack, Table, Text } from "@mantine/core";
import { RefreshCw } from "lucide-react";

import type { ApiError } from "../../api/problem";
import { commonWords } from "../../words/common";
import { formWords } from "../../words/forms";
import { useWords } from "../../words/translated";
import { Failed } from "../States";

export interface Fact {
  readonly label: string;
  readonly text: string;
}

export interface FormFailureProps<T> {
  readonly error: ApiError | null;
  /** The resource as the form was filled from it. */
  readonly before: T | null;
  /** What is shown of a resource, in one order. */
  readonly facts: (one: T) => readonly Fact[];
  /** Save what the form has on top of the resource as it is now. */
  readonly onRepeat: (current: T) => void;
}

/** Show why a form could not be saved; of a change meanwhile, what changed, and a button to save anyway. */
export function FormFailure<T>({ error, before, facts, onRepeat }: FormFailureProps<T>) {
  const common = useWords(commonWords);
  const words = useWords(formWords);
  if (!error) return null;
  if (error.code !== "precondition-failed" || !error.current) return <Failed error={error} />;
  // The type of `current` is that of the resource of the request, which the caller knows.
  const current = error.current as T;
  const old = before ? facts(before) : [];
  const changed = facts(current).filter((fact, index) => fact.text !== old[index]?.text);
  return (
    <Alert
      color="yellow"
      role="alert"
      title={common.errors.changedMeanwhile}
      icon={<RefreshCw size={18} />}
    >
      <Stack gap="xs" align="start">
        {changed.length ? (
          <Table withRowBorders={false} verticalSpacing={2}>
            <Table.Tbody>
              {changed.map(({ label, text }) => (
                <Table.Tr key={label}>
                  <Table.Th scope="row">{label}</Table.Th>
                  <Table.Td>{text}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        ) : (
          <Text size="sm">{words.changedElsewhere}</Text>
        )}
        <Button size="xs" variant="default" onClick={() => onRepeat(current)}>
          {words.saveMine}
        </Button>
      </Stack>
    </Alert>
  );
}
