/** Colours of series, and what tells them apart without colour: dashes, markers and patterns. */

/** Twelve colours, each with a contrast of 3:1 to the surfaces of both themes. */
export const PALETTE = [
  "#2f7fc1",
  "#d1661b",
  "#2a9461",
  "#8b62cf",
  "#d24f45",
  "#14918f",
  "#c9539b",
  "#82822c",
  "#6373e0",
  "#a0694a",
  "#5f9130",
  "#6c8193",
] as const;

/** Patterns of lines, as `stroke-dasharray`. */
export const DASHES = ["", "8 4", "2 4", "10 3 2 3", "16 4", "4 2 1 2"] as const;

/** Shapes of points on lines. */
export const MARKERS = ["circle", "square", "triangle", "diamond", "ring", "cross"] as const;
export type Marker = (typeof MARKERS)[number];

/** Patterns of areas. */
export const FILLS = ["solid", "hatch", "dots"] as const;
export type Fill = (typeof FILLS)[number];

/** Surfaces of the light and the dark theme, on which lines are drawn. */
const SURFACES = ["#ffffff", "#182028"] as const;

type Rgb = readonly [number, number, number];

function rgbOf(color: string): Rgb {
  const number = Number.parseInt(color.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

function luminance(color: string): number {
  const [red, green, blue] = rgbOf(color).map((one) => {
    const share = one / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Return the contrast of two colours, from 1 to 21, as WCAG defines it. */
export function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function mix(color: string, other: string, share: number): string {
  const [first, second] = [rgbOf(color), rgbOf(other)];
  const mixed = first.map((one, index) => Math.round(one + ((second[index] ?? 0) - one) * share));
  return `#${mixed.map((one) => one.toString(16).padStart(2, "0")).join("")}`;
}

/** Return a colour, darkened or lightened until it is seen (3:1) on the surfaces of both themes. */
export function readable(color: string): string {
  for (let share = 0; share < 1; share += 0.05) {
    for (const target of ["#000000", "#ffffff"]) {
      const mixed = mix(color, target, share);
      if (SURFACES.every((surface) => contrast(mixed, surface) >= 3)) return mixed;
    }
  }
  return color;
}

/** Return the colour of a series: its own where it has one, else one of the palette. */
export function colorOf(own: string | null | undefined, index: number): string {
  if (own && /^#[0-9a-f]{6}$/i.test(own)) return readable(own);
  return PALETTE[index % PALETTE.length] ?? PALETTE[0];
}

/** Return black or white, whichever is read better on a colour. */
export function textOn(color: string): "#000000" | "#ffffff" {
  return contrast(color, "#ffffff") >= contrast(color, "#000000") ? "#ffffff" : "#000000";
}

/** Return the dash of a series. */
export function dashOf(index: number): string {
  return DASHES[index % DASHES.length] ?? "";
}

/** Return the marker of a series. */
export function markerOf(index: number): Marker {
  return MARKERS[index % MARKERS.length] ?? "circle";
}

/** Return the pattern of the areas of a series. */
export function fillOf(index: number): Fill {
  return FILLS[index % FILLS.length] ?? "solid";
}
