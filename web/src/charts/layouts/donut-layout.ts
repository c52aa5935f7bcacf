/** Layout of a donut. */

export interface Slice {
  readonly path: string;
  /** The middle of the slice, for its label. */
  readonly x: number;
  readonly y: number;
  /** The part of the whole, from 0 to 1. */
  readonly share: number;
}

/** Lay out slices clockwise from the top; values below zero have none. */
export function slicesOf(values: readonly number[], outer: number, inner: number): Slice[] {
  const sizes = values.map((value) => (Number.isFinite(value) ? Math.max(0, value) : 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let before = 0;
  return sizes.map((size) => {
    const share = total > 0 ? size / total : 0;
    const [from, to] = [before, before + share];
    before = to;
    const [x, y] = at((from + to) / 2, (outer + inner) / 2);
    return { path: share > 0 ? ring(from, to, outer, inner) : "", x, y, share };
  });
}

function at(turn: number, radius: number): [number, number] {
  const angle = turn * 2 * Math.PI - Math.PI / 2;
  return [Math.cos(angle) * radius, Math.sin(angle) * radius];
}

function ring(from: number, to: number, outer: number, inner: number): string {
  // An arc from a point to itself is none, so a whole ring ends just before it.
  const end = to - from >= 1 ? from + 0.99999 : to;
  const isLarge = end - from > 0.5 ? 1 : 0;
  const text = (point: [number, number]) => point.map((one) => one.toFixed(3)).join(",");
  return (
    `M${text(at(from, outer))}A${outer},${outer} 0 ${isLarge} 1 ${text(at(end, outer))}` +
    `L${text(at(end, inner))}A${inner},${inner} 0 ${isLarge} 0 ${text(at(from, inner))}Z`
  );
}
