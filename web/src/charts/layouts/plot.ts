/** Layout of charts with a horizontal axis of positions, such as months, and a vertical one of amounts. */
import { scaleLinear } from "@visx/scale";

/** A place on the horizontal axis. */
export interface Position {
  readonly key: string;
  /** Short, for the axis. */
  readonly label: string;
  /** Whole, for the name and the tooltip. */
  readonly title: string;
  /** Where a press leads. */
  readonly href?: string;
  /** Drawn fainter, such as a month that is not over. */
  readonly isFaint?: boolean;
}

export interface Series {
  readonly key: string;
  readonly name: string;
  readonly color: string;
  /** One length for each position; null where there is none. */
  readonly values: readonly (number | null)[];
  /** The same as text. */
  readonly texts: readonly string[];
}

export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  /** The width of one position. */
  readonly step: number;
  x(index: number): number;
  y(value: number): number;
}

export interface PlotOptions {
  readonly width: number;
  readonly height: number;
  readonly labels: readonly string[];
  readonly values: readonly number[];
  readonly formatTick: (value: number) => string;
  /** Space for labels at the right of the lines. */
  readonly right?: number;
}

const CHARACTER = 7.6;

/** Return the width of a text in the charts' font, roughly and rather too wide. */
export function widthOf(text: string): number {
  return text.length * CHARACTER;
}

/** Lay out a plot: the scale of amounts from zero, with ticks, and the positions side by side. */
export function layOut({
  width,
  height,
  labels,
  values,
  formatTick,
  right = 8,
}: PlotOptions): Plot {
  const count = labels.length;
  const top = 12;
  const bottom = 26;
  const scale = scaleLinear({
    domain: [Math.min(0, ...values), Math.max(0, ...values, Number.EPSILON)],
    range: [height - bottom, top],
    nice: 4,
  });
  const seen = new Set<string>();
  const ticks = scale.ticks(4).flatMap((value) => {
    const text = formatTick(value);
    // Rounded to its text, a tick of a tiny scale may repeat the one below.
    if (seen.has(text)) return [];
    seen.add(text);
    return [{ y: scale(value), text }];
  });
  const left = Math.ceil(Math.max(24, ...ticks.map((one) => widthOf(one.text)))) + 8;
  const stepWith = (margin: number) => Math.max(0, (width - left - margin) / Math.max(1, count));
  // Half of the last label may be wider than half of its position.
  const margin = Math.max(right, (widthOf(labels.at(-1) ?? "") - stepWith(right)) / 2);
  const step = stepWith(margin);
  return {
    width,
    height,
    left,
    right: margin,
    top,
    bottom,
    ticks,
    step,
    x: (index) => left + step * (index + 0.5),
    y: (value) => scale(value),
  };
}

/** Return every how many labels of an axis are shown, so that they do not touch. */
export function everyNth(labels: readonly string[], step: number): number {
  const widest = Math.max(0, ...labels.map(widthOf)) + 8;
  return step <= 0 ? labels.length || 1 : Math.max(1, Math.ceil(widest / step));
}

/**
 * Move heights of labels apart to a least distance, as little as it takes, within bounds.
 *
 * Returns them in the order given. Where there is no room for all, they are spaced evenly.
 */
export function spread(
  wanted: readonly number[],
  distance: number,
  low: number,
  high: number,
): readonly number[] {
  const order = wanted.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at);
  const room = order.length > 1 ? Math.min(distance, (high - low) / (order.length - 1)) : distance;
  let least = low;
  for (const one of order) {
    one.at = Math.max(one.at, least);
    least = one.at + room;
  }
  let most = high;
  for (const one of [...order].reverse()) {
    one.at = Math.min(one.at, most);
    most = one.at - room;
  }
  const found = new Array<number>(wanted.length).fill(0);
  for (const { at, index } of order) found[index] = at;
  return found;
}

/** Return the path of a line with a gap where a value is missing. */
export function pathOf(points: readonly (readonly [number, number] | null)[]): string {
  let isDown = false;
  return points
    .map((point) => {
      if (!point) {
        isDown = false;
        return "";
      }
      const command = isDown ? "L" : "M";
      isDown = true;
      return `${command}${point[0].toFixed(1)},${point[1].toFixed(1)}`;
    })
    .join("");
}
