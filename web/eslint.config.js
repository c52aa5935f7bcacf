import js from "@eslint/js";
import { readdirSync } from "node:fs";
import hooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import typescript from "typescript-eslint";

const features = readdirSync(new URL("src/features", import.meta.url));
const LAYERS = ["app", "features", "components", "charts", "api", "lib", "words"];

/** Refuse imports of other features, so that each can be read and changed alone. */
const independent = features.map((feature) => ({
  files: [`src/features/${feature}/**`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          {
            group: [
              "**/app/*",
              ...features.filter((other) => other !== feature).map((other) => `../**/${other}/**`),
            ],
            message:
              "Features do not import each other, nor the app; move what both need to components or lib.",
          },
        ],
      },
    ],
  },
}));

/** Refuse imports from layers above: lib knows nothing of components, and these nothing of features. */
const layered = ["components", "charts", "api", "lib", "words"].map((layer) => ({
  files: [`src/${layer}/**`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          {
            group: (layer === "lib" || layer === "words"
              ? LAYERS.filter((one) => !["lib", "words"].includes(one))
              : ["app", "features"]
            ).map((one) => `../**/${one}/**`),
            message: "This layer may not import a layer above it.",
          },
        ],
      },
    ],
  },
}));

export default defineConfig(
  globalIgnores([
    "dist",
    ".cache",
    "src/api/generated",
    "test-results",
    "screenshots",
    "node_modules",
  ]),
  js.configs.recommended,
  typescript.configs.recommended,
  // Its other rules, of the compiler of React, take as long as all other checks together.
  {
    plugins: { "react-hooks": hooks },
    rules: { "react-hooks/rules-of-hooks": "error", "react-hooks/exhaustive-deps": "error" },
  },
  {
    rules: {
      "max-lines": ["error", { max: 250 }],
      "no-console": "error",
    },
  },
  {
    files: ["scripts/**", "*.js"],
    languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly" } },
    rules: { "no-console": "off" },
  },
  { files: ["tests/**"], rules: { "react-hooks/rules-of-hooks": "off" } },
  ...layered,
  ...independent,
);
