import { Button, Text } from "@mantine/core";
import { Eye, Plus } from "lucide-react";
import { useState } from "react";

import { deleteRule, listRules, orderRules, type RuleView } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { useRead, useWrite } from "../../api/queries";
import { Card } from "../../components/Card";
import { ConfirmDialog } from "../../components/dialogs/ConfirmDialog";
import { WhyForbidden } from "../../components/Forbidden";
import { Page } from "../../components/Page";
import { Empty, Failed, Lines, Read } from "../../components/States";
import { rulesWords } from "../../words/rules";
import { useWords } from "../../words/translated";
import { ApplyDialog } from "./ApplyDialog";
import { moved } from "./rule-draft";
import { RuleForm } from "./RuleForm";
import { RuleItem, type RuleAction } from "./RuleItem";
import { Sentence } from "./Sentence";
import { Suggestions } from "./Suggestions";

type Dialog =
  | { readonly action: "create" | "apply" }
  | { readonly action: RuleAction; readonly rule: RuleView };

/** Show and change the rules that file transactions, in their order, and apply them. */
export default function RulesPage() {
  const words = useWords(rulesWords);
  const { canWrite } = useLedger();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const rules = useRead(["rules"], (signal) => listRules({ signal }));
  const hasRules = (rules.data?.items.length ?? 0) > 0;
  const preview = (rule: RuleView) => setDialog({ action: "preview", rule });
  const create = (
    <Button leftSection={<Plus size={16} />} onClick={() => setDialog({ action: "create" })}>
      {words.create}
    </Button>
  );
  const actions = canWrite ? (
    <>
      {hasRules ? (
        <Button
          variant="default"
          leftSection={<Eye size={16} />}
          onClick={() => setDialog({ action: "apply" })}
        >
          {words.previewAll}
        </Button>
      ) : null}
      {create}
    </>
  ) : (
    <WhyForbidden />
  );
  return (
    <Page title={words.title} description={words.description} actions={actions}>
      {canWrite ? <Suggestions onAccepted={preview} /> : null}
      <Card>
        <Read of={rules} waiting={<Lines count={4} height={56} />}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty text={words.empty} action={canWrite ? create : null} />
            ) : (
              <RuleItems rules={items} onDialog={setDialog} />
            )
          }
        </Read>
      </Card>
      {dialog ? (
        <Dialogs dialog={dialog} onCreated={preview} onClose={() => setDialog(null)} />
      ) : null}
    </Page>
  );
}

interface RuleItemsProps {
  readonly rules: readonly RuleView[];
  readonly onDialog: (dialog: Dialog) => void;
}

function RuleItems({ rules, onDialog }: RuleItemsProps) {
  const words = useWords(rulesWords);
  const order = useWrite((ids: string[]) => orderRules({ body: { ids } }), {
    done: () => words.ordered,
  });
  // The new order is shown at once, while it is being saved.
  const ids = (order.isPending ? order.variables : null) ?? rules.map((one) => one.id);
  const byId = new Map(rules.map((one) => [one.id, one]));
  const shown = ids.flatMap((id) => byId.get(id) ?? []);
  return (
    <ol style={{ listStyle: "none", margin: 0, padding: 0 }}>
      {shown.map((rule, place) => (
        <RuleItem
          key={rule.id}
          rule={rule}
          place={place}
          count={shown.length}
          onMove={(id, to) => order.mutate(moved(ids, id, to))}
          onAction={(action) => onDialog({ action, rule })}
        />
      ))}
    </ol>
  );
}

interface DialogsProps {
  readonly dialog: Dialog;
  readonly onCreated: (rule: RuleView) => void;
  readonly onClose: () => void;
}

function Dialogs({ dialog, onCreated, onClose }: DialogsProps) {
  switch (dialog.action) {
    case "create":
      return <RuleForm rule={null} onClose={onClose} onCreated={onCreated} />;
    case "apply":
      return <ApplyDialog ids={null} onClose={onClose} />;
    case "edit":
      return <RuleForm rule={dialog.rule} onClose={onClose} onCreated={onCreated} />;
    case "preview":
      return <ApplyDialog ids={[dialog.rule.id]} onClose={onClose} />;
    case "delete":
      return <DeleteRule rule={dialog.rule} onClose={onClose} />;
  }
}

function DeleteRule({ rule, onClose }: { rule: RuleView; onClose: () => void }) {
  const words = useWords(rulesWords);
  const write = useWrite(
    () => deleteRule({ path: { id: rule.id }, headers: { "If-Match": rule.etag } }),
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
      <Sentence rule={rule} />
      <Text size="sm">{words.deleteHint}</Text>
      {write.error ? <Failed error={write.error} /> : null}
    </ConfirmDialog>
  );
}
