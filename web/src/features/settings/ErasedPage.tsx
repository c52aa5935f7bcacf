import { Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useEffect } from "react";
import { Link, Redirect } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";

import type { ErasureReceipt } from "../../api/generated";
import { SoloFrame } from "../../components/SoloFrame";
import { saveFile } from "../../lib/files";
import { formatNumber } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { erasedWords } from "../../words/erased";
import { useWords } from "../../words/translated";

/** Show the receipt of a deleted account. */
export default function ErasedPage() {
  const words = useWords(erasedWords);
  const { locale } = usePreferences();
  // The receipt is kept by the history of the tab alone: there is no account any more to ask for it.
  const receipt = useHistoryState<ErasureReceipt | null>();
  useEffect(() => {
    document.title = `${words.title} · FinanceFlow`;
  }, [words.title]);
  const names: Readonly<Record<string, string>> = words.kinds;
  if (receipt === null) return <Redirect to="/" replace />;
  const save = () =>
    saveFile("financeflow-erasure.json", "application/json", JSON.stringify(receipt, null, 2));
  return (
    <SoloFrame isNarrow>
      <Stack className="card">
        <Title order={1} size="h2">
          {words.title}
        </Title>
        <Text role="status">{receipt.is_complete ? words.complete : words.partial}</Text>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{words.kind}</Table.Th>
              <Table.Th scope="col" ta="end">
                {words.count}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {Object.entries(receipt.erased).map(([kind, count]) => (
              <Table.Tr key={kind}>
                <Table.Td>{names[kind] ?? kind.replaceAll("_", " ")}</Table.Td>
                <Table.Td ta="end" className="amount">
                  {formatNumber(count, locale)}
                </Table.Td>
              </Table.Tr>
            ))}
            <Table.Tr>
              <Table.Td>{words.anonymised}</Table.Td>
              <Table.Td ta="end" className="amount">
                {formatNumber(receipt.anonymised, locale)}
              </Table.Td>
            </Table.Tr>
          </Table.Tbody>
        </Table>
        <Group>
          <Button onClick={save}>{words.save}</Button>
          <Button component={Link} href="/" variant="default">
            {words.home}
          </Button>
        </Group>
      </Stack>
    </SoloFrame>
  );
}
