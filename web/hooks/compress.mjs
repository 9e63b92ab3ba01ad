// Last: beside each file of the site what a host may send in its place to browsers that take it, `.br` and `.gz`.
// docs/hosting.md says how hosts do so; what compression would not make smaller by a tenth stays alone.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const site = process.env.TRUNK_STAGING_DIR;

const encodings = {
  ".br": (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  ".gz": (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

const compress = async (name) => {
  const bytes = await readFile(join(site, name));
  for (const [ending, encode] of Object.entries(encodings)) {
    const smaller = await encode(bytes);
    if (smaller.length < bytes.length * 0.9) await writeFile(join(site, name + ending), smaller);
  }
};

if (process.env.TRUNK_PROFILE === "release") {
  const files = await readdir(site);
  await Promise.all(files.filter((name) => !/\.(?:br|gz)$/.test(name)).map(compress));
}
