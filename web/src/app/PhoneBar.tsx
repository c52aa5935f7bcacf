import { Group, Text, UnstyledButton } from "@mantine/core";
import { Plus } from "lucide-react";
import { Link, useLocation } from "wouter";

import { useLedger } from "../api/ledger";
import { appWords } from "../words/app";
import { useWords } from "../words/translated";
import { PHONE_LINKS } from "./navigation";

/** Show the most used links at the bottom of a phone's screen, where a thumb reaches them. */
export function PhoneBar() {
  const words = useWords(appWords);
  const [address] = useLocation();
  const { canWrite } = useLedger();
  return (
    <Group
      component="nav"
      aria-label={words.navigation.home}
      hiddenFrom="md"
      className="no-print"
      justify="space-around"
      gap={0}
      style={{
        position: "fixed",
        insetInline: 0,
        bottom: 0,
        height: 60,
        paddingBottom: "env(safe-area-inset-bottom)",
        background: "var(--surface-raised)",
        borderTop: "1px solid var(--line)",
        zIndex: 100,
      }}
    >
      {PHONE_LINKS.map((link) => (
        <UnstyledButton
          key={link.to}
          component={Link}
          href={link.to}
          aria-current={address === link.to ? "page" : undefined}
          style={{
            textAlign: "center",
            minWidth: 64,
            padding: 4,
            color: address === link.to ? "var(--accent)" : undefined,
          }}
        >
          <link.icon size={20} aria-hidden />
          <Text size="xs">{words.navigation[link.name]}</Text>
        </UnstyledButton>
      ))}
      {canWrite ? (
        <UnstyledButton
          component={Link}
          href="/add"
          aria-label={words.addTransaction}
          style={{
            background: "var(--mantine-primary-color-filled)",
            color: "#fff",
            borderRadius: 12,
            padding: "8px 16px",
          }}
        >
          <Plus size={22} aria-hidden />
        </UnstyledButton>
      ) : null}
    </Group>
  );
}
