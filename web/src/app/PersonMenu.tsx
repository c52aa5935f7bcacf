import { ActionIcon, Menu, Text, useMantineColorScheme } from "@mantine/core";
import { Monitor, Moon, Sun, UserRound } from "lucide-react";
import { useLocation } from "wouter";

import { useLedger } from "../api/ledger";
import { useSession } from "../api/people/session";
import { signOut } from "../api/people/sign-in";
import { appWords } from "../words/app";
import { gateWords } from "../words/gate";
import { useWords } from "../words/translated";

const THEMES = { light: Sun, dark: Moon, auto: Monitor } as const;

/** Show the menu of the person: who it is, settings, theme, sign out. */
export default function PersonMenu() {
  const words = useWords(appWords);
  const gate = useWords(gateWords);
  const [, go] = useLocation();
  const { person } = useSession();
  const { user } = useLedger().home;
  const email = person?.email ?? null;
  const name = user.display_name ?? email ?? gate.visitor;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={words.account}>
          <UserRound size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)" lineClamp={2}>
            {name}
          </Text>
          {email && email !== name ? (
            <Text size="xs" style={{ overflowWrap: "anywhere" }}>
              {email}
            </Text>
          ) : null}
        </Menu.Label>
        {person?.isAnonymous ? (
          <Menu.Item onClick={() => go("/sign-up?keep=1")}>{gate.demo.keep}</Menu.Item>
        ) : null}
        <Menu.Divider />
        <Menu.Item onClick={() => go("/settings")}>{words.navigation.settings}</Menu.Item>
        <Menu.Item onClick={() => go("/workspaces")}>{words.navigation.workspaces}</Menu.Item>
        <Menu.Divider />
        <Menu.Label>{words.theme.label}</Menu.Label>
        {(["light", "dark", "auto"] as const).map((one) => {
          const Icon = THEMES[one];
          return (
            <Menu.Item
              key={one}
              leftSection={<Icon size={16} />}
              aria-current={colorScheme === one || undefined}
              onClick={() => setColorScheme(one)}
              fw={colorScheme === one ? 700 : 400}
            >
              {words.theme[one]}
            </Menu.Item>
          );
        })}
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut().then(() => go("/"))}>{words.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
