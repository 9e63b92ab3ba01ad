// A Trunk hook, before the build: gathers the style sheets into web/generated/page.css.

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const web = dirname(dirname(fileURLToPath(import.meta.url)));

await build({
  entryPoints: [join(web, "styles/page.css")],
  outfile: join(web, "generated/page.css"),
  bundle: true,
  minifyWhitespace: process.env.TRUNK_PROFILE === "release",
  target: "esnext",
  logLevel: "warning",
});
