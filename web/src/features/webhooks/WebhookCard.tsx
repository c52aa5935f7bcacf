import { Alert, Button, Group, Stack, Switch, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";

import { Dialog } from "../../components/dialogs/Dialog";
import { newKey } from "../../api/client";
import {
  deleteWebhook,
  patchWebhook,
  pingWebhook,
  rotateWebhookSecret,
  type WebhookView,
} from "../../api/generated";
import { useWrite } from "../../api/queries";
import { Card } from "../../components/Card";
import { Deliveries } from "../../components/Deliveries";
import { formatInstant } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { notificationWords } from "../../words/notifications";
import { webhookWords } from "../../words/webhooks";
import { useWords } from "../../words/translated";
import { WebhookForm } from "./WebhookForm";

export interface WebhookCardProps {
  readonly webhook: WebhookView;
  readonly onSecret: (secret: string | null) => void;
}

/** Show a webhook: whether it is on, what it is told, and what can be done with it. */
export function WebhookCard({ webhook, onSecret }: WebhookCardProps) {
  const words = useWords(webhookWords);
  const common = useWords(commonWords);
  const { kinds: names } = useWords(notificationWords);
  const { locale } = usePreferences();
  const [opened, setOpened] = useState<"edit" | "rotate" | "delete" | null>(null);
  const [showsDeliveries, setShowsDeliveries] = useState(false);
  const close = () => setOpened(null);
  const path = { id: webhook.id };
  const match = { "If-Match": webhook.etag };
  const outdates = [["webhooks"]];
  const turn = useWrite(
    (enabled: boolean) => patchWebhook({ path, body: { enabled }, headers: match }),
    { done: ({ enabled }) => (enabled ? words.turnedOn : words.turnedOff), outdates },
  );
  const ping = useWrite(() => pingWebhook({ path }), {
    done: () => words.pinged,
    outdates: [["deliveries"]],
    onDone: () => setShowsDeliveries(true),
  });
  const rotate = useWrite(
    (key: string) => rotateWebhookSecret({ path, body: {}, headers: { "Idempotency-Key": key } }),
    {
      outdates,
      onDone: ({ data }) => {
        close();
        onSecret(data.secret);
      },
    },
  );
  const remove = useWrite(() => deleteWebhook({ path, headers: match }), {
    done: () => words.deleted,
    outdates,
  });
  return (
    <Card title={webhook.url.replace(/^https?:\/\//, "")}>
      <Stack gap="sm">
        {webhook.off_reason ? (
          <Alert color="yellow" role="status">
            {words.off[webhook.off_reason]}
          </Alert>
        ) : null}
        <Group justify="space-between" align="start">
          <div style={{ minWidth: 0, flex: "1 1 240px", overflowWrap: "anywhere" }}>
            {webhook.description ? <Text>{webhook.description}</Text> : null}
            <Text size="sm" c="dimmed">
              {webhook.kinds === null
                ? words.everything
                : words.told(webhook.kinds.map((kind) => names[kind]).join(", "))}
            </Text>
            <Text size="sm" c="dimmed">
              {words.secretOf(formatInstant(webhook.secret_changed_at, locale))}
            </Text>
          </div>
          <Switch
            label={words.enabled}
            checked={webhook.enabled}
            disabled={turn.isPending}
            onChange={(event) => turn.mutate(event.currentTarget.checked)}
          />
        </Group>
        <Group gap="xs" role="group" aria-label={words.actions(webhook.url)}>
          <Small isLoading={ping.isPending} onClick={() => ping.mutate()}>
            {words.ping}
          </Small>
          <Small onClick={() => setOpened("edit")}>{common.edit}</Small>
          <Small onClick={() => setOpened("rotate")}>{words.rotate}</Small>
          <Small onClick={() => setShowsDeliveries(!showsDeliveries)}>
            {showsDeliveries ? words.hide : words.deliveries}
          </Small>
          <Small onClick={() => setOpened("delete")}>{words.remove}</Small>
        </Group>
        {showsDeliveries ? <Deliveries webhookId={webhook.id} caption={words.deliveries} /> : null}
      </Stack>
      <WebhookForm webhook={webhook} isOpen={opened === "edit"} onClose={close} />
      <Confirm
        isOpen={opened === "rotate"}
        title={words.rotate}
        text={words.rotateText}
        isRunning={rotate.isPending}
        onConfirm={() => rotate.mutate(newKey())}
        onClose={close}
      />
      <Confirm
        isOpen={opened === "delete"}
        title={words.remove}
        text={words.removeText(webhook.url)}
        isRunning={remove.isPending}
        onConfirm={() => remove.mutate()}
        onClose={close}
      />
    </Card>
  );
}

interface SmallProps {
  readonly onClick: () => void;
  readonly isLoading?: boolean;
  readonly children: ReactNode;
}

function Small({ onClick, isLoading = false, children }: SmallProps) {
  return (
    <Button size="xs" variant="default" loading={isLoading} onClick={onClick}>
      {children}
    </Button>
  );
}

interface ConfirmProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly text: string;
  readonly isRunning: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

function Confirm({ isOpen, title, text, isRunning, onConfirm, onClose }: ConfirmProps) {
  const common = useWords(commonWords);
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title} centered>
      <Text size="sm" mb="md" style={{ overflowWrap: "anywhere" }}>
        {text}
      </Text>
      <Group justify="end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {common.cancel}
        </Button>
        <Button loading={isRunning} onClick={onConfirm}>
          {title}
        </Button>
      </Group>
    </Dialog>
  );
}
