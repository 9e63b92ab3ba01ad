// Bundles the editor with its npm packages into a module of its own, `editor-HASH.js`, that the page imports when it
// wants it; index.html tells the name. Beside it go the licences of the packages, which their terms ask to pass on.

import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const site = process.env.TRUNK_STAGING_DIR;

const { metafile } = await build({
  entryPoints: { editor: join(web, "editor/editor.js") },
  entryNames: "[name]-[hash]",
  outdir: site,
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  metafile: true,
  logLevel: "warning",
  absWorkingDir: web,
});

const packages = new Set(Object.keys(metafile.inputs).flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input) ?? []));
const licence = async (folder) => `${folder.replace(/^.*node_modules\//, "")}\n\n${await readFile(join(web, folder, "LICENSE"), "utf8")}`;
const licences = await Promise.all([...packages].sort().map(licence));
await writeFile(join(site, "editor-licences.txt"), licences.join(`\n${"-".repeat(78)}\n\n`));

const [name] = Object.keys(metafile.outputs).map((output) => basename(output));
const page = join(site, "index.html");
const before = await readFile(page, "utf8");
const after = before.replace(/(<meta name="editor" content=")[^"]*(")/, `$1${name}$2`);
if (after === before) throw new Error('index.html has no <meta name="editor" content="">');
await writeFile(page, after);
