import { deleteCategory, listTransactions } from "../../api/generated";
import type { Category } from "../../api/ledger";
import { useRead } from "../../api/queries";
import { CategorySelect } from "../../components/names/CategorySelect";
import { RemoveDialog } from "../../components/dialogs/RemoveDialog";
import { mergingWords } from "../../words/merging";
import { useWords } from "../../words/translated";

export interface RemoveCategoryProps {
  readonly category: Category;
  readonly mode: "delete" | "merge";
  readonly onClose: () => void;
}

/** Delete a category, or merge it into another of its type. */
export function RemoveCategory({ category, mode, onClose }: RemoveCategoryProps) {
  const words = useWords(mergingWords);
  const { id, type } = category;
  const counted = useRead(["transactions", "count", { category_id: id }], (signal) =>
    listTransactions({ query: { category_id: id, totals: true, limit: 1 }, signal }),
  );
  return (
    <RemoveDialog
      of={category}
      mode={mode}
      kind="CATEGORY_MERGE"
      count={counted.data ? (counted.data.totals?.transaction_count ?? 0) : null}
      remove={({ target, etag }) =>
        deleteCategory({
          path: { id },
          query: target ? { reassign_to: target } : {},
          headers: etag ? { "If-Match": etag } : {},
        })
      }
      picker={(value, onChange) => (
        <CategorySelect
          label={words.target}
          type={type}
          without={[id]}
          value={value}
          onChange={onChange}
        />
      )}
      onClose={onClose}
    />
  );
}
