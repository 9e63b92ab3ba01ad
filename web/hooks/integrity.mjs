// After the page is written: moves the hash of the WebAssembly module from the preload link,
// where browsers ignore it and say so on the console, to where web/boot.js finds it and makes `fetch` check it.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const page = join(process.env.TRUNK_STAGING_DIR, "index.html");
const before = await readFile(page, "utf8");

const preload = /(<link rel="preload" href="[^"]+\.wasm"[^>]*?) integrity="([^"]+)"/;
const integrity = preload.exec(before)?.[2];
const after = before.replace(preload, "$1").replace('<meta name="application"', `$& data-integrity="${integrity}"`);
if (integrity === undefined || after.split("data-integrity=").length !== 2) {
  throw new Error("index.html has no preload link with a hash, or no element for it: has Trunk changed what it writes?");
}
await writeFile(page, after);
