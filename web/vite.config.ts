import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { VitePWA } from "vite-plugin-pwa";

// For the development server; the built app is served by what also serves /api.
const functions = process.env["FUNCTIONS_URL"] ?? "http://127.0.0.1:8787";
const port = Number(process.env["WEB_DEV_PORT"] ?? 5174);

export default defineConfig({
  cacheDir: ".cache/vite",
  plugins: [
    react(),
    VitePWA({
      registerType: "autoUpdate",
      injectRegister: false,
      manifest: {
        name: "FinanceFlow",
        short_name: "FinanceFlow",
        description: "Personal and team finances that add up.",
        start_url: "/home",
        display: "standalone",
        background_color: "#ffffff",
        theme_color: "#0b7285",
        icons: [{ src: "/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" }],
        shortcuts: [{ name: "Add a transaction", url: "/add" }],
      },
      workbox: { navigateFallback: "/index.html", navigateFallbackDenylist: [/^\/api\//] },
    }),
  ],
  server: { host: "127.0.0.1", port, strictPort: true, proxy: { "/api": functions } },
  test: {
    // One document for all files of a process: making one takes longer than most of them.
    environment: "jsdom",
    isolate: false,
    include: ["src/**/*.test.ts", "src/**/*.test.tsx"],
  },
  preview: { host: "127.0.0.1", proxy: { "/api": functions } },
  build: { target: "es2022", manifest: "manifest.json", chunkSizeWarningLimit: 300 },
});
