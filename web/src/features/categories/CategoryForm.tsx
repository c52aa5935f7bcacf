import { Button, Group, SegmentedControl, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";

import { Dialog } from "../../components/dialogs/Dialog";
import { newKey } from "../../api/client";
import {
  createCategory,
  patchCategory,
  type CategoryKind,
  type EntryType,
} from "../../api/generated";
import type { Category } from "../../api/ledger";
import { ApiError } from "../../api/problem";
import { useWrite } from "../../api/queries";
import { ColorPicker } from "../../components/names/ColorPicker";
import { DayField } from "../../components/forms/DayField";
import { FormFailure, type Fact } from "../../components/forms/FormFailure";
import { IconPicker } from "../../components/names/IconPicker";
import { NameWithIcon } from "../../components/names/CategoryBadge";
import { showProblem } from "../../components/forms/problem-form";
import { categoriesWords } from "../../words/categories";
import { commonWords } from "../../words/common";
import { formWords } from "../../words/forms";
import { looksWords } from "../../words/looks";
import { mergingWords } from "../../words/merging";
import { useWords } from "../../words/translated";

const KINDS: readonly CategoryKind[] = ["SPENDING", "SAVINGS", "INVESTMENT", "TIMEBOUND", "OTHER"];

interface Values extends Record<string, unknown> {
  name: string;
  type: EntryType;
  kind: CategoryKind;
  end_date: string;
  color: string | null;
  icon: string | null;
}

export interface CategoryFormProps {
  /** The category to change; null to create one. */
  readonly category: Category | null;
  readonly type: EntryType;
  readonly onClose: () => void;
}

/** Create or change a category. */
export function CategoryForm({ category, type, onClose }: CategoryFormProps) {
  const words = useWords(categoriesWords);
  const common = useWords(commonWords);
  const forms = useWords(formWords);
  const looks = useWords(looksWords);
  const merging = useWords(mergingWords);
  const [key] = useState(newKey);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const form = useForm<Values>({
    initialValues: {
      name: category?.name ?? "",
      type: category?.type ?? type,
      kind: category?.kind ?? (type === "INCOME" ? "OTHER" : "SPENDING"),
      end_date: category?.end_date ?? "",
      color: category?.color ?? null,
      icon: category?.icon ?? null,
    },
    validate: {
      name: (name) => (name.trim() ? null : forms.needed),
      end_date: (day, { kind }) => (kind === "TIMEBOUND" && !day ? forms.needed : null),
    },
  });
  const write = useWrite(
    (etag: string | null) => {
      const { type: own, end_date, ...rest } = form.getValues();
      const body = { ...rest, end_date: rest.kind === "TIMEBOUND" ? end_date : null };
      return category
        ? patchCategory({
            path: { id: category.id },
            headers: { "If-Match": etag ?? category.etag },
            body,
          })
        : createCategory({ headers: { "Idempotency-Key": key }, body: { ...body, type: own } });
    },
    {
      done: ({ name }) => (category ? merging.saved(name) : merging.created(name)),
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
  const facts = (one: Category): Fact[] => [
    { label: common.name, text: one.name },
    { label: words.kind, text: words.kinds[one.kind] },
    { label: words.endDate, text: one.end_date ?? common.none },
    { label: looks.color, text: one.color ?? looks.noColor },
    { label: looks.icon, text: one.icon ?? looks.noIcon },
  ];
  const { name, color, icon, kind } = form.values;
  return (
    <Dialog onClose={onClose} size="lg" title={category ? words.edit(category.name) : words.create}>
      <form onSubmit={form.onSubmit(() => save(null))} noValidate>
        <Stack>
          {category ? null : (
            <SegmentedControl
              aria-label={words.type}
              data={(["EXPENSE", "INCOME"] as const).map((one) => ({
                value: one,
                label: words.types[one],
              }))}
              {...form.getInputProps("type")}
            />
          )}
          <TextInput
            label={common.name}
            required
            maxLength={50}
            data-autofocus
            autoComplete="off"
            {...form.getInputProps("name")}
          />
          <Group grow align="start">
            <Select
              label={words.kind}
              description={words.kindHint}
              allowDeselect={false}
              data={KINDS.map((one) => ({ value: one, label: words.kinds[one] }))}
              {...form.getInputProps("kind")}
            />
            {kind === "TIMEBOUND" ? (
              <DayField
                label={words.endDate}
                description={words.endDateHint}
                required
                {...form.getInputProps("end_date")}
              />
            ) : null}
          </Group>
          <ColorPicker value={color} onChange={(one) => form.setFieldValue("color", one)} />
          <IconPicker value={icon} onChange={(one) => form.setFieldValue("icon", one)} />
          <FormFailure
            error={failure}
            before={category}
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
                {category ? words.save : words.createIt}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
