// Loads an engine once; after that every function answers at once.
//
// One build for browsers, bundlers and Node. Nothing is fetched but the engine's module, and nothing that a scenario
// holds is sent anywhere.

/** Node's file system: not written as a plain import, since bundlers for browsers would look for it. */
const NODE_FILES = ["node:fs", "promises"].join("/");

/**
 * `load` and `ask` of the engine that `init` starts and whose functions are `engine`. `address` gives where its
 * module lies; whoever calls this writes it out, because bundlers look for `new URL("./…", import.meta.url)`.
 */
export function loader(init, engine, address) {
  let loading;
  let loaded = false;

  async function start(source) {
    await init({ module_or_path: await (source ?? besideThisFile(address())) });
    loaded = true;
  }

  return {
    load(source) {
      loading ??= start(source).catch((error) => {
        loading = undefined; // so that it can be tried again
        throw error;
      });
      return loading;
    },
    /** Calls a function of the engine; before it is there the reason would be unreadable. */
    ask(name, ...values) {
      if (!loaded) throw new Error(`the engine is not loaded yet: \`await load()\` before \`${name}\``);
      return engine[name](...values);
    },
  };
}

/** The engine, wherever the package stands: an address to fetch, or in Node the bytes. */
async function besideThisFile(address) {
  if (address.protocol !== "file:") return address;
  const { readFile } = await import(/* webpackIgnore: true */ /* @vite-ignore */ NODE_FILES);
  return readFile(address);
}
