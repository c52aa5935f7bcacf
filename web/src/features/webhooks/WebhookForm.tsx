import {
  Alert,
  Button,
  Group,
  MultiSelect,
  Radio,
  Stack,
  TextInput,
  Textarea,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";

import { Dialog } from "../../components/dialogs/Dialog";
import { newKey } from "../../api/client";
import {
  createWebhook,
  patchWebhook,
  type NotificationKind,
  type WebhookDraft,
  type WebhookView,
} from "../../api/generated";
import { ApiError } from "../../api/problem";
import { useWrite } from "../../api/queries";
import { showProblem } from "../../components/forms/problem-form";
import { Failed } from "../../components/States";
import { commonWords } from "../../words/common";
import { notificationWords } from "../../words/notifications";
import { webhookWords } from "../../words/webhooks";
import { useWords } from "../../words/translated";

export interface WebhookFormProps {
  /** The webhook to change; by default a new one. */
  readonly webhook?: WebhookView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onSecret?: (secret: string | null) => void;
}

/** Ask for a new webhook, or for changes of one. */
export function WebhookForm(props: WebhookFormProps) {
  const words = useWords(webhookWords);
  const common = useWords(commonWords);
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title={props.webhook ? common.edit : words.add}
    >
      {props.isOpen ? <Fields key={props.webhook?.etag} {...props} /> : null}
    </Dialog>
  );
}

interface Values extends Record<string, unknown> {
  url: string;
  description: string;
  isAll: boolean;
  kinds: NotificationKind[];
  secret: string;
}

function valuesOf(webhook: WebhookView | undefined): Values {
  return {
    url: webhook?.url ?? "",
    description: webhook?.description ?? "",
    isAll: (webhook?.kinds ?? null) === null,
    kinds: webhook?.kinds ?? [],
    secret: "",
  };
}

function Fields({ webhook, onClose, onSecret }: WebhookFormProps) {
  const words = useWords(webhookWords);
  const common = useWords(commonWords);
  const { kinds: names } = useWords(notificationWords);
  const [error, setError] = useState<ApiError | null>(null);
  const [isBehind, setBehind] = useState(false);
  const [key] = useState(newKey);
  const [etag, setEtag] = useState(webhook?.etag ?? "");
  const form = useForm<Values>({ initialValues: valuesOf(webhook) });
  const create = useWrite(
    (body: WebhookDraft) => createWebhook({ body, headers: { "Idempotency-Key": key } }),
    { done: () => words.created, outdates: [["webhooks"]], showsError: false },
  );
  const change = useWrite(
    (body: Omit<WebhookDraft, "secret">) =>
      patchWebhook({
        path: { id: webhook?.id ?? "" },
        body,
        headers: { "If-Match": etag },
      }),
    { done: () => words.saved, outdates: [["webhooks"]], showsError: false },
  );
  const save = async ({ url, description, isAll, kinds, secret }: Values) => {
    const body = {
      url: url.trim(),
      description: description.trim() || null,
      kinds: isAll ? null : kinds,
    };
    setError(null);
    try {
      if (webhook) await change.mutateAsync(body);
      else {
        const { data } = await create.mutateAsync(
          secret.trim() ? { ...body, secret: secret.trim() } : body,
        );
        onSecret?.(data.secret);
      }
      onClose();
    } catch (thrown) {
      if (thrown instanceof ApiError && thrown.code === "precondition-failed") {
        const current = thrown.current as WebhookView;
        form.setValues(valuesOf(current));
        setEtag(current.etag);
        setBehind(true);
        return;
      }
      setError(showProblem(form, thrown));
    }
  };
  return (
    <form noValidate onSubmit={form.onSubmit((values) => void save(values))}>
      <Stack gap="sm">
        {isBehind ? (
          <Alert color="yellow" role="alert">
            {words.conflict}
          </Alert>
        ) : null}
        <TextInput
          label={words.url}
          description={words.urlHint}
          type="url"
          inputMode="url"
          autoComplete="off"
          placeholder="https://example.com/financeflow"
          data-autofocus
          {...form.getInputProps("url")}
        />
        <Textarea
          label={words.note}
          description={words.noteHint}
          maxLength={200}
          autosize
          {...form.getInputProps("description")}
        />
        <Radio.Group
          label={words.kinds}
          value={form.values.isAll ? "all" : "some"}
          onChange={(value) => form.setFieldValue("isAll", value === "all")}
        >
          <Group mt={4}>
            <Radio value="all" label={words.all} />
            <Radio value="some" label={words.some} />
          </Group>
        </Radio.Group>
        {form.values.isAll ? null : (
          <MultiSelect
            label={words.chosen}
            data={Object.entries(names).map(([value, label]) => ({ value, label }))}
            searchable
            clearable
            {...form.getInputProps("kinds")}
          />
        )}
        {webhook ? null : (
          <TextInput
            label={words.own}
            description={words.ownHint}
            autoComplete="off"
            spellCheck={false}
            {...form.getInputProps("secret")}
          />
        )}
        {error ? <Failed error={error} /> : null}
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button
            type="submit"
            loading={create.isPending || change.isPending}
            disabled={!form.values.isAll && form.values.kinds.length === 0}
          >
            {webhook ? words.save : words.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
