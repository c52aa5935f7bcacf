import { Circle } from "lucide-react";

import { ICON_OF } from "./icons";

export interface CategoryIconProps {
  readonly color: string | null | undefined;
  /** The name of an icon, or an emoji. */
  readonly icon: string | null | undefined;
  readonly size?: number;
}

/** Show the icon of a category, an account or a custom type in its colour; its name stands beside. */
export function CategoryIcon({ color, icon, size = 28 }: CategoryIconProps) {
  const Icon = icon ? ICON_OF[icon] : undefined;
  const own = color ?? "var(--text-soft)";
  const isEmoji = icon ? /^\P{ASCII}/u.test(icon) : false;
  return (
    <span
      aria-hidden
      style={{
        display: "inline-grid",
        placeItems: "center",
        flex: "none",
        width: size,
        height: size,
        borderRadius: size / 3.5,
        background: `color-mix(in srgb, ${own} 16%, transparent)`,
        // Mixed with the text's colour, so that dark colours stay visible in the dark.
        color: `color-mix(in srgb, ${own} 58%, var(--mantine-color-text))`,
        fontSize: size * 0.55,
        lineHeight: 1,
      }}
    >
      {Icon ? (
        <Icon size={Math.round(size * 0.6)} />
      ) : isEmoji ? (
        icon
      ) : (
        <Circle size={Math.round(size * 0.5)} />
      )}
    </span>
  );
}
