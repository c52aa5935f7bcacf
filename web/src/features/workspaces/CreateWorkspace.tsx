import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";

import { Dialog } from "../../components/dialogs/Dialog";
import { newKey } from "../../api/client";
import { createWorkspace } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import type { ApiError } from "../../api/problem";
import { useWrite } from "../../api/queries";
import { chooseWorkspace } from "../../api/people/session";
import { showProblem } from "../../components/forms/problem-form";
import { Failed } from "../../components/States";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { useWords } from "../../words/translated";
import { workspaceWords } from "../../words/workspaces";

/** Ask for the name and currency of a new workspace, and show its ledger. */
export function CreateWorkspace({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const { create: words } = useWords(workspaceWords);
  const common = useWords(commonWords);
  const { language, locale } = usePreferences();
  const { currency } = useLedger();
  const [key, setKey] = useState(newKey);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const form = useForm({ mode: "uncontrolled", initialValues: { name: "", currency } });
  const write = useWrite(
    (body: { name: string; currency: string }) =>
      createWorkspace({
        body: { ...body, locale: language },
        headers: { "Idempotency-Key": key },
      }),
    {
      done: (data) => words.done(data.name),
      outdates: [["workspaces"]],
      showsError: false,
      onDone: ({ data }) => {
        form.reset();
        setKey(newKey());
        close();
        chooseWorkspace(data.id);
      },
    },
  );
  const names = new Intl.DisplayNames([locale], { type: "currency" });
  const currencies = Intl.supportedValuesOf("currency").map((code) => ({
    value: code,
    label: `${code} · ${names.of(code) ?? code}`,
  }));
  return (
    <Dialog isOpen={isOpen} onClose={close} title={words.title} centered>
      <form
        onSubmit={form.onSubmit((values) => {
          setFailure(null);
          write.mutate(values, {
            onError: (error) => {
              // Another body is another action.
              setKey(newKey());
              setFailure(showProblem(form, error));
            },
          });
        })}
      >
        <Stack gap="sm">
          <TextInput
            label={words.name}
            placeholder={words.namePlaceholder}
            required
            maxLength={100}
            data-autofocus
            key={form.key("name")}
            {...form.getInputProps("name")}
          />
          <Select
            label={words.currency}
            description={words.currencyHint}
            data={currencies}
            searchable
            allowDeselect={false}
            limit={60}
            key={form.key("currency")}
            {...form.getInputProps("currency")}
          />
          {failure ? <Failed error={failure} /> : null}
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={close}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={write.isPending}>
              {common.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
