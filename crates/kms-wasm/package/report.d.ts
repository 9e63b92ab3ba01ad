// What the engine answers: decisions, and all that explains them.

import type * as codes from "./codes.js";

/** What AWS would decide. */
export type Decision = "explicitDeny" | "implicitDeny" | "notEvaluated" | "undetermined" | "allowed";

/** What the engine says about one scenario. */
export interface Report {
  schemaVersion: string;
  engineVersion: string;
  /** The day on which AWS's documentation was last read for the rules. */
  rulesDate: string;
  /**
   * Values of the scenario that nobody gave, such as the key of a policy that came without one. Those that bear on a
   * request are among its own assumptions too. Absent where there are none.
   */
  assumptions?: Note[];
  /** Every policy of the scenario, in its order. */
  policies: PolicyReport[];
  /**
   * What a reviewer would say about the policies, in their order and that of their texts. This package does not look:
   * the list is always empty, whatever the policies say. The command line and the page fill it.
   */
  findings: FindingReport[];
  /** Every request of the scenario, in its order. */
  requests: RequestReport[];
}

export interface PolicyReport {
  /** Where the scenario holds it: `keyPolicy`, `identityPolicies/0`, `serviceControlPolicies/1/0` … */
  id: string;
  name: string;
  kind: PolicyKind;
  /** Whether AWS would accept it; one that it would not takes no part in evaluation. */
  accepted: boolean;
  errors: PolicyError[];
  statements: StatementSummary[];
}

export type PolicyKind =
  | "keyPolicy"
  | "identityPolicy"
  | "permissionsBoundary"
  | "sessionPolicy"
  | "serviceControlPolicy"
  | "resourceControlPolicy"
  | "vpcEndpointPolicy";

export interface PolicyError {
  code: codes.PolicyErrorCode;
  severity: Severity;
  text: string;
  help?: string;
  span: Span;
  /** How sure it is that AWS refuses it; absent means documented. */
  certainty?: Certainty;
}

export type Severity = "error" | "securityWarning" | "warning" | "suggestion";

export type Certainty = "documented" | "likely" | "unconfirmed";

export interface StatementSummary {
  index: number;
  sid?: string;
  effect?: Effect;
  /** From brace to brace. */
  span: Span;
}

export type Effect = "Allow" | "Deny";

export interface FindingReport {
  /** The policy that it speaks of, by id. */
  policy: string;
  /** The rule that found it; `lint.allow` of a scenario takes its name. */
  code: codes.FindingCode;
  severity: Severity;
  text: string;
  help?: string;
  /** Where, the most telling place first. */
  spans: Span[];
  /** A change that removes the finding. */
  fix?: FixReport;
  /** AWS's page about the matter. */
  source: string;
}

/** A change of a policy's text. */
export interface FixReport {
  /** What it does, in the imperative. */
  title: string;
  /** Whether it may be applied unseen; another may allow more or deny less. */
  isSafe: boolean;
  /** What to replace, in the order of the text; all spans are of the text before the change. */
  edits: EditReport[];
}

/** A part of a policy's text and what takes its place. */
export interface EditReport {
  /** What is replaced; empty to insert. */
  span: Span;
  /** What takes its place; empty to remove. */
  text: string;
}

/** A range of a policy's text. */
export interface Span {
  start: Position;
  end: Position;
}

/** A place in a policy's text, in the units of JavaScript's strings. */
export interface Position {
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units. */
  column: number;
  /** From 0, in UTF-16 units. */
  offset: number;
}

export interface RequestReport {
  name?: string;
  decision: Decision;
  expected?: Decision;
  /** Whether decision and expectation are the same; absent without an expectation. */
  met?: boolean;
  /** The reason in one sentence. */
  summary: string;
  /** The text of the error that AWS would return; absent when it would not return one. */
  message?: string;
  /** What CloudTrail would show of the call; absent for a call that is not evaluated. */
  cloudTrail?: CloudTrailReport;
  /** What was taken for granted because AWS does not document it or nobody gave it. */
  assumptions: Note[];
  /** What the decision depends on that is not known. */
  dependsOn: Note[];
  /** What was left out of the evaluation, where and why. */
  notEvaluated: Note[];
  /** The permissions that the operation needs, each decided by itself. */
  checks: CheckReport[];
}

/** In whose logs CloudTrail would show the call, and as what. */
export interface CloudTrailReport {
  /** Whether and in whose account the call is logged, in a sentence. */
  text: string;
  /** The AWS page behind it. */
  source: string;
  /** The accounts that receive an event, the caller's first; empty where AWS does not say. */
  accounts: string[];
  /** The event, as the first of the accounts receives it; absent where CloudTrail records none. */
  event?: CloudTrailEvent;
  /** What the event does not show, and what AWS does not document of it. */
  notes: Note[];
}

/** A CloudTrail event, without what nobody gave (times, credentials) and what AWS does not document. */
export interface CloudTrailEvent {
  userIdentity: CloudTrailIdentity;
  eventSource: string;
  /** The API operation: `ReEncrypt` for both of its permissions. */
  eventName: string;
  awsRegion: string;
  sourceIPAddress?: string;
  userAgent?: string;
  errorCode?: string;
  errorMessage?: string;
  /** Null for RetireGrant. */
  requestParameters: { [parameter: string]: unknown } | null;
  additionalEventData?: { [name: string]: unknown };
  resources: CloudTrailResource[];
  recipientAccountId?: string;
  vpcEndpointId?: string;
}

