import { Button, Select, SimpleGrid, Switch, Text } from "@mantine/core";
import { Plus } from "lucide-react";
import { useState } from "react";

import { deleteCustomType, listTransactions, type TransactionType } from "../../api/generated";
import { useLedger, type CustomType } from "../../api/ledger";
import { useRead } from "../../api/queries";
import { Card } from "../../components/Card";
import { WhyForbidden } from "../../components/Forbidden";
import { Page } from "../../components/Page";
import { RemoveDialog } from "../../components/dialogs/RemoveDialog";
import { mergingWords } from "../../words/merging";
import { namesWords } from "../../words/names";
import { useWords } from "../../words/translated";
import { TYPES, TypeForm } from "./TypeForm";
import { TypeRow, type TypeAction } from "./TypeRow";

type Dialog =
  | { readonly action: "create"; readonly type: TransactionType }
  | { readonly action: TypeAction; readonly customType: CustomType };

/** Show and change the custom types, by the type of transactions that they are for. */
export default function TypesPage() {
  const words = useWords(namesWords);
  const merging = useWords(mergingWords);
  const { customTypes, canWrite } = useLedger();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [showsArchived, setShowsArchived] = useState(false);
  const archivedCount = customTypes.filter((one) => one.archived).length;
  const close = () => setDialog(null);
  return (
    <Page
      title={words.types}
      description={words.typesHint}
      actions={
        canWrite ? (
          <Button
            leftSection={<Plus size={16} />}
            onClick={() => setDialog({ action: "create", type: "EXPENSE" })}
          >
            {words.createType}
          </Button>
        ) : (
          <WhyForbidden />
        )
      }
    >
      {archivedCount > 0 ? (
        <Switch
          label={merging.showArchived(archivedCount)}
          checked={showsArchived}
          onChange={(event) => setShowsArchived(event.currentTarget.checked)}
        />
      ) : null}
      <SimpleGrid cols={{ base: 1, md: 3 }} style={{ alignItems: "start" }}>
        {TYPES.map((type) => {
          const own = customTypes.filter(
            (one) => one.type === type && (showsArchived || !one.archived),
          );
          return (
            <Card key={type} title={words.typesOf[type]}>
              {own.length === 0 ? (
                <Text size="sm" c="dimmed">
                  {words.noTypes}
                </Text>
              ) : null}
              <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
                {own.map((customType) => (
                  <TypeRow
                    key={customType.id}
                    customType={customType}
                    onAction={(action) => setDialog({ action, customType })}
                  />
                ))}
              </ul>
              {canWrite ? (
                <Button
                  mt="sm"
                  size="compact-sm"
                  variant="subtle"
                  leftSection={<Plus size={14} />}
                  aria-label={`${words.createType}: ${words.typesOf[type]}`}
                  onClick={() => setDialog({ action: "create", type })}
                >
                  {words.createType}
                </Button>
              ) : null}
            </Card>
          );
        })}
      </SimpleGrid>
      {dialog?.action === "create" ? (
        <TypeForm customType={null} type={dialog.type} onClose={close} />
      ) : null}
      {dialog?.action === "edit" ? (
        <TypeForm customType={dialog.customType} type={dialog.customType.type} onClose={close} />
      ) : null}
      {dialog?.action === "merge" || dialog?.action === "delete" ? (
        <RemoveType customType={dialog.customType} mode={dialog.action} onClose={close} />
      ) : null}
    </Page>
  );
}

interface RemoveTypeProps {
  readonly customType: CustomType;
  readonly mode: "delete" | "merge";
  readonly onClose: () => void;
}

function RemoveType({ customType, mode, onClose }: RemoveTypeProps) {
  const merging = useWords(mergingWords);
  const { customTypes } = useLedger();
  const { id, type } = customType;
  const counted = useRead(["transactions", "count", { custom_type_id: id }], (signal) =>
    listTransactions({ query: { custom_type_id: id, totals: true, limit: 1 }, signal }),
  );
  const totals = counted.data?.totals;
  return (
    <RemoveDialog
      of={customType}
      mode={mode}
      kind="CUSTOM_TYPE_MERGE"
      count={totals ? totals.transaction_count + totals.transfer_count : null}
      remove={({ target, etag }) =>
        deleteCustomType({
          path: { id },
          query: target ? { reassign_to: target } : {},
          headers: etag ? { "If-Match": etag } : {},
        })
      }
      picker={(value, onChange) => (
        <Select
          label={merging.target}
          data={customTypes
            .filter((one) => one.type === type && one.id !== id && !one.archived)
            .map((one) => ({ value: one.id, label: one.name }))}
          value={value}
          onChange={onChange}
        />
      )}
      onClose={onClose}
    />
  );
}
