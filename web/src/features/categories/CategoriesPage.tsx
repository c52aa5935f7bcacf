import { Alert, Anchor, Button, SimpleGrid, Switch, Table, Text } from "@mantine/core";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";

import { dashboardCategories, type CategoryTotals, type EntryType } from "../../api/generated";
import { useLedger, type Category } from "../../api/ledger";
import { useRead } from "../../api/queries";
import { Card } from "../../components/Card";
import { WhyForbidden } from "../../components/Forbidden";
import { Page } from "../../components/Page";
import { Empty, Failed } from "../../components/States";
import { addMonths } from "../../lib/dates";
import { categoriesWords } from "../../words/categories";
import { commonWords } from "../../words/common";
import { mergingWords } from "../../words/merging";
import { useWords } from "../../words/translated";
import { CategoryForm } from "./CategoryForm";
import { CategoryRow, type CategoryAction } from "./CategoryRow";
import { RemoveCategory } from "./RemoveCategory";

type Dialog =
  | { readonly action: "create"; readonly type: EntryType }
  | { readonly action: CategoryAction; readonly category: Category };

/** Show and change the categories, by type, with what they came to this month. */
export default function CategoriesPage() {
  const words = useWords(categoriesWords);
  const merging = useWords(mergingWords);
  const ledger = useLedger();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [showsArchived, setShowsArchived] = useState(false);
  const month = ledger.today.slice(0, 7);
  const totals = useRead(["dashboard", "categories", "this-month"], (signal) =>
    dashboardCategories({ signal }),
  );
  const year = useRead(["dashboard", "categories", "year", month], (signal) =>
    dashboardCategories({ query: { from: addMonths(month, -11), to: month }, signal }),
  );
  const archivedCount = ledger.categories.filter((one) => one.archived).length;
  const close = () => setDialog(null);
  return (
    <Page
      title={words.title}
      description={words.description}
      actions={
        ledger.canWrite ? (
          <Button
            leftSection={<Plus size={16} />}
            onClick={() => setDialog({ action: "create", type: "EXPENSE" })}
          >
            {words.create}
          </Button>
        ) : (
          <WhyForbidden />
        )
      }
    >
      {totals.error ? <Failed error={totals.error} retry={() => void totals.refetch()} /> : null}
      {ledger.home.unfiled_count > 0 ? (
        <Text size="sm">
          {words.unfiled(ledger.home.unfiled_count)}.{" "}
          <Anchor component={Link} href="/transactions?unfiled=true">
            {words.fileThem}
          </Anchor>
        </Text>
      ) : null}
      {totals.data?.unconverted.length ? <Alert color="yellow">{words.unconverted}</Alert> : null}
      {archivedCount > 0 ? (
        <Switch
          label={merging.showArchived(archivedCount)}
          checked={showsArchived}
          onChange={(event) => setShowsArchived(event.currentTarget.checked)}
        />
      ) : null}
      <SimpleGrid cols={{ base: 1, xl: 2 }} spacing="md" style={{ alignItems: "start" }}>
        {(["EXPENSE", "INCOME"] as const).map((type) => (
          <TypeCard
            key={type}
            type={type}
            totals={totals.data}
            year={year.data}
            categories={ledger.categories.filter(
              (one) => one.type === type && (showsArchived || !one.archived),
            )}
            onDialog={setDialog}
          />
        ))}
      </SimpleGrid>
      {dialog?.action === "create" ? (
        <CategoryForm category={null} type={dialog.type} onClose={close} />
      ) : null}
      {dialog?.action === "edit" ? (
        <CategoryForm category={dialog.category} type={dialog.category.type} onClose={close} />
      ) : null}
      {dialog?.action === "merge" || dialog?.action === "delete" ? (
        <RemoveCategory category={dialog.category} mode={dialog.action} onClose={close} />
      ) : null}
    </Page>
  );
}

interface TypeCardProps {
  readonly type: EntryType;
  readonly categories: readonly Category[];
  readonly totals: CategoryTotals | undefined;
  readonly year: CategoryTotals | undefined;
  readonly onDialog: (dialog: Dialog) => void;
}

function TypeCard({ type, categories, totals, year, onDialog }: TypeCardProps) {
  const words = useWords(categoriesWords);
  const common = useWords(commonWords);
  const merging = useWords(mergingWords);
  const { canWrite } = useLedger();
  const create = canWrite ? (
    <Button
      size="compact-sm"
      variant="subtle"
      leftSection={<Plus size={14} />}
      aria-label={`${words.create}: ${words.types[type]}`}
      onClick={() => onDialog({ action: "create", type })}
    >
      {common.add}
    </Button>
  ) : null;
  const of = (report: CategoryTotals | undefined, id: string) =>
    report?.items.find((one) => one.category_id === id && one.type === type);
  return (
    <Card title={words.types[type]} actions={create}>
      {categories.length === 0 ? (
        <Empty text={words.empty} action={create} />
      ) : (
        <Table verticalSpacing={6} horizontalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{common.name}</Table.Th>
              <Table.Td visibleFrom="sm" />
              <Table.Th scope="col" ta="end" style={{ whiteSpace: "nowrap" }}>
                {words.thisMonth}
              </Table.Th>
              <Table.Th scope="col" ta="end" visibleFrom="sm" style={{ whiteSpace: "nowrap" }}>
                {words.uses}
              </Table.Th>
              {canWrite ? <Table.Td aria-label={merging.actions(words.types[type])} /> : null}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {categories.map((category) => (
              <CategoryRow
                key={category.id}
                category={category}
                total={of(totals, category.id)}
                uses={year ? (of(year, category.id)?.transaction_count ?? 0) : null}
                onAction={(action) => onDialog({ action, category })}
              />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Card>
  );
}
