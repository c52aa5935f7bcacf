import { Text } from "@mantine/core";
import {
  Bell,
  CalendarClock,
  ChevronRight,
  Coins,
  Hourglass,
  LoaderCircle,
  Shapes,
  TrendingDown,
  type LucideIcon,
} from "lucide-react";
import { Link } from "wouter";

import type { HomeView } from "../../api/generated";
import { Card } from "../../components/Card";
import { formatInstant } from "../../lib/dates";
import { formatShare } from "../../lib/money";
import { usePreferences } from "../../lib/preferences";
import { homeWords } from "../../words/home";
import { useWords } from "../../words/translated";
import { attentionOf, type AttentionItem } from "./attention";
import classes from "./home.module.css";

const ICONS: Readonly<Record<AttentionItem["kind"], LucideIcon>> = {
  unfiled: Shapes,
  due: CalendarClock,
  unread: Bell,
  unconverted: Coins,
  low: TrendingDown,
  job: LoaderCircle,
  demo: Hourglass,
};

/** Show what needs attention, each as a link to where it is dealt with; nothing if nothing does. */
export function Attention({ home }: { home: HomeView }) {
  const words = useWords(homeWords).attention;
  const { locale } = usePreferences();
  const items = attentionOf(home);
  const textOf = (item: AttentionItem): { text: string; more?: string } => {
    switch (item.kind) {
      case "unfiled":
      case "due":
      case "unread":
        return { text: words[item.kind](item.count) };
      case "unconverted":
        return { text: words.unconverted(item.count, item.currency) };
      case "low":
        return { text: words.low(item.name) };
      case "demo":
        return {
          text: words.demo(formatInstant(item.until, locale)),
          more: words.demoAction,
        };
      case "job": {
        const { kind, progress } = item.job;
        const text = words.job[kind];
        return progress === null
          ? { text }
          : { text, more: words.progress(formatShare(progress, locale)) };
      }
    }
  };
  if (items.length === 0) return null;
  return (
    <Card title={words.title}>
      <ul className={classes["list"]}>
        {items.map((item) => {
          const { text, more } = textOf(item);
          const Icon = ICONS[item.kind];
          return (
            <li key={text}>
              <Link href={item.href} className={classes["row"]}>
                <Icon size={18} aria-hidden color="var(--warning)" style={{ flex: "none" }} />
                <div className={classes["grow"]}>
                  <Text size="sm" lineClamp={2}>
                    {text}
                  </Text>
                  {more ? (
                    <Text size="xs" c="dimmed">
                      {more}
                    </Text>
                  ) : null}
                </div>
                <ChevronRight size={16} aria-hidden color="var(--text-soft)" />
              </Link>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
