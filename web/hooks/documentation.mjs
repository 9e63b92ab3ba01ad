// Puts the page about embedding beside the site, as text, which every browser shows: the share dialog links to it. It
// begins with a byte order mark, so that a host that names no encoding does no harm.

import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const text = await readFile(join(root, "docs/embedding.md"), "utf8");
await writeFile(join(process.env.TRUNK_STAGING_DIR, "embedding.txt"), `\ufeff${text}`);
