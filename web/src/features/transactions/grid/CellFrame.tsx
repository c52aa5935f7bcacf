import { useRef, type KeyboardEvent, type ReactNode } from "react";

/** Where to go after an edit. */
export type Leave = "stay" | "down" | "next" | "previous";

export interface FrameProps {
  readonly children: ReactNode;
  readonly save: (leave: Leave) => void;
  readonly cancel: () => void;
  /** Enter chooses in a list, and does not save. */
  readonly leavesEnter?: boolean;
}

/** Give an editor the keys of a spreadsheet: Enter, Tab, Escape; and save when it is left. */
export function Frame({ children, save, cancel, leavesEnter = false }: FrameProps) {
  const isOver = useRef(false);
  const end = (action: () => void) => {
    isOver.current = true;
    action();
    // A refused value keeps the editor open, so that it can be left again.
    isOver.current = false;
  };
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") end(cancel);
    else if (event.key === "Tab") {
      event.preventDefault();
      end(() => save(event.shiftKey ? "previous" : "next"));
    } else if (event.key === "Enter" && !leavesEnter && !event.isDefaultPrevented()) {
      event.preventDefault();
      end(() => save("down"));
    }
  };
  return (
    <div
      style={{ flex: 1, minWidth: 0 }}
      onKeyDown={onKey}
      onDoubleClick={(event) => event.stopPropagation()}
      onBlur={(event) => {
        if (!isOver.current && !event.currentTarget.contains(event.relatedTarget)) save("stay");
      }}
    >
      {children}
    </div>
  );
}
