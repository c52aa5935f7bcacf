import { Button, Group, Stack, Table, Text } from "@mantine/core";

import { Dialog } from "../../../components/dialogs/Dialog";
import { commonWords } from "../../../words/common";
import { transactionWords } from "../../../words/transactions";
import { useWords } from "../../../words/translated";
import { useDifferences } from "./differences";
import { applied, type Conflict } from "./useEdits";

/** Show an edit beside what somebody else has saved meanwhile, and ask which to keep. */
export function ConflictDialog({
  conflict,
  settle,
}: {
  conflict: Conflict | null;
  settle: (keepsMine: boolean) => void;
}) {
  const words = useWords(transactionWords).conflict;
  const { errors } = useWords(commonWords);
  const differences = useDifferences();
  return (
    <Dialog
      isOpen={conflict !== null}
      onClose={() => settle(false)}
      title={errors.changedMeanwhile}
      centered
    >
      {conflict ? (
        <Stack>
          <Text size="sm">{words.hint}</Text>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{words.field}</Table.Th>
                <Table.Th scope="col">{words.mine}</Table.Th>
                <Table.Th scope="col">{words.theirs}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {differences(
                applied(conflict.current, conflict.mine),
                conflict.current,
                Object.keys(conflict.mine),
              ).map(({ field, label, from, to }) => (
                <Table.Tr key={field}>
                  <Table.Th scope="row">{label}</Table.Th>
                  <Table.Td>{from}</Table.Td>
                  <Table.Td>{to}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <Group justify="end">
            <Button variant="default" onClick={() => settle(false)}>
              {words.keepTheirs}
            </Button>
            <Button data-autofocus onClick={() => settle(true)}>
              {words.keepMine}
            </Button>
          </Group>
        </Stack>
      ) : null}
    </Dialog>
  );
}
