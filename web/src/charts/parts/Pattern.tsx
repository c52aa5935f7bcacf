import type { Fill } from "../palette";

/** Define the pattern of the areas of a series, for `fill="url(#id)"`. */
export function Pattern({ id, fill, color }: { id: string; fill: Fill; color: string }) {
  return (
    <defs>
      <pattern
        id={id}
        width={6}
        height={6}
        patternUnits="userSpaceOnUse"
        patternTransform={fill === "hatch" ? "rotate(45)" : undefined}
      >
        <rect width={6} height={6} fill={fill === "solid" ? color : "var(--surface-raised)"} />
        {fill === "solid" ? null : <rect width={6} height={6} fill={color} opacity={0.22} />}
        {fill === "hatch" ? <rect width={2.5} height={6} fill={color} /> : null}
        {fill === "dots" ? <circle cx={3} cy={3} r={1.4} fill={color} /> : null}
      </pattern>
    </defs>
  );
}
