// The functions that only the whole engine has.

import type { AccessReport, ComparisonReport } from "./analysis.js";
import type { AdviceReport, MissingFacts } from "./advice.js";
import type { Import } from "./import.js";
import type { FindingReport } from "./report.js";
import type { PolicyText, Scenario } from "./scenario.js";

export * from "./index.js";
export * from "./advice.js";
export * from "./analysis.js";
export * from "./import.js";

/**
 * What a reviewer would say about the policies: the `findings` of `run`, statements that do nothing, and that nobody can
 * change the policy.
 * @throws {ScenarioError} where it is no scenario
 */
export function findings(scenario: Scenario | string): FindingReport[];

/**
 * What blocks the request at this place in `requests`, and what would change the decision. Each change was evaluated.
 * Undefined if there is no such request.
 * @throws {ScenarioError} where it is no scenario
 */
export function advice(scenario: Scenario | string, request: number): AdviceReport | undefined;

/**
 * What the decision on the request at this place depends on that the scenario does not say. Undefined as for `advice`.
 * @throws {ScenarioError} where it is no scenario
 */
export function missingFacts(scenario: Scenario | string, request: number): MissingFacts | undefined;

/**
 * How the second key policy differs from the first, over all requests that there can be. Each is a policy or a scenario.
 * @throws {Error} where one is neither, or is a policy that AWS would reject
 */
export function compare(old: PolicyText | Scenario, changed: PolicyText | Scenario): ComparisonReport;

/**
 * Who can use the key, and when.
 * @throws {Error} where it is neither a policy nor a scenario, or is a policy that AWS would reject
 */
export function access(policy: PolicyText | Scenario): AccessReport;

/**
 * What a pasted text says: an error message, a policy, a template, an event of CloudTrail, the output of a command, or
 * several of them. The text is laid over `scenario`, if there is one. `answers` holds answers to earlier `asks`, by
 * field, and values of `placeholders`, by name. No text makes it throw.
 * @throws {ScenarioError} where `scenario` is none
 */
export function importText(text: string, scenario?: Scenario | string, answers?: Record<string, string>): Import;
