import { Kbd, Table } from "@mantine/core";
import { useEffect, useRef } from "react";

import { Dialog } from "../../components/dialogs/Dialog";
import { shortcutWords } from "../../words/shortcuts";
import { useWords } from "../../words/translated";

type Name = Exclude<keyof (typeof shortcutWords)["en"], "title">;

const KEYS: readonly (readonly [Name, readonly string[]])[] = [
  ["new", ["n"]],
  ["search", ["/"]],
  ["help", ["?"]],
  ["move", ["↑", "↓", "←", "→"]],
  ["ends", ["Ctrl Home", "Ctrl End"]],
  ["pages", ["Page ↑", "Page ↓"]],
  ["edit", ["Enter", "F2"]],
  ["next", ["Tab", "Shift Tab"]],
  ["down", ["Enter"]],
  ["cancel", ["Esc"]],
  ["select", ["Space"]],
  ["range", ["Shift Space"]],
  ["all", ["Ctrl A"]],
  ["menu", ["Shift F10"]],
  ["trash", ["Delete"]],
];

/** List the keys of the register. */
export function ShortcutsDialog({ opened, close }: { opened: boolean; close: () => void }) {
  const words = useWords(shortcutWords);
  return (
    <Dialog isOpen={opened} onClose={close} title={words.title} centered>
      <Table>
        <Table.Tbody>
          {KEYS.map(([name, keys]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400}>
                {words[name]}
              </Table.Th>
              <Table.Td ta="end">
                {keys.map((key) => (
                  <Kbd key={key} ml={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}

/** Act on single keys anywhere on the page, but not in fields, dialogs and menus. */
export function usePageKeys(actions: Readonly<Record<string, () => void>>): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      if (!(target instanceof HTMLElement)) return;
      if (target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
      if (document.querySelector("[role=dialog], [role=menu]")) return;
      const action = latest.current[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
