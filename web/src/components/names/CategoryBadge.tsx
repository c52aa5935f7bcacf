import { Text } from "@mantine/core";

import { useLedger } from "../../api/ledger";
import { commonWords } from "../../words/common";
import { useWords } from "../../words/translated";
import { CategoryIcon } from "./CategoryIcon";

export interface NamedLook {
  readonly name: string;
  readonly color: string | null;
  readonly icon: string | null;
}

/** Show a name with its icon in one line, cut off where there is no room. */
export function NameWithIcon({ of, size = 22 }: { of: NamedLook; size?: number }) {
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: 8, minWidth: 0 }}>
      <CategoryIcon color={of.color} icon={of.icon} size={size} />
      <Text span size="sm" truncate title={of.name}>
        {of.name}
      </Text>
    </span>
  );
}

/** Show a category by its id; without one, say so. */
export function CategoryBadge({ id, size }: { id: string | null | undefined; size?: number }) {
  const words = useWords(commonWords);
  const found = useLedger().category(id);
  const look = found ?? { name: id ? "…" : words.unfiled, color: null, icon: null };
  return <NameWithIcon of={look} {...(size === undefined ? {} : { size })} />;
}
