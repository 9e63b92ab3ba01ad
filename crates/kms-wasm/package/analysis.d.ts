// What `compare` and `access` give.

import type { Decision, FixReport, Span } from "./report.js";
import type { Scenario } from "./scenario.js";

/** How two key policies differ. */
export interface ComparisonReport {
  relation: PolicyRelation;
  /** The relation in one sentence. */
  summary: string;
  /** Each difference, with one request that shows it; what is wider first. */
  findings: PolicyChange[];
  /** What keeps the answer from being certain; empty: it is. */
  cannotTell: string[];
}

/** The relation of the new policy to the old one. */
export type PolicyRelation = "same" | "narrower" | "wider" | "both" | "cannotTell";

/** Requests on which the policies differ. */
export interface PolicyChange {
  direction: ChangeDirection;
  kind: ChangeKind;
  /** The finding in one sentence. */
  text: string;
  callers: string[];
  operations: string[];
  /** Empty: under any condition. */
  conditions: string[];
  /** What is notable about the callers; the most notable first. */
  marks: ReachMark[];
  /** The decision on the request of `scenario` under the old policy. */
  before: Decision;
  /** The decision under the new policy. */
  after: Decision;
  /** The same two with the policies and grants of the scenario, if `compare` was given one. */
  beforeHere?: Decision;
  afterHere?: Decision;
  /** One such request under the new policy, with the identity-based policies or the grant that it needs. */
  scenario: Scenario;
}

export type ChangeDirection = "wider" | "narrower";

/** How callers are allowed under one policy and not under the other. */
export type ChangeKind = "reached" | "named" | "outright" | "byGrant";

/** Who can use a key, and when. */
export interface AccessReport {
  /** Callers of the key's account first, then AWS services, then other accounts. */
  ways: AccessWay[];
  lockout: LockoutState;
  /** It in one sentence. */
  lockoutText: string;
  idleStatements: IdleStatement[];
  /** What keeps the answer from being certain; empty: it is. */
  cannotTell: string[];
}

/** Requests that the key policy allows. */
export interface AccessWay {
  /** Whether the policy alone allows them, or only together with identity-based policies. */
  kind: WayKind;
  standing: WayStanding;
  /** The way in one sentence. */
  text: string;
  callers: string[];
  operations: string[];
  /** Empty: under any condition. */
  conditions: string[];
  /** What is notable about the callers; the most notable first. */
  marks: ReachMark[];
  /** The Allow statements that allow some of these requests, by index. */
  statements: number[];
  /** One such request. */
  scenario: Scenario;
}

/** How far a finding reaches: outside the account, outside the organization, or for whatever a service acts. */
export type ReachMark = "outsideAccount" | "outsideOrganization" | "anySource";

export type WayKind = "named" | "delegated";

/** Whose account the callers are in. */
export type WayStanding = "sameAccount" | "service" | "otherAccount";

/** Whether anyone in the key's account can change the key policy. */
export type LockoutState = "named" | "delegated" | "lockedOut" | "cannotTell";

/** A statement that does nothing. */
export interface IdleStatement {
  /** Its index, from 0. */
  statement: number;
  sid?: string;
  span: Span;
  why: IdleWhy;
  /** It in one sentence. */
  text: string;
  /** The statements that make it do nothing. */
  by: number[];
  /** A change that removes it; absent for the only statement. */
  fix?: FixReport;
}

export type IdleWhy = "neverMatches" | "denied" | "covered" | "nothingToDeny";
