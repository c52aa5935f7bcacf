import { Button, Group, Stack, Table, Text } from "@mantine/core";
import { Ban, CircleCheck, CircleX, Clock, Send, type LucideIcon } from "lucide-react";

import {
  listDeliveries,
  replayDelivery,
  type DeliveryList,
  type DeliveryStatus,
  type DeliveryView,
} from "../api/generated";
import { useWrite } from "../api/queries";
import { formatInstant } from "../lib/dates";
import { usePreferences } from "../lib/preferences";
import { commonWords } from "../words/common";
import { notificationWords } from "../words/notifications";
import { useWords } from "../words/translated";
import { Empty, Failed, Lines } from "./States";
import { usePages } from "./usePages";

const LOOKS: Readonly<Record<DeliveryStatus, readonly [LucideIcon, string]>> = {
  PENDING: [Clock, "var(--text-soft)"],
  SENDING: [Send, "var(--text-soft)"],
  SENT: [CircleCheck, "var(--income)"],
  FAILED: [CircleX, "var(--expense)"],
  SKIPPED: [Ban, "var(--warning)"],
};

export interface DeliveriesProps {
  /** Only those to this webhook; by default all. */
  readonly webhookId?: string;
  readonly caption: string;
}

/** List what was sent to the person, why something was not, and send that again. */
export function Deliveries({ webhookId, caption }: DeliveriesProps) {
  const words = useWords(notificationWords).deliveries;
  const common = useWords(commonWords);
  const list = usePages<DeliveryView, DeliveryList>(["deliveries"], (cursor, signal) =>
    listDeliveries({ query: cursor ? { cursor } : {}, signal }),
  );
  if (list.data === undefined) {
    return list.error ? (
      <Failed error={list.error} retry={() => void list.refetch()} />
    ) : (
      <Lines count={4} height={44} />
    );
  }
  const rows = list.data.filter((one) => !webhookId || one.webhook_id === webhookId);
  return (
    <Stack gap="sm">
      {rows.length === 0 ? (
        <Empty text={words.empty} icon={<Send size={32} />} />
      ) : (
        <Table.ScrollContainer minWidth={560} scrollAreaProps={{ tabIndex: 0 }}>
          <Table verticalSpacing="xs">
            <Table.Caption className="visually-hidden">{caption}</Table.Caption>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{words.when}</Table.Th>
                {webhookId ? null : <Table.Th scope="col">{words.channel}</Table.Th>}
                <Table.Th scope="col">{words.what}</Table.Th>
                <Table.Th scope="col">{words.state}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((one) => (
                <Row key={one.id} delivery={one} showsChannel={!webhookId} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {list.hasNextPage ? (
        <Group justify="center">
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {common.more}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}

function Row({ delivery, showsChannel }: { delivery: DeliveryView; showsChannel: boolean }) {
  const all = useWords(notificationWords);
  const words = all.deliveries;
  const { locale } = usePreferences();
  const replay = useWrite(() => replayDelivery({ path: { id: delivery.id } }), {
    done: () => words.replayed,
    outdates: [["deliveries"]],
  });
  const [Icon, color] = LOOKS[delivery.status];
  const kinds = delivery.kinds.map((kind) => all.kinds[kind]).join(", ");
  const isTest = delivery.notification_ids.length === 0;
  // A test is sent once.
  const canReplay = !isTest && (delivery.status === "FAILED" || delivery.status === "SKIPPED");
  const reasons: Readonly<Record<string, string>> = words.reasons;
  const { reason } = delivery;
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: "nowrap" }}>
        {formatInstant(delivery.created_at, locale)}
      </Table.Td>
      {showsChannel ? (
        <Table.Td>{delivery.channel === "WEBHOOK" ? words.webhook : words.email}</Table.Td>
      ) : null}
      <Table.Td>
        {isTest ? words.test : delivery.digest ? `${words.digest}: ${kinds}` : kinds}
      </Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap" style={{ color }}>
          <Icon size={16} aria-hidden />
          <span>{words.states[delivery.status]}</span>
        </Group>
        {reason ? (
          <Text size="xs" c="dimmed">
            {reasons[reason] ?? words.reason(reason)}
            {delivery.attempts > 1 ? ` · ${words.attempts(delivery.attempts)}` : null}
          </Text>
        ) : null}
        {delivery.next_at && delivery.attempts > 0 ? (
          <Text size="xs" c="dimmed">
            {words.next(formatInstant(delivery.next_at, locale))}
          </Text>
        ) : null}
        {canReplay ? (
          <Button
            size="compact-xs"
            variant="default"
            mt={4}
            loading={replay.isPending}
            onClick={() => replay.mutate()}
          >
            {words.replay}
          </Button>
        ) : null}
      </Table.Td>
    </Table.Tr>
  );
}
