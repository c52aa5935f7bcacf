/** Links of the navigation, in groups. */
import {
  ArrowDownToLine,
  ArrowUpFromLine,
  CalendarClock,
  ChartPie,
  Coins,
  History,
  Home,
  Landmark,
  ListFilter,
  PiggyBank,
  ReceiptText,
  Settings,
  Shapes,
  Tags,
  Target,
  Trash2,
  TrendingUp,
  Users,
  WalletCards,
  Webhook,
  Workflow,
  type LucideIcon,
} from "lucide-react";

import type { appWords } from "../words/app";

export interface NavigationLink {
  readonly to: string;
  readonly name: keyof (typeof appWords)["en"]["navigation"];
  readonly icon: LucideIcon;
}

export const GROUPS: readonly {
  readonly name: keyof (typeof appWords)["en"]["groups"];
  readonly links: readonly NavigationLink[];
}[] = [
  {
    name: "overview",
    links: [
      { to: "/home", name: "home", icon: Home },
      { to: "/transactions", name: "transactions", icon: ReceiptText },
      { to: "/reports", name: "reports", icon: ChartPie },
    ],
  },
  {
    name: "planning",
    links: [
      { to: "/budgets", name: "budgets", icon: WalletCards },
      { to: "/bills", name: "bills", icon: CalendarClock },
      { to: "/goals", name: "goals", icon: Target },
      { to: "/forecast", name: "forecast", icon: TrendingUp },
    ],
  },
  {
    name: "ledger",
    links: [
      { to: "/accounts", name: "accounts", icon: Landmark },
      { to: "/categories", name: "categories", icon: Shapes },
      { to: "/types", name: "types", icon: PiggyBank },
      { to: "/rules", name: "rules", icon: Workflow },
      { to: "/payees", name: "payees", icon: ListFilter },
      { to: "/tags", name: "tags", icon: Tags },
      { to: "/currencies", name: "currencies", icon: Coins },
    ],
  },
  {
    name: "data",
    links: [
      { to: "/import", name: "import", icon: ArrowDownToLine },
      { to: "/export", name: "export", icon: ArrowUpFromLine },
      { to: "/transactions/trash", name: "trash", icon: Trash2 },
      { to: "/history", name: "history", icon: History },
      { to: "/workspaces", name: "workspaces", icon: Users },
      { to: "/webhooks", name: "webhooks", icon: Webhook },
      { to: "/settings", name: "settings", icon: Settings },
    ],
  },
];

/** Links at the bottom of a phone's screen; the rest is in the menu. */
export const PHONE_LINKS: readonly NavigationLink[] = [
  ...(GROUPS[0]?.links.slice(0, 2) ?? []),
  ...(GROUPS[1]?.links.slice(0, 1) ?? []),
];
