import { ActionIcon, AppShell, Burger, Group, Indicator, NavLink, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Bell, Plus } from "lucide-react";
import { Suspense, lazy, type ReactNode } from "react";
import { Link, useLocation } from "wouter";

import { useLedger } from "../api/ledger";
import { useLive } from "../api/live/useLive";
import { appWords } from "../words/app";
import { useWords } from "../words/translated";
import { GROUPS, type NavigationLink } from "./navigation";
import { PhoneBar } from "./PhoneBar";
import { AccountPreferences } from "./AccountPreferences";
import { Banners } from "./Banners";

// Menus are a fifth of the script that the home page needs, and nobody opens one at once.
const PersonMenu = lazy(() => import("./PersonMenu"));
const WorkspaceSwitcher = lazy(() => import("./WorkspaceSwitcher"));

/** Frame a page of the ledger: header, navigation, banners, and a bar of links on phones. */
export default function Shell({ children }: { children: ReactNode }) {
  const words = useWords(appWords);
  const [isOpen, menu] = useDisclosure(false);
  useLive();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: "md", collapsed: { mobile: !isOpen } }}
      padding={{ base: "sm", sm: "md" }}
    >
      <a className="skip-link" href="#content">
        {words.skip}
      </a>
      <AppShell.Header bg="var(--surface-raised)" className="no-print">
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={menu.toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={words.menu}
            />
            <Link href="/home" style={{ textDecoration: "none", color: "inherit" }}>
              <Group gap={8} wrap="nowrap">
                <img src="/icon.svg" alt="" width={28} height={28} />
                <Text fw={700} visibleFrom="xs">
                  FinanceFlow
                </Text>
              </Group>
            </Link>
            <Suspense>
              <WorkspaceSwitcher />
            </Suspense>
          </Group>
          <HeaderActions />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar bg="var(--surface-raised)" className="no-print">
        <AppShell.Section grow px="xs" pb="md" style={{ overflowY: "auto" }}>
          <Navigation onFollow={menu.close} />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="content" pb={{ base: 96, md: "md" }} tabIndex={-1}>
        <AccountPreferences />
        <Banners />
        {children}
      </AppShell.Main>
      <PhoneBar />
    </AppShell>
  );
}

function HeaderActions() {
  const words = useWords(appWords);
  const { home, canWrite } = useLedger();
  const unread = home.unread_notifications;
  return (
    <Group gap="xs" wrap="nowrap">
      {canWrite ? (
        <ActionIcon
          component={Link}
          href="/add"
          size="lg"
          aria-label={words.addTransaction}
          visibleFrom="md"
        >
          <Plus size={20} />
        </ActionIcon>
      ) : null}
      <Indicator
        label={unread > 99 ? "99+" : unread}
        size={16}
        disabled={unread === 0}
        color="red.9"
      >
        <ActionIcon
          component={Link}
          href="/notifications"
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={words.unread(unread)}
        >
          <Bell size={20} />
        </ActionIcon>
      </Indicator>
      <Suspense fallback={<span style={{ width: 34 }} />}>
        <PersonMenu />
      </Suspense>
    </Group>
  );
}

function Navigation({ onFollow }: { onFollow: () => void }) {
  const words = useWords(appWords);
  const [address] = useLocation();
  const isActive = ({ to }: NavigationLink) =>
    address === to || (to !== "/transactions" && address.startsWith(`${to}/`));
  return (
    <nav aria-label={words.menu}>
      {GROUPS.map(({ name, links }) => (
        <div key={name}>
          <Text size="xs" c="dimmed" fw={600} px="xs" pt="sm" pb={4}>
            {words.groups[name]}
          </Text>
          {links.map((link) => (
            <NavLink
              key={link.to}
              component={Link}
              href={link.to}
              label={words.navigation[link.name]}
              leftSection={<link.icon size={18} aria-hidden />}
              active={isActive(link)}
              aria-current={isActive(link) ? "page" : undefined}
              onClick={onFollow}
              py={4}
              style={{ borderRadius: 8 }}
            />
          ))}
        </div>
      ))}
    </nav>
  );
}
