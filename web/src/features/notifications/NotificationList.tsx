import { Button, Group, Stack, Switch, Text } from "@mantine/core";
import { CheckCheck } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";

import {
  listNotifications,
  markRead,
  type NotificationList as NotificationPage,
  type NotificationView,
} from "../../api/generated";
import { LEDGER_KEY, useLedger } from "../../api/ledger";
import { useWrite } from "../../api/queries";
import { Card } from "../../components/Card";
import { Empty, Failed, Lines } from "../../components/States";
import { usePages } from "../../components/usePages";
import { addDays, browserToday, formatDay } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { commonWords } from "../../words/common";
import { notificationWords } from "../../words/notifications";
import { useWords } from "../../words/translated";
import { NotificationRow } from "./NotificationRow";

/** Return the day of an instant in the time zone of the browser. */
function dayOf(instant: string): string {
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

function byDay(items: readonly NotificationView[]): [string, NotificationView[]][] {
  const days = new Map<string, NotificationView[]>();
  for (const one of items) {
    const day = dayOf(one.created_at);
    const found = days.get(day);
    if (found) found.push(one);
    else days.set(day, [one]);
  }
  return [...days];
}

/** List the notifications by day, the newest first. */
export function NotificationList() {
  const words = useWords(notificationWords);
  const common = useWords(commonWords);
  const { locale } = usePreferences();
  const { home } = useLedger();
  const [isUnreadOnly, setUnreadOnly] = useState(false);
  const list = usePages<NotificationView, NotificationPage>(
    ["notifications", isUnreadOnly],
    (cursor, signal) =>
      listNotifications({
        query: { ...(cursor ? { cursor } : {}), ...(isUnreadOnly ? { unread: true } : {}) },
        signal,
      }),
  );
  const readAll = useWrite((until: string) => markRead({ body: { until } }), {
    done: ({ read }) => words.marked(read),
    outdates: [["notifications"], LEDGER_KEY],
  });
  const newest = list.data?.[0]?.created_at;
  const titleOf = (day: string) => {
    const today = browserToday();
    if (day === today) return words.today;
    if (day === addDays(today, -1)) return words.yesterday;
    return formatDay(day, locale, { weekday: "long", day: "numeric", month: "long" });
  };
  return (
    <Stack>
      <Group justify="space-between">
        <Switch
          label={words.unreadOnly}
          checked={isUnreadOnly}
          onChange={(event) => setUnreadOnly(event.currentTarget.checked)}
        />
        <Button
          variant="default"
          size="xs"
          leftSection={<CheckCheck size={16} aria-hidden />}
          disabled={home.unread_notifications === 0 || newest === undefined}
          loading={readAll.isPending}
          onClick={() => newest && readAll.mutate(newest)}
        >
          {words.markAll}
        </Button>
      </Group>
      {list.data === undefined ? (
        list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Card>
            <Lines count={4} height={64} />
          </Card>
        )
      ) : list.data.length === 0 ? (
        <Card>
          <Empty
            text={isUnreadOnly ? words.emptyUnread : words.empty}
            action={
              <Button component={Link} href="/notifications/preferences" variant="default">
                {words.choose}
              </Button>
            }
          />
        </Card>
      ) : (
        byDay(list.data).map(([day, items]) => (
          <section key={day} aria-label={titleOf(day)}>
            <Text component="h2" size="sm" c="dimmed" fw={600} m={0} mb={6}>
              {titleOf(day)}
            </Text>
            <ul className="card" style={{ listStyle: "none", margin: 0, padding: 0 }}>
              {items.map((one, index) => (
                <NotificationRow key={one.id} notification={one} isFirst={index === 0} />
              ))}
            </ul>
          </section>
        ))
      )}
      {list.hasNextPage ? (
        <Group justify="center">
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {common.more}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}
