import {
  Briefcase,
  Bus,
  Car,
  Circle,
  CirclePlus,
  CreditCard,
  Film,
  Gift,
  GraduationCap,
  Heart,
  House,
  Landmark,
  Laptop,
  Percent,
  PiggyBank,
  Plane,
  ShoppingBag,
  ShoppingCart,
  TrendingUp,
  Utensils,
  Wallet,
  Zap,
  type LucideIcon,
} from "lucide-react";

const ICONS: Readonly<Record<string, LucideIcon>> = {
  airplane: Plane,
  bag: ShoppingBag,
  bank: Landmark,
  bolt: Zap,
  briefcase: Briefcase,
  bus: Bus,
  car: Car,
  circle: Circle,
  "credit-card": CreditCard,
  film: Film,
  gift: Gift,
  "graduation-cap": GraduationCap,
  heart: Heart,
  home: House,
  laptop: Laptop,
  percent: Percent,
  "piggy-bank": PiggyBank,
  plane: Plane,
  "plus-circle": CirclePlus,
  "shopping-cart": ShoppingCart,
  "trending-up": TrendingUp,
  utensils: Utensils,
  wallet: Wallet,
};

export interface EntityIconProps {
  readonly color: string | null | undefined;
  /** The name of an icon, or an emoji. */
  readonly icon: string | null | undefined;
  readonly size?: number;
}

/** Show the icon of a category, an account or a custom type in its colour; its name stands beside. */
export function EntityIcon({ color, icon, size = 24 }: EntityIconProps) {
  const Icon = icon ? ICONS[icon] : Circle;
  const own = color ?? "var(--text-soft)";
  return (
    <span
      aria-hidden
      style={{
        display: "inline-grid",
        placeItems: "center",
        flex: "none",
        width: size,
        height: size,
        borderRadius: size / 3,
        background: `color-mix(in srgb, ${own} 16%, transparent)`,
        color: `color-mix(in srgb, ${own} 75%, var(--mantine-color-text))`,
        fontSize: size * 0.55,
        lineHeight: 1,
      }}
    >
      {/* A name without an icon here is shown as a dot, an emoji as it is. */}
      {Icon ? (
        <Icon size={Math.round(size * 0.6)} />
      ) : icon && /^\P{ASCII}/u.test(icon) ? (
        icon
      ) : (
        <Circle size={Math.round(size * 0.6)} />
      )}
    </span>
  );
}
