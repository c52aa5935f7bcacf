import { useState, type KeyboardEvent } from "react";

export interface Roving {
  /** The mark that is shown in the tooltip; null for none. */
  readonly active: number | null;
  show(index: number | null): void;
  /** Properties of the element around the marks. */
  readonly container: {
    readonly onKeyDown: (event: KeyboardEvent) => void;
    readonly onBlur: () => void;
    readonly onPointerLeave: () => void;
  };
  /** Properties of a mark. */
  mark(index: number): {
    readonly tabIndex: 0 | -1;
    readonly "data-mark": number;
    readonly onFocus: () => void;
    readonly onPointerEnter: () => void;
  };
}

/**
 * Make marks of a chart one tab stop, between which the arrow keys move.
 *
 * `moves` says by how many marks a key moves; by default left and right by one. Escape hides the tooltip.
 */
export function useRoving(
  count: number,
  first = 0,
  moves: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 },
): Roving {
  const [active, setActive] = useState<number | null>(null);
  const [stop, setStop] = useState<number | null>(null);
  const last = count - 1;
  const tabStop = Math.min(stop ?? first, last);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") return setActive(null);
    const isRange = event.key === "Home" || event.key === "End";
    const move = moves[event.key];
    if (move === undefined && !isRange) return;
    const target = event.target as Element;
    const at = Number(target.getAttribute("data-mark") ?? NaN);
    if (Number.isNaN(at)) return;
    event.preventDefault();
    const wanted = event.key === "Home" ? 0 : event.key === "End" ? last : at + (move ?? 0);
    const next = Math.max(0, Math.min(last, wanted));
    const element = event.currentTarget.querySelector<HTMLElement | SVGElement>(
      `[data-mark="${next}"]`,
    );
    element?.focus();
  };
  return {
    active,
    show: setActive,
    container: {
      onKeyDown,
      onBlur: () => setActive(null),
      onPointerLeave: () => setActive(null),
    },
    mark: (index) => ({
      tabIndex: index === tabStop ? 0 : -1,
      "data-mark": index,
      onFocus: () => {
        setStop(index);
        setActive(index);
      },
      onPointerEnter: () => setActive(index),
    }),
  };
}
