import { Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";

import { getTransaction } from "../../../api/generated";
import { useRead } from "../../../api/queries";
import { Lines, Read } from "../../../components/States";
import { commonWords } from "../../../words/common";
import { editorWords } from "../../../words/transaction-editor";
import { useWords } from "../../../words/translated";
import { Editor, type EditorPart, type EditorProps } from "./Editor";
import type { Transaction } from "../pages";

/** What the drawer shows: a new transaction, or an existing one by its id. */
export interface OpenEditor {
  readonly id: string | null;
  readonly part: EditorPart;
  /** Taken from the register; null if it must be read. */
  readonly row: Transaction | null;
}

export interface EditorDrawerProps extends Omit<EditorProps, "row" | "part"> {
  readonly opened: OpenEditor | null;
  readonly close: () => void;
}

/** Show the editor at the side of the screen, on phones over all of it. */
export function EditorDrawer({ opened, close, ...actions }: EditorDrawerProps) {
  const words = useWords(editorWords);
  const common = useWords(commonWords);
  const isWide = useMediaQuery("(min-width: 48em)", true);
  return (
    <Drawer
      opened={opened !== null}
      onClose={close}
      closeButtonProps={{ "aria-label": common.close }}
      // Its header is none of the page.
      attributes={{ header: { role: "presentation" } }}
      position={isWide ? "right" : "bottom"}
      size={isWide ? 520 : "100%"}
      title={opened?.id ? words.editTitle : words.newTitle}
      styles={{ title: { fontWeight: 650, fontSize: 18 }, body: { paddingBottom: 0 } }}
    >
      {opened === null ? null : opened.id === null || opened.row ? (
        <Editor key={opened.id} row={opened.row} part={opened.part} {...actions} />
      ) : (
        <ReadEditor id={opened.id} part={opened.part} {...actions} />
      )}
    </Drawer>
  );
}

interface ReadEditorProps extends Omit<EditorDrawerProps, "opened" | "close"> {
  readonly id: string;
  readonly part: EditorPart;
}

function ReadEditor({ id, ...rest }: ReadEditorProps) {
  const row = useRead(["transaction", id], (signal) => getTransaction({ path: { id }, signal }));
  return (
    <Read of={row} waiting={<Lines count={8} height={36} />}>
      {(data) => <Editor row={data} {...rest} />}
    </Read>
  );
}
