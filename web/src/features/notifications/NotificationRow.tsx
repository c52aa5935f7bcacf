import { ActionIcon, Anchor, Group, Text, Tooltip } from "@mantine/core";
import { Check, Info, ShieldAlert, TriangleAlert, X, type LucideIcon } from "lucide-react";
import { useLocation } from "wouter";

import {
  dismissNotification,
  markRead,
  type NotificationView,
  type Severity,
  type SubjectType,
} from "../../api/generated";
import { LEDGER_KEY } from "../../api/ledger";
import { useWrite } from "../../api/queries";
import { chooseWorkspace, useSession } from "../../api/people/session";
import { formatInstant } from "../../lib/dates";
import { localized } from "../../lib/localized";
import { usePreferences } from "../../lib/preferences";
import { notificationWords } from "../../words/notifications";
import { useWords } from "../../words/translated";

const LOOKS: Readonly<Record<Severity, readonly [LucideIcon, string]>> = {
  INFO: [Info, "var(--accent)"],
  WARNING: [TriangleAlert, "var(--warning)"],
  SECURITY: [ShieldAlert, "var(--expense)"],
};

const PAGE_OF_SUBJECT: Readonly<Record<SubjectType, string>> = {
  TRANSACTION: "/transactions",
  ACCOUNT: "/accounts",
  IMPORT: "/import",
  MONTH: "/reports",
  MEMBER: "/workspaces",
  INVITATION: "/workspaces",
  SIGN_IN: "/settings/account",
  RECURRING: "/bills",
  SUGGESTION: "/bills",
  BUDGET: "/budgets",
  GOAL: "/goals",
  WEBHOOK: "/webhooks",
};

/** Kinds of subjects that belong to the person, in whichever ledger. */
const PERSONAL: readonly SubjectType[] = ["SIGN_IN", "WEBHOOK", "INVITATION", "MEMBER"];

export interface NotificationRowProps {
  readonly notification: NotificationView;
  readonly isFirst: boolean;
}

/** Show a notification: what it says, where it leads, read and dismiss. */
export function NotificationRow({ notification, isFirst }: NotificationRowProps) {
  const words = useWords(notificationWords);
  const { locale } = usePreferences();
  const { workspaceId } = useSession();
  const [, go] = useLocation();
  const outdates = [["notifications"], LEDGER_KEY];
  const read = useWrite(() => markRead({ body: { ids: [notification.id] } }), { outdates });
  const dismiss = useWrite(() => dismissNotification({ path: { id: notification.id } }), {
    outdates,
  });
  const [Icon, color] = LOOKS[notification.severity];
  const isUnread = notification.read_at === null;
  const { title, workspace, subject } = notification;
  const page = PAGE_OF_SUBJECT[subject.type];
  const open = () => {
    if (isUnread) read.mutate();
    const ledger = workspace?.id ?? null;
    if (!PERSONAL.includes(subject.type) && ledger !== workspaceId) chooseWorkspace(ledger);
    go(page);
  };
  return (
    <li
      style={{
        display: "flex",
        gap: 12,
        alignItems: "flex-start",
        padding: "12px 14px",
        borderTop: isFirst ? undefined : "1px solid var(--line)",
      }}
    >
      <Icon size={20} color={color} style={{ flexShrink: 0, marginTop: 2 }} aria-hidden />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Group gap={8}>
          <Anchor
            href={page}
            fw={isUnread ? 650 : 400}
            c="var(--mantine-color-text)"
            style={{ overflowWrap: "anywhere" }}
            onClick={(event) => {
              // Another tab or window is the browser's.
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              open();
            }}
          >
            {localized(title, notification.parameters, locale)}
          </Anchor>
          {isUnread ? (
            <Text span size="xs" fw={600} c="var(--accent)">
              ● {words.unread}
            </Text>
          ) : null}
        </Group>
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {localized(notification.text, notification.parameters, locale)}
        </Text>
        <Text size="xs" c="dimmed">
          {words.severity[notification.severity]} · {formatInstant(notification.created_at, locale)}
          {workspace ? ` · ${words.in(workspace.name)}` : null}
        </Text>
      </div>
      <Group gap={4} wrap="nowrap">
        {isUnread ? (
          <Tooltip label={words.markRead}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={words.read(title)}
              loading={read.isPending}
              onClick={() => read.mutate()}
            >
              <Check size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        ) : null}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.dismiss(title)}
          loading={dismiss.isPending}
          onClick={() => dismiss.mutate()}
        >
          <X size={18} aria-hidden />
        </ActionIcon>
      </Group>
    </li>
  );
}
