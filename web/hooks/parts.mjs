// Puts the parts of the application that web/tools/wasm-bindgen has made into the site, and their loader, which is told
// the name that Trunk has given to the main script. The page asks for the loader in its first round trip.

import { createHash } from "node:crypto";
import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const site = process.env.TRUNK_STAGING_DIR;
const ready = join(process.env.PLAYGROUND_PARTS, "ready");

const page = join(site, "index.html");
const before = await readFile(page, "utf8");
const main = /data-js="(\.\/[^"]+\.js)"/.exec(before)?.[1];
const files = await readdir(ready);
const loader = files.find((file) => file.endsWith(".js"));
if (main === undefined || loader === undefined) throw new Error("there is no main script, or no loader for the parts");

const text = await readFile(join(ready, loader), "utf8");
const told = text.replace('from "./web.js"', `from "${main}"`);
if (told === text) throw new Error("the loader does not import the main script");
await writeFile(join(site, loader), told);
for (const file of files.filter((file) => file.endsWith(".wasm"))) await copyFile(join(ready, file), join(site, file));

const integrity = `sha384-${createHash("sha384").update(told).digest("base64")}`;
const preload = '<link rel="modulepreload"';
const after = before.replace(preload, `<link rel="modulepreload" href="./${loader}" crossorigin="anonymous" integrity="${integrity}">${preload}`);
if (after === before) throw new Error("index.html has no link to load the main script in advance");
await writeFile(page, after);
