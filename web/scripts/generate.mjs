/**
 * Generate the API client from `openapi.json`, and copy the types of live documents.
 *
 * Writes `src/api/generated`, which is not committed, so that it cannot differ from the document. It
 * does nothing if neither source has changed since.
 */
import { createClient } from "@hey-api/openapi-ts";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const web = new URL("../", import.meta.url);
const sources = ["../openapi.json", "../clients/live.ts", "package-lock.json"];
const target = new URL("src/api/generated/", web);
const stamp = new URL("sources.sha256", target);

const hash = createHash("sha256");
for (const source of [...sources, "scripts/generate.mjs"])
  hash.update(readFileSync(new URL(source, web)));
const current = hash.digest("hex");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== current) {
  await createClient({
    input: fileURLToPath(new URL("../openapi.json", web)),
    output: { path: fileURLToPath(target), clean: true },
    plugins: ["@hey-api/client-fetch", "@hey-api/typescript", "@hey-api/sdk"],
    logs: { level: "warn" },
  });
  mkdirSync(target, { recursive: true });
  copyFileSync(new URL("../clients/live.ts", web), new URL("live.ts", target));
  writeFileSync(stamp, current);
}
