import { ActionIcon, Button, Group, Text } from "@mantine/core";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { Link } from "wouter";

import { addMonths, formatMonth, type Month } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { homeWords } from "../../words/home";
import { useWords } from "../../words/translated";

/** Return the address of the home page of a month; the present one needs no name. */
export function addressOf(month: Month, present: Month): string {
  return month === present ? "/home" : `/home?month=${month}`;
}

const FIRST: Month = "1900-01";
const LAST: Month = "9998-12";

/** Choose the month of the home page: the one before, the one after, the present one. */
export function MonthSwitch({ month, present }: { month: Month; present: Month }) {
  const words = useWords(homeWords);
  const { locale } = usePreferences();
  const nameOf = (one: Month) => formatMonth(one, locale);
  const [before, after] = [addMonths(month, -1), addMonths(month, 1)];
  return (
    <Group component="nav" aria-label={words.month} gap={4} wrap="nowrap">
      {month === present ? null : (
        <Button component={Link} href="/home" variant="subtle" size="sm" px="xs">
          {words.thisMonth}
        </Button>
      )}
      <ActionIcon
        component={Link}
        href={addressOf(before, present)}
        variant="default"
        size="lg"
        aria-label={words.before(nameOf(before))}
        disabled={month <= FIRST}
      >
        <ChevronLeft size={18} />
      </ActionIcon>
      <Text miw={140} ta="center" fw={600} aria-live="polite">
        {nameOf(month)}
      </Text>
      <ActionIcon
        component={Link}
        href={addressOf(after, present)}
        variant="default"
        size="lg"
        aria-label={words.after(nameOf(after))}
        disabled={month >= LAST}
      >
        <ChevronRight size={18} />
      </ActionIcon>
    </Group>
  );
}
