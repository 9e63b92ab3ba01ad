// Loads the engine once; after that every function answers at once.
//
// One build for browsers, bundlers and Node. Beside this file stand `engine.js`, which wasm-bindgen made, and
// `engine.wasm`. Nothing is fetched but that module, and nothing that a scenario holds is sent anywhere.

import init, * as engine from "./engine.js";

/** Node's file system: not written as a plain import, since bundlers for browsers would look for it. */
const NODE_FILES = ["node:fs", "promises"].join("/");

let loading;
let loaded = false;

export function load(source) {
  loading ??= start(source).catch((error) => {
    loading = undefined; // so that it can be tried again
    throw error;
  });
  return loading;
}

async function start(source) {
  await init({ module_or_path: await (source ?? besideThisFile()) });
  loaded = true;
}

/** The engine, wherever this file stands: an address to fetch, or in Node the bytes. */
async function besideThisFile() {
  const address = new URL("./engine.wasm", import.meta.url);
  if (address.protocol !== "file:") return address;
  const { readFile } = await import(/* webpackIgnore: true */ /* @vite-ignore */ NODE_FILES);
  return readFile(address);
}

/** Calls a function of the engine; before it is there the reason would be unreadable. */
function ask(name, ...values) {
  if (!loaded) throw new Error(`the engine is not loaded yet: \`await load()\` before \`${name}\``);
  return engine[name](...values);
}

export const run = (scenario, options) => ask("run", scenario, options);
export const decide = (scenario) => ask("decide", scenario);
export const encodeShare = (scenario) => ask("encodeShare", scenario);
export const decodeShare = (link) => ask("decodeShare", link);
export const catalog = () => ask("catalog");
export const version = () => ask("version");
