import { Button, Group, Menu, Stack, Text } from "@mantine/core";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";

import { deleteOwnRate, listOwnRates, type OwnRateView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { useRead, useWrite } from "../../api/queries";
import { Card } from "../../components/Card";
import { ConfirmDialog } from "../../components/dialogs/ConfirmDialog";
import { RowMenu } from "../../components/RowMenu";
import { Empty, Failed, Lines, Read } from "../../components/States";
import { formatDay } from "../../lib/dates";
import { formatNumber } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { currenciesWords } from "../../words/currencies";
import { mergingWords } from "../../words/merging";
import { useWords } from "../../words/translated";

export interface OwnRatesProps {
  readonly onForm: (rate: OwnRateView | null) => void;
}

/** Show the ledger's own rates, to add, correct and delete. */
export function OwnRates({ onForm }: OwnRatesProps) {
  const words = useWords(currenciesWords);
  const { canWrite } = useLedger();
  const { locale } = usePreferences();
  const merging = useWords(mergingWords);
  const [deleted, setDeleted] = useState<OwnRateView | null>(null);
  const rates = useRead(["currencies", "own"], (signal) => listOwnRates({ signal }));
  const create = canWrite ? (
    <Button
      size="compact-sm"
      variant="subtle"
      leftSection={<Plus size={14} />}
      onClick={() => onForm(null)}
    >
      {words.create}
    </Button>
  ) : null;
  const textOf = ({ base, quote, rate }: OwnRateView) =>
    words.price(base, quote, formatNumber(rate, locale));
  return (
    <Card title={words.own} actions={create}>
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {words.ownHint}
        </Text>
        <Read of={rates} waiting={<Lines count={2} height={36} />}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty text={words.noOwn} />
            ) : (
              <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
                {items.map((rate) => (
                  <Group
                    key={rate.id}
                    component="li"
                    wrap="nowrap"
                    justify="space-between"
                    py={6}
                    style={{ borderTop: "1px solid var(--line)" }}
                  >
                    <div>
                      <Text size="sm" fw={500} className="amount">
                        {textOf(rate)}
                      </Text>
                      <Text size="xs" c="dimmed">
                        {words.from(formatDay(rate.date, locale))}
                      </Text>
                    </div>
                    {canWrite ? (
                      <RowMenu name={textOf(rate)}>
                        <Menu.Item leftSection={<Pencil size={16} />} onClick={() => onForm(rate)}>
                          {words.edit}
                        </Menu.Item>
                        <Menu.Item
                          leftSection={<Trash2 size={16} />}
                          onClick={() => setDeleted(rate)}
                        >
                          {merging.deleteIt}
                        </Menu.Item>
                      </RowMenu>
                    ) : null}
                  </Group>
                ))}
              </ul>
            )
          }
        </Read>
      </Stack>
      {deleted ? (
        <DeleteRate rate={deleted} text={textOf(deleted)} onClose={() => setDeleted(null)} />
      ) : null}
    </Card>
  );
}

interface DeleteRateProps {
  readonly rate: OwnRateView;
  readonly text: string;
  readonly onClose: () => void;
}

function DeleteRate({ rate, text, onClose }: DeleteRateProps) {
  const words = useWords(currenciesWords);
  const write = useWrite(
    () => deleteOwnRate({ path: { id: rate.id }, headers: { "If-Match": rate.etag } }),
    { done: () => words.deleted, showsError: false, onDone: onClose },
  );
  return (
    <ConfirmDialog
      opened
      isDangerous
      title={words.deleteTitle}
      confirm={words.deleteIt}
      isBusy={write.isPending}
      onConfirm={() => write.mutate()}
      onClose={onClose}
    >
      <Text fw={600} className="amount">
        {text}
      </Text>
      <Text size="sm">{words.deleteHint}</Text>
      {write.error ? <Failed error={write.error} /> : null}
    </ConfirmDialog>
  );
}
