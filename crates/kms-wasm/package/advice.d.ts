// What `advice` gives.

import type * as codes from "./codes.js";
import type { Decision, Span } from "./report.js";
import type { Grant, Key, Request, Scenario } from "./scenario.js";

/** What would change the decision on one request. */
export interface AdviceReport {
  /** The request, by its place in the scenario. */
  request: number;
  decision: Decision;
  /** The answer in one sentence. */
  summary: string;
  /** What blocks each check that is not allowed; empty for an allowed request. */
  obstacles: CheckObstacles[];
  /** Changes of the request alone, the best first. */
  requestChanges: AdviceChange[];
  /** Changes of policies, grants or the key, the best first. */
  policyChanges: AdviceChange[];
  /** What to do where no change can be offered, or what to know before one is made. */
  notes: AdviceNote[];
  evaluations: number;
  /** Whether the search ended at its limit: there may be smaller changes. */
  limitReached: boolean;
}

/** What to know. */
export interface AdviceNote {
  code: codes.AdviceNoteCode;
  text: string;
}

/** What blocks one check, by the way to Allow with the fewest obstacles. */
export interface CheckObstacles {
  permission: string;
  key: string;
  path: codes.PathCode;
  text: string;
  /** In AWS's order. Removing all of them allows the check; leaving any one does not. */
  obstacles: Obstacle[];
}

/** One thing that blocks a check. */
export interface Obstacle {
  code: codes.ObstacleCode;
  text: string;
  /** The policy that blocks, by id, and its statement. */
  policy?: string;
  statement?: number;
  /** The level of the organization that does not allow the call; 0 is the root. */
  level?: number;
  /** Whether AWS's error message names this one. */
  inMessage: boolean;
  /** Whether it refuses the call as soon as the one that the message names is gone. */
  refusesNext: boolean;
  /** Whether no policy that can be edited removes it. */
  isFixed: boolean;
}

/** A change that leads to another decision. It was evaluated, and undoing any part of it leads back. */
export interface AdviceChange {
  kind: AdviceChangeKind;
  title: string;
  /** The decision on the request once the change is made. */
  decision: Decision;
  /** The parts, to be applied in this order. */
  parts: AdvicePart[];
  notes: AdviceNote[];
  /** What else it changes. */
  effects: SideEffects;
}

/** What a change changes at most, the least first. */
export type AdviceChangeKind = "request" | "value" | "condition" | "statement" | "grant" | "key";

/** What a change does beside what it is for. */
export interface SideEffects {
  /** Other requests whose decision changes, by their places. */
  requests: number[];
  /** Calls of the principals that the scenario names. */
  calls: ChangedCalls[];
  /** Of a change of a key policy: on all requests. */
  policy?: PolicyEffects;
  text: string;
}

/** What a change of key policies opens and closes beside the request that it is made for. */
export interface PolicyEffects {
  opens: PolicyEffect[];
  closes: PolicyEffect[];
  cannotTell: string[];
  text: string;
}

export interface PolicyEffect {
  text: string;
  operations: string[];
  /** One such request. */
  scenario: Scenario;
}

/** Operations that a principal can call after a change and could not before, or the reverse. */
export interface ChangedCalls {
  principal: string;
  operations: string[];
  /** Whether the calls arrive as the request does. */
  asRequest: boolean;
  /** Whether they change only if IAM policies of the principal allow them as well. */
  ifIamAllows: boolean;
  decision: Decision;
}

export interface AdvicePart {
  title: string;
  action: AdviceAction;
}

/** What a part of a change does to the scenario. */
export type AdviceAction =
  | { kind: "editPolicy"; policy: string; edits: AdviceEdit[] }
  | { kind: "addPolicy"; policy: string; name: string; text: string; startsList: boolean }
  | { kind: "addGrant"; grants: string; grant: Grant }
  | { kind: "changeRequest"; before: Request; after: Request }
  | { kind: "changeKey"; key: string; before: Key; after: Key };

/** A range of a policy's text, what it holds and what takes its place. */
export interface AdviceEdit {
  span: Span;
  before: string;
  after: string;
}

/** What the decision on one request depends on that the scenario does not say. */
export interface MissingFacts {
  request: number;
  decision: Decision;
  summary: string;
  /** All of them settle the decision. */
  facts: MissingFact[];
  /** The smallest sets of facts, by their places, that can settle it. */
  sets: number[][];
  cases: SettledCase[];
  evaluations: number;
  isComplete: boolean;
}

export interface MissingFact {
  code: "identityPolicies" | "key";
  key?: string;
  text: string;
  path: string;
  /** Without `decision` other facts decide as well. */
  values: { text: string; decision?: Decision }[];
}

/** Values that together settle the decision. */
export interface SettledCase {
  values: { fact: number; value: number }[];
  decision: Decision;
  text: string;
  scenario: Scenario;
}
