// The functions and what they throw. Tests hold all types against the engine.

import type { Catalog } from "./catalog.js";
import type { Decision, Report } from "./report.js";
import type { Scenario } from "./scenario.js";

export * from "./catalog.js";
export * from "./codes.js";
export * from "./report.js";
export * from "./scenario.js";

/**
 * Loads the engine. Await it once; afterwards every function answers at once. Further calls do nothing.
 *
 * Without `source` the module is read from beside this file: fetched in browsers, read from disk in Node. Where a
 * bundler moved it, hand over its address, the response to a `fetch` of it, its bytes, or a compiled module.
 */
export function load(
  source?: URL | string | Response | Promise<Response> | ArrayBuffer | Uint8Array | WebAssembly.Module,
): Promise<void>;

/**
 * What AWS would decide on every request of the scenario, and why.
 * @throws {ScenarioError} where it is no scenario
 */
export function run(scenario: Scenario | string, options?: RunOptions): Report;

/** What `run` may be told besides the scenario. */
export interface RunOptions {
  /**
   * Whose `elements` come along: no statement's, those of statements and grants that decided or nearly did (unless you
   * ask), or all. The rest of the report is the same.
   */
  detail?: "none" | "deciding" | "all";
}

/**
 * The decisions alone, one for each request, in their order.
 * @throws {ScenarioError} where it is no scenario
 */
export function decide(scenario: Scenario | string): Decision[];

/**
 * The fragment of a share link, `s=1.…`, for behind the `#` of a playground's address. It carries the scenario
 * and what this engine says of it today.
 * @throws {ScenarioError} where it is no scenario
 */
export function encodeShare(scenario: Scenario | string): string;

/**
 * What a link carries: of an address, a fragment, or the text behind `s=`. Policies come as texts, byte for byte.
 * @throws {LinkError} where it is damaged, of a newer version, or carries no scenario
 */
export function decodeShare(link: string): Shared;

/** Every operation, condition key, condition operator and calling service that the engine knows. */
export function catalog(): Catalog;

/** Which engine this is. */
export function version(): Version;

/** What `run`, `decide` and `encodeShare` throw. */
export interface ScenarioError extends Error {
  name: "ScenarioError";
  /** The field, such as `requests[2].viaService`; empty for the scenario as a whole. */
  path: string;
  /** What is wrong. */
  reason: string;
  /** What to do about it. */
  help?: string;
  /** The line, from 1, if the scenario is a text. */
  line?: number;
  /** The column, from 1, in UTF-16 units. */
  column?: number;
}

/** What `decodeShare` throws. */
export interface LinkError extends Error {
  name: "LinkError";
  /** Empty: a link has no fields. */
  path: "";
  /** What is wrong. */
  reason: string;
  /** What to do about it. */
  help?: string;
  /** What could be read all the same. */
  salvaged?: Scenario;
}

/** What a link carries. */
export interface Shared {
  scenario: Scenario;
  /** The decisions that the sender saw, in the order of the requests. */
  seen?: Decision[];
  /** The version of the sender's engine. */
  engine?: string;
}

export interface Version {
  /** The version of the engine. */
  engine: string;
  /** The version of the report's format. */
  schema: string;
  /** The day on which AWS's documentation was last read for the rules. */
  rulesDate: string;
}
