import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";

import { Dialog } from "../../components/dialogs/Dialog";
import { newKey } from "../../api/client";
import { createCustomType, patchCustomType, type TransactionType } from "../../api/generated";
import type { CustomType } from "../../api/ledger";
import { ApiError } from "../../api/problem";
import { useWrite } from "../../api/queries";
import { NameWithIcon } from "../../components/names/CategoryBadge";
import { ColorPicker } from "../../components/names/ColorPicker";
import { FormFailure, type Fact } from "../../components/forms/FormFailure";
import { IconPicker } from "../../components/names/IconPicker";
import { showProblem } from "../../components/forms/problem-form";
import { commonWords } from "../../words/common";
import { formWords } from "../../words/forms";
import { looksWords } from "../../words/looks";
import { mergingWords } from "../../words/merging";
import { namesWords } from "../../words/names";
import { useWords } from "../../words/translated";

export const TYPES: readonly TransactionType[] = ["EXPENSE", "INCOME", "TRANSFER"];

interface Values extends Record<string, unknown> {
  name: string;
  type: TransactionType;
  color: string | null;
  icon: string | null;
}

export interface TypeFormProps {
  /** The custom type to change; null to create one. */
  readonly customType: CustomType | null;
  readonly type: TransactionType;
  readonly onClose: () => void;
}

/** Create or change a custom type. */
export function TypeForm({ customType, type, onClose }: TypeFormProps) {
  const words = useWords(namesWords);
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const looks = useWords(looksWords);
  const merging = useWords(mergingWords);
  const [key] = useState(newKey);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const form = useForm<Values>({
    initialValues: {
      name: customType?.name ?? "",
      type: customType?.type ?? type,
      color: customType?.color ?? null,
      icon: customType?.icon ?? null,
    },
    validate: { name: (name) => (name.trim() ? null : forms.needed) },
  });
  const write = useWrite(
    (etag: string | null) => {
      const { type: own, ...body } = form.getValues();
      return customType
        ? patchCustomType({
            path: { id: customType.id },
            headers: { "If-Match": etag ?? customType.etag },
            body,
          })
        : createCustomType({ headers: { "Idempotency-Key": key }, body: { ...body, type: own } });
    },
    {
      done: ({ name }) => (customType ? merging.saved(name) : merging.created(name)),
      showsError: false,
      onDone: onClose,
    },
  );
  const save = (etag: string | null) => {
    setFailure(null);
    write.mutate(etag, {
      onError: (error) => setFailure(showProblem(form, error)),
    });
  };
  const facts = (one: CustomType): Fact[] => [
    { label: common.name, text: one.name },
    { label: looks.color, text: one.color ?? looks.noColor },
    { label: looks.icon, text: one.icon ?? looks.noIcon },
  ];
  const { name, color, icon } = form.values;
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={customType ? words.editType(customType.name) : words.createType}
    >
      <form onSubmit={form.onSubmit(() => save(null))} noValidate>
        <Stack>
          <TextInput
            label={common.name}
            required
            maxLength={50}
            data-autofocus
            autoComplete="off"
            {...form.getInputProps("name")}
          />
          {customType ? null : (
            <Select
              label={words.typeFor}
              allowDeselect={false}
              data={TYPES.map((one) => ({ value: one, label: common.types[one] }))}
              {...form.getInputProps("type")}
            />
          )}
          <ColorPicker value={color} onChange={(one) => form.setFieldValue("color", one)} />
          <IconPicker value={icon} onChange={(one) => form.setFieldValue("icon", one)} />
          <FormFailure
            error={failure}
            before={customType}
            facts={facts}
            onRepeat={(current) => save(current.etag)}
          />
          <Group justify="space-between">
            <NameWithIcon of={{ name, color, icon }} size={32} />
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {common.cancel}
              </Button>
              <Button type="submit" loading={write.isPending}>
                {customType ? words.saveType : words.createTypeIt}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
