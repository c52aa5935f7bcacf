import { useCallback, useMemo, useState } from "react";

import type { Transaction } from "../pages";

/** Keep which rows are selected: single ones, ranges from the last one, all that are loaded. */
export function useSelection(items: readonly Transaction[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(() => new Set());
  const [anchor, setAnchor] = useState<string | null>(null);

  const toggle = useCallback(
    (id: string, isRange: boolean) => {
      setIds((former) => {
        const next = new Set(former);
        const from = isRange ? items.findIndex((row) => row.id === anchor) : -1;
        const to = items.findIndex((row) => row.id === id);
        if (from >= 0 && to >= 0) {
          for (const row of items.slice(Math.min(from, to), Math.max(from, to) + 1))
            next.add(row.id);
        } else if (!next.delete(id)) next.add(id);
        return next;
      });
      setAnchor(id);
    },
    [anchor, items],
  );
  const selectAll = useCallback(() => setIds(new Set(items.map((row) => row.id))), [items]);
  const clear = useCallback(() => setIds(new Set()), []);
  const rows = useMemo(
    () => (ids.size === 0 ? [] : items.filter((row) => ids.has(row.id))),
    [ids, items],
  );
  return { ids, rows, toggle, selectAll, clear };
}

export type Selection = ReturnType<typeof useSelection>;
