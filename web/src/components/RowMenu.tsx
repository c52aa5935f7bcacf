import { ActionIcon, Menu } from "@mantine/core";
import { Ellipsis } from "lucide-react";
import type { ReactNode } from "react";

import { mergingWords } from "../words/merging";
import { useWords } from "../words/translated";

/** Show the menu of one row of a list, named by what the row is about. */
export function RowMenu({ name, children }: { name: string; children: ReactNode }) {
  const words = useWords(mergingWords);
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={words.actions(name)}>
          <Ellipsis size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
