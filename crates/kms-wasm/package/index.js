// The engine that decides. `engine.js`, which wasm-bindgen made, and `engine.wasm` stand beside this file.

import init, * as engine from "./engine.js";
import { loader } from "./loader.js";

const { load, ask } = loader(init, engine, () => new URL("./engine.wasm", import.meta.url));

export { load };
export const run = (scenario, options) => ask("run", scenario, options);
export const decide = (scenario) => ask("decide", scenario);
export const encodeShare = (scenario) => ask("encodeShare", scenario);
export const decodeShare = (link) => ask("decodeShare", link);
export const catalog = () => ask("catalog");
export const version = () => ask("version");
