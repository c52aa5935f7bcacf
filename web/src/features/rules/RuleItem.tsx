import { ActionIcon, Group, Menu, Switch, Text } from "@mantine/core";
import { ArrowDown, ArrowUp, Eye, GripVertical, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";

import { patchRule, type RuleView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { useWrite } from "../../api/queries";
import { RowMenu } from "../../components/RowMenu";
import { mergingWords } from "../../words/merging";
import { rulesWords } from "../../words/rules";
import { useWords } from "../../words/translated";
import { Sentence, useConditionsText } from "./Sentence";

export type RuleAction = "edit" | "preview" | "delete";

export interface RuleItemProps {
  readonly rule: RuleView;
  readonly place: number;
  readonly count: number;
  readonly onMove: (id: string, to: number) => void;
  readonly onAction: (action: RuleAction) => void;
}

const KIND = "application/x-financeflow-rule";

/** Show one rule of the list, which can be dragged, moved by buttons, switched and changed. */
export function RuleItem({ rule, place, count, onMove, onAction }: RuleItemProps) {
  const words = useWords(rulesWords);
  const merging = useWords(mergingWords);
  const textOf = useConditionsText();
  const { canWrite } = useLedger();
  const [isTarget, setTarget] = useState(false);
  const { id, enabled, etag } = rule;
  const title = rule.name ?? textOf(rule.conditions);
  const toggle = useWrite(
    (next: boolean) =>
      patchRule({ path: { id }, headers: { "If-Match": etag }, body: { enabled: next } }),
    { done: (_, next) => (next ? words.enabled : words.disabled) },
  );
  const move = (to: number) => {
    if (to >= 0 && to < count) onMove(id, to);
  };
  return (
    <Group
      component="li"
      wrap="nowrap"
      gap="sm"
      py="sm"
      align="start"
      style={{
        borderTop: isTarget
          ? "2px solid var(--accent)"
          : place > 0
            ? "1px solid var(--line)"
            : undefined,
      }}
      draggable={canWrite}
      onDragStart={(event) => event.dataTransfer.setData(KIND, id)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(KIND)) return;
        event.preventDefault();
        setTarget(true);
      }}
      onDragLeave={() => setTarget(false)}
      onDrop={(event) => {
        event.preventDefault();
        setTarget(false);
        const other = event.dataTransfer.getData(KIND);
        if (other && other !== id) onMove(other, place);
      }}
    >
      {canWrite ? (
        <Text c="dimmed" visibleFrom="sm" title={words.drag} style={{ cursor: "grab" }} pt={4}>
          <GripVertical size={18} aria-hidden />
        </Text>
      ) : null}
      <Text c="dimmed" size="sm" className="amount" pt={4} miw={20} ta="end">
        {place + 1}
      </Text>
      <div style={{ flex: 1, minWidth: 0 }}>
        {rule.name ? (
          <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>
            {rule.name}
          </Text>
        ) : null}
        <Sentence rule={rule} />
        {canWrite ? (
          <Group gap={4} mt={4}>
            <Switch
              size="sm"
              mr="xs"
              aria-label={words.switch(title)}
              label={enabled ? null : words.off}
              checked={enabled}
              disabled={toggle.isPending}
              onChange={(event) => toggle.mutate(event.currentTarget.checked)}
            />
            {/* Not disabled at the ends: a disabled button would lose the focus of who moves by keyboard. */}
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words.moveUp(title)}
              aria-disabled={place === 0}
              onClick={() => move(place - 1)}
            >
              <ArrowUp size={16} opacity={place === 0 ? 0.35 : 1} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words.moveDown(title)}
              aria-disabled={place === count - 1}
              onClick={() => move(place + 1)}
            >
              <ArrowDown size={16} opacity={place === count - 1 ? 0.35 : 1} />
            </ActionIcon>
          </Group>
        ) : null}
      </div>
      {canWrite ? (
        <RowMenu name={title}>
          <Menu.Item leftSection={<Pencil size={16} />} onClick={() => onAction("edit")}>
            {merging.edit}
          </Menu.Item>
          <Menu.Item leftSection={<Eye size={16} />} onClick={() => onAction("preview")}>
            {words.preview}
          </Menu.Item>
          <Menu.Item leftSection={<Trash2 size={16} />} onClick={() => onAction("delete")}>
            {merging.deleteIt}
          </Menu.Item>
        </RowMenu>
      ) : null}
    </Group>
  );
}
