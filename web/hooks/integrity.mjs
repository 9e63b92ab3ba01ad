// After the page is written: moves the hash of the WebAssembly module from the preload link, where browsers ignore it
// and say so on the console, to where web/boot.js finds it and checks it. The link loses `crossorigin` as well: with it
// WebKit sends an `Origin` header, takes what comes for no request of the page, and fetches the module again.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const page = join(process.env.TRUNK_STAGING_DIR, "index.html");
const before = await readFile(page, "utf8");

const preload = /<link rel="preload" href="[^"]+\.wasm"[^>]*>/;
const link = preload.exec(before)?.[0] ?? "";
const integrity = / integrity="([^"]+)"/.exec(link)?.[1];
const after = before.replace(preload, link.replace(/ (?:integrity|crossorigin)="[^"]*"/g, "")).replace('<meta name="application"', `$& data-integrity="${integrity}"`);
if (integrity === undefined || after.split("data-integrity=").length !== 2) {
  throw new Error("index.html has no preload link with a hash, or no element for it: has Trunk changed what it writes?");
}
await writeFile(page, after);
