/** Layout of a Sankey diagram of sources, one middle, and targets. */

export interface SankeyItem {
  readonly id: string;
  /** The amount as a length; above zero. */
  readonly value: number;
}

export interface SankeyBox {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  /** The middle of the room for the label. */
  readonly labelY: number;
}

export interface SankeyRibbon {
  readonly id: string;
  readonly path: string;
}

export interface SankeyLayout {
  readonly height: number;
  readonly sources: readonly SankeyBox[];
  readonly targets: readonly SankeyBox[];
  readonly middle: Omit<SankeyBox, "id">;
  readonly ribbons: readonly SankeyRibbon[];
}

export interface SankeyOptions {
  readonly sources: readonly SankeyItem[];
  readonly targets: readonly SankeyItem[];
  readonly width: number;
  /** The width of a box. */
  readonly box: number;
  /** The least height of each item, so that its label has room. */
  readonly slot: number;
  /** The height of all amounts together. */
  readonly amounts: number;
}

/**
 * Lay out the items of each side one below the other, with boxes as high as their amounts.
 *
 * An item whose box is lower than its label has the height of a label, so no labels touch.
 */
export function layOutSankey({
  sources,
  targets,
  width,
  box,
  slot,
  amounts,
}: SankeyOptions): SankeyLayout {
  const totalOf = (items: readonly SankeyItem[]) =>
    items.reduce((sum, item) => sum + item.value, 0);
  const total = Math.max(totalOf(sources), totalOf(targets));
  const scale = total > 0 ? amounts / total : 0;
  const room = (items: readonly SankeyItem[]) =>
    items.reduce((sum, item) => sum + Math.max(slot, item.value * scale + 4), 0);
  const height = Math.max(room(sources), room(targets), amounts);
  const place = (items: readonly SankeyItem[], x: number): SankeyBox[] => {
    let y = (height - room(items)) / 2;
    return items.map((item) => {
      const own = item.value * scale;
      const height = Math.max(slot, own + 4);
      const found = {
        id: item.id,
        x,
        y: y + (height - own) / 2,
        height: own,
        labelY: y + height / 2,
      };
      y += height;
      return found;
    });
  };
  const left = place(sources, 0);
  const right = place(targets, width - box);
  const middle = {
    x: (width - box) / 2,
    y: (height - amounts) / 2,
    height: total > 0 ? amounts : 0,
    labelY: height / 2,
  };
  const ribbons: SankeyRibbon[] = [];
  let from = middle.y;
  for (const one of left) {
    ribbons.push({ id: one.id, path: ribbon(box, one.y, middle.x, from, one.height) });
    from += one.height;
  }
  let to = middle.y;
  for (const one of right) {
    ribbons.push({ id: one.id, path: ribbon(middle.x + box, to, one.x, one.y, one.height) });
    to += one.height;
  }
  return { height, sources: left, targets: right, middle, ribbons };
}

function ribbon(x1: number, y1: number, x2: number, y2: number, height: number): string {
  const half = (x1 + x2) / 2;
  const text = (...numbers: number[]) => numbers.map((one) => one.toFixed(1)).join(",");
  return (
    `M${text(x1, y1)}C${text(half, y1, half, y2, x2, y2)}` +
    `L${text(x2, y2 + height)}C${text(half, y2 + height, half, y1 + height, x1, y1 + height)}Z`
  );
}