/** Who called, in CloudTrail's terms. */
export interface CloudTrailIdentity {
  /** `IAMUser`, `AssumedRole`, `FederatedUser`, `Root` or `AWSService`. */
  type: string;
  arn?: string;
  accountId?: string;
  userName?: string;
  sessionContext?: { sessionIssuer: CloudTrailIssuer };
  /** The AWS service that made the call. */
  invokedBy?: string;
}

/** The role or user behind a session; the only place where a role's path survives. */
export interface CloudTrailIssuer {
  type: string;
  arn: string;
  accountId: string;
  userName: string;
}

/** A key or an alias that a call is about. */
export interface CloudTrailResource {
  accountId: string;
  type: string;
  ARN: string;
}

/** A remark with a stable code. */
export interface Note {
  code: codes.NoteCode | codes.AssumptionCode | codes.UnknownCode | codes.ImportCode | codes.PolicyErrorCode;
  text: string;
  /** The field of the scenario that it speaks of, such as `requests[0].action`. */
  path?: string;
  /** The AWS page behind it. */
  source?: string;
}

/** One permission on one key, decided. */
export interface CheckReport {
  permission: string;
  /** The resource that it is checked on: a key ARN, an alias ARN, or `*` for operations without a key. */
  key: string;
  decision: Decision;
  /** AWS's questions, in order. */
  steps: StepReport[];
  /** The condition keys that KMS sees. */
  context: ContextKey[];
  /** The condition keys that a policy asks for and the call does not carry. */
  absent: AbsentKey[];
  /** Every statement of every policy that takes part. */
  statements: StatementReport[];
  /** Every grant on the key. */
  grants: GrantReport[];
  /** The Allow statements and grants that nearly allow a refused call, the nearest first. */
  nearMisses: Ground[];
  /** What makes an allowed call fail all the same: key state, key usage. */
  afterAuthorization: AfterAuthorization[];
}

export interface StepReport {
  code: codes.QuestionCode;
  question: string;
  answer: Answer;
  /** Why the question does not arise. */
  reason?: Reason;
  text: string;
  /** Whether this answer decided. */
  decided: boolean;
  /** The statements and grants that the answer rests on. */
  by: Ground[];
}

export type Answer = "yes" | "no" | "notApplicable" | "unknown";

/** A statement of a policy, by the policy's id and the statement's index, or a grant, by its index. */
export type Ground = { policy: string; statement: number } | { grant: number };

export interface ContextKey {
  key: string;
  values: string[];
  multivalued: boolean;
  origin: Origin;
}

/** Where a value of the request context comes from. */
export interface Origin {
  code: codes.OriginCode;
  text: string;
}

export interface AbsentKey {
  key: string;
  reason: Reason;
  text: string;
}

/** The engine's name of a reason, in camelCase; the sentence stands beside it. */
export interface Reason {
  code: codes.ReasonCode;
}

export interface StatementReport {
  policy: string;
  index: number;
  outcome: StatementOutcome;
  /** Whether the decision rests on it. */
  decided: boolean;
  reason: Reason;
  text: string;
  /** Its elements, in AWS's order; empty where less detail was asked for. */
  elements: ElementReport[];
}

export type StatementOutcome = "applies" | "delegates" | "doesNotApply" | "notEvaluated";

export interface ElementReport {
  element: Element;
  /** The condition operator as written. */
  operator?: string;
  /** The condition key as written. */
  key?: string;
  outcome: ElementOutcome;
  reason: Reason;
  text: string;
  /** Where it is written; grants have no text. */
  span?: Span;
  /** What the request has; empty when it has nothing. */
  has: string[];
  /** Each value that the statement asks for. */
  values: ValueReport[];
}

export type Element =
  | "Principal"
  | "NotPrincipal"
  | "Action"
  | "NotAction"
  | "Resource"
  | "NotResource"
  | "Condition"
  | "GrantToken"
  | "GranteePrincipal"
  | "Operations"
  | "EncryptionContextSubset"
  | "EncryptionContextEquals"
  | "SourceArn";

export type ElementOutcome = "matches" | "doesNotMatch" | "unknown";

export interface ValueReport {
  /** The value as written. */
  value: string;
  /** The value with its policy variables replaced, where it has any. */
  resolved?: string;
  outcome: ElementOutcome;
  reason: Reason;
  text: string;
  span?: Span;
}

export interface GrantReport {
  index: number;
  grantId?: string;
  outcome: GrantOutcome;
  /** Whether the decision rests on it. */
  decided: boolean;
  reason: Reason;
  text: string;
  elements: ElementReport[];
}

export type GrantOutcome = "applies" | "doesNotApply";

/** What makes an authorized call fail, or deserves a word; no policy change helps against it. */
export interface AfterAuthorization {
  /** The exception that KMS returns; absent where the call succeeds or AWS does not say. */
  exception?: string;
  code: codes.AfterAuthorizationCode;
  /** Whether it makes the call fail. */
  fails: boolean;
  text: string;
  source?: string;
}
