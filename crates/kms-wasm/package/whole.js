// The whole engine: it also reviews, advises, compares and reads what people paste. `whole-engine.js`, which
// wasm-bindgen made, and `whole-engine.wasm` stand beside this file.

import init, * as engine from "./whole-engine.js";
import { loader } from "./loader.js";

const { load, ask } = loader(init, engine, () => new URL("./whole-engine.wasm", import.meta.url));

export { load };
export const run = (scenario, options) => ask("run", scenario, options);
export const decide = (scenario) => ask("decide", scenario);
export const findings = (scenario) => ask("findings", scenario);
export const advice = (scenario, request) => ask("advice", scenario, request);
export const missingFacts = (scenario, request) => ask("missingFacts", scenario, request);
export const compare = (old, changed) => ask("compare", old, changed);
export const access = (policy) => ask("access", policy);
export const importText = (text, scenario, answers) => ask("importText", text, scenario, answers);
export const encodeShare = (scenario) => ask("encodeShare", scenario);
export const decodeShare = (link) => ask("decodeShare", link);
export const catalog = () => ask("catalog");
export const version = () => ask("version");
