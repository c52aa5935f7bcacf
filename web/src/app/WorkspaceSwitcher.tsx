import { Button, Menu, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Check, ChevronsUpDown } from "lucide-react";
import { useLocation } from "wouter";

import { listWorkspaces } from "../api/generated";
import { useLedger } from "../api/ledger";
import { useRead } from "../api/queries";
import { chooseWorkspace, useSession } from "../api/people/session";
import { useWords } from "../words/translated";
import { workspaceWords } from "../words/workspaces";

/** Show whose ledger is open, and switch to another; nothing for visitors, who have one. */
export default function WorkspaceSwitcher() {
  const words = useWords(workspaceWords);
  const { person, workspaceId } = useSession();
  const { home } = useLedger();
  const [, go] = useLocation();
  const [isOpen, menu] = useDisclosure(false);
  const isRegistered = person !== null && !person.isAnonymous;
  const workspaces = useRead(
    ["workspaces", "list", false],
    (signal) => listWorkspaces({ query: { limit: 100 }, signal }),
    { enabled: isRegistered && isOpen },
  );
  if (!isRegistered) return null;
  const items = workspaces.data?.items ?? [];
  const name = home.workspace?.name ?? words.own;
  const choose = (id: string | null) => {
    if (id === workspaceId) return;
    chooseWorkspace(id);
    // Addresses with ids are of the ledger that was shown.
    go("/home");
  };
  const mark = (isShown: boolean) => (isShown ? <Check size={16} aria-hidden /> : null);
  return (
    <Menu position="bottom-start" width={260} opened={isOpen} onChange={menu.set}>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-md"
          maw={220}
          px="xs"
          rightSection={<ChevronsUpDown size={14} aria-hidden />}
          aria-label={words.switcher(name)}
        >
          <Text span size="sm" truncate>
            {name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="70vh" style={{ overflowY: "auto" }}>
        {[{ id: null, name: words.own }, ...items].map((one) => (
          <Menu.Item
            key={one.id ?? "own"}
            aria-current={one.id === workspaceId || undefined}
            rightSection={mark(one.id === workspaceId)}
            onClick={() => choose(one.id)}
          >
            <Text size="sm" truncate maw={200}>
              {one.name}
            </Text>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => go("/workspaces")}>{words.manage}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
