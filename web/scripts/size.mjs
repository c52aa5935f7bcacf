/**
 * Check the compressed size of the script that the first pages load.
 *
 * Counts what a page needs before it shows something: the entry, the parts of the page, and all that
 * they import statically, each compressed by gzip. Parts that are loaded afterwards do not count.
 */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT = 180_000;
const PAGES = {
  landing: ["index.html", "src/features/landing/LandingPage.tsx"],
  home: ["index.html", "src/app/Shell.tsx", "src/features/home/HomePage.tsx"],
  "quick add": ["index.html", "src/features/quick-add/QuickAddPage.tsx"],
};

const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("manifest.json", dist), "utf8"));

function filesOf(name, found = new Set()) {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`${name} is not in the build`);
  if (!found.has(chunk.file)) {
    found.add(chunk.file);
    for (const imported of chunk.imports ?? []) filesOf(imported, found);
  }
  return found;
}

let isTooLarge = false;
for (const [page, parts] of Object.entries(PAGES)) {
  const files = new Set(parts.flatMap((part) => [...filesOf(part)]));
  const sizes = [...files].map((file) => gzipSync(readFileSync(new URL(file, dist))).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  isTooLarge ||= total > LIMIT;
  console.log(
    `${page}: ${(total / 1000).toFixed(1)} kB of script in ${files.size} files (at most ${LIMIT / 1000})`,
  );
}
process.exitCode = isTooLarge ? 1 : 0;
