import { ActionIcon, Menu, useMantineColorScheme } from "@mantine/core";
import { Monitor, Moon, Sun, UserRound } from "lucide-react";
import { useLocation } from "wouter";

import { signOut } from "../api/sign-in";
import { appWords } from "../words/app";
import { useWords } from "../words/translated";

const THEMES = { light: Sun, dark: Moon, auto: Monitor } as const;

/** Show the menu of the person: settings, theme, sign out. */
export function PersonMenu() {
  const words = useWords(appWords);
  const [, go] = useLocation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={words.account}>
          <UserRound size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
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
