import { Button, Group, Stack, Text } from "@mantine/core";

import { deleteMapping, listMappings, type MappingView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { useRead, useWrite } from "../../api/queries";
import { Card } from "../../components/Card";
import { Lines, Read } from "../../components/States";
import { formatInstant } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { importWords } from "../../words/imports";
import { useWords } from "../../words/translated";

/** List the layouts that are remembered for files of the same kind, and forget them. */
export function Mappings() {
  const { mappings: words } = useWords(importWords);
  const read = useRead(["imports", "mappings"], (signal) => listMappings({ signal }));
  return (
    <Card title={words.title}>
      <Read of={read} waiting={<Lines count={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <Text size="sm" c="dimmed">
              {words.empty}
            </Text>
          ) : (
            <Stack gap="xs">
              <Text size="sm" c="dimmed">
                {words.hint}
              </Text>
              {items.map((one) => (
                <Mapping key={one.id} mapping={one} />
              ))}
            </Stack>
          )
        }
      </Read>
    </Card>
  );
}

function Mapping({ mapping }: { mapping: MappingView }) {
  const { mappings: words, history } = useWords(importWords);
  const { locale } = usePreferences();
  const ledger = useLedger();
  const name = mapping.file_name ?? history.unnamed;
  const remove = useWrite(() => deleteMapping({ path: { id: mapping.id } }), {
    done: () => words.forgotten,
    outdates: [["imports", "mappings"]],
  });
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {[
            ledger.account(mapping.account_id)?.name,
            words.columns(mapping.layout.columns.length),
            words.used(formatInstant(mapping.used_at, locale)),
          ]
            .filter(Boolean)
            .join(" · ")}
        </Text>
      </div>
      {ledger.canWrite ? (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          aria-label={words.forgetName(name)}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          {words.forget}
        </Button>
      ) : null}
    </Group>
  );
}
