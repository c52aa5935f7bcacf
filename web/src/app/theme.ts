import { createTheme, type CSSVariablesResolver } from "@mantine/core";

export const theme = createTheme({
  primaryColor: "cyan",
  primaryShade: { light: 9, dark: 9 },
  defaultRadius: "md",
  fontFamily:
    "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif",
  headings: { fontWeight: "650" },
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    // Its <header> would be a second banner of the page; Dialog does the same for dialogs.
    DrawerHeader: { defaultProps: { role: "presentation" } },
  },
});

/**
 * Colours of meaning, each readable (4.5:1) on the surface of its theme.
 *
 * Components use these variables and no others: `--income`, `--expense`, `--transfer`, `--warning`,
 * `--surface`, `--surface-raised`, `--line`, `--text-soft`, `--accent`.
 */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-primary-color-filled-hover": "#095c6b",
    "--mantine-color-body": "#f6f8fa",
    "--mantine-color-dimmed": "#57606a",
    "--surface": "#f6f8fa",
    "--surface-raised": "#ffffff",
    "--line": "#d8dee4",
    "--text-soft": "#57606a",
    "--accent": "#0b7285",
    "--income": "#1a7f37",
    "--expense": "#b3261e",
    "--transfer": "#5c4bb8",
    "--warning": "#9a5b00",
  },
  dark: {
    "--mantine-primary-color-filled-hover": "#095c6b",
    "--mantine-color-body": "#0f1419",
    "--mantine-color-dimmed": "#9aa7b4",
    "--surface": "#0f1419",
    "--surface-raised": "#182028",
    "--line": "#2d3742",
    "--text-soft": "#9aa7b4",
    "--accent": "#3bc9db",
    "--income": "#56d364",
    "--expense": "#ff8a80",
    "--transfer": "#b6a8ff",
    "--warning": "#e3b341",
  },
});
