// The types of the scenario, the report and the functions. Written by hand; tests hold them against the engine:
// every name of every closed list, every field of a scenario, and the reports of all examples as literals.

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
export function run(scenario: Scenario | string): Report;

/**
 * The decisions alone, one for each request, in their order.
 * @throws {ScenarioError} where it is no scenario
 */
export function decide(scenario: Scenario | string): Decision[];

/**
 * The fragment of a share link, `s=1.…`, to be put behind the `#` of a playground's address. It carries the scenario
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

// ───────────────────────────────────────────────────────────────────────────────────────────── errors

/** What `run`, `decide` and `encodeShare` throw. */
export interface ScenarioError extends Error {
  name: "ScenarioError";
  /** The field, such as `requests[2].viaService`; empty for the scenario as a whole. */
  path: string;
  /** What is wrong. */
  reason: string;
  /** What to do about it. */
  help?: string;
  /** The line, from 1; of a scenario that was given as text. */
  line?: number;
  /** The column, from 1, in UTF-16 units; of a scenario that was given as text. */
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

// ─────────────────────────────────────────────────────────────────────────────────────────── scenario

/** A key, the policies around it, and the requests to decide. */
export interface Scenario {
  /** The address of the JSON Schema, for editors. */
  $schema?: string;
  version: 1;
  title?: string;
  /** Plain text shown above the result. */
  notes?: string;
  about?: About;
  key: Key;
  keyPolicy: PolicyText;
  /** The caller's identity-based policies; absent means that they are not known, empty that there are none. */
  identityPolicies?: NamedPolicy[];
  permissionsBoundary?: NamedPolicy;
  sessionPolicies?: NamedPolicy[];
  /** The SCPs above the caller's account, one list a level, the organization's root first. */
  serviceControlPolicies?: NamedPolicy[][];
  /** The RCPs above the key owner's account, in the same shape. */
  resourceControlPolicies?: NamedPolicy[][];
  /** The policy of the VPC endpoint that requests with `aws:SourceVpce` pass. */
  vpcEndpointPolicy?: NamedPolicy;
  /** Callers whose own policies replace the caller's policies above. */
  callers?: Caller[];
  /** Further keys that a request may name. */
  otherKeys?: OtherKey[];
  /** The grants on `key`. */
  grants?: Grant[];
  requests: Request[];
}

/**
 * A policy: its text, kept byte for byte, or the object itself, whose text is then what `JSON.stringify` makes of it.
 * Positions in a report count in that text.
 */
export type PolicyText = string | { [element: string]: unknown };

/** What a scenario teaches and where that is documented. */
export interface About {
  system?: string;
  lesson?: string;
  sources?: string[];
}

/** A KMS key, in the words of `kms:DescribeKey`. */
export interface Key {
  arn: string;
  aliases?: string[];
  keySpec?: KeySpec;
  keyUsage?: KeyUsage;
  origin?: KeyOrigin;
  /** Absent for a single-Region key. */
  multiRegionKeyType?: MultiRegionKeyType;
  keyState?: KeyState;
  keyManager?: KeyManager;
  tags?: { [key: string]: string };
}

export type KeySpec =
  | "SYMMETRIC_DEFAULT"
  | "HMAC_224"
  | "HMAC_256"
  | "HMAC_384"
  | "HMAC_512"
  | "RSA_2048"
  | "RSA_3072"
  | "RSA_4096"
  | "ECC_NIST_P256"
  | "ECC_NIST_P384"
  | "ECC_NIST_P521"
  | "ECC_NIST_EDWARDS25519"
  | "ECC_SECG_P256K1"
  | "ML_DSA_44"
  | "ML_DSA_65"
  | "ML_DSA_87"
  | "ML_KEM_512"
  | "ML_KEM_768"
  | "ML_KEM_1024"
  | "SM2";

export type KeyUsage =
  | "ENCRYPT_DECRYPT"
  | "SIGN_VERIFY"
  | "GENERATE_VERIFY_MAC"
  | "KEY_AGREEMENT"
  | "ENCAPSULATE_DECAPSULATE";

export type KeyOrigin = "AWS_KMS" | "EXTERNAL" | "AWS_CLOUDHSM" | "EXTERNAL_KEY_STORE";

export type MultiRegionKeyType = "PRIMARY" | "REPLICA";

export type KeyState =
  | "Enabled"
  | "Disabled"
  | "PendingDeletion"
  | "PendingImport"
  | "Unavailable"
  | "Creating"
  | "Updating"
  | "PendingReplicaDeletion";

export type KeyManager = "CUSTOMER" | "AWS";

/** A policy with the name under which it is attached. */
export interface NamedPolicy {
  name: string;
  text: PolicyText;
}

/** The policies of one principal or session issuer, in place of those of the scenario. */
export interface Caller {
  principal: string;
  identityPolicies?: NamedPolicy[];
  permissionsBoundary?: NamedPolicy;
  sessionPolicies?: NamedPolicy[];
  serviceControlPolicies?: NamedPolicy[][];
}

/** A further key that a request may name, with what belongs to it. */
export interface OtherKey {
  key: Key;
  keyPolicy: PolicyText;
  grants?: Grant[];
  resourceControlPolicies?: NamedPolicy[][];
}

/** A grant on a key, in the words of `kms:ListGrants`. */
export interface Grant {
  grantId?: string;
  granteePrincipal?: string;
  granteeServicePrincipal?: string;
  retiringPrincipal?: string;
  retiringServicePrincipal?: string;
  /** The account that created it; matters to RetireGrant. */
  issuingAccount?: string;
  operations: string[];
  constraints?: GrantConstraints;
  grantToken?: string;
  /** Whether it is so new that it works only with its token. */
  pending?: boolean;
}

export interface GrantConstraints {
  encryptionContextSubset?: { [key: string]: string };
  encryptionContextEquals?: { [key: string]: string };
  sourceArn?: string;
}

/** A call to KMS; everything else that KMS sees is derived from it. */
export interface Request {
  name?: string;
  /** A user, role, session or account root ARN, or a service principal. */
  principal: string;
  /** The role (with its path) or the user behind a session. */
  sessionIssuer?: string;
  /** The operation, such as `kms:Decrypt`. */
  action: string;
  /** The service through which the call comes with the caller's identity. */
  viaService?: string;
  /** The resource on whose behalf a service principal calls. */
  sourceArn?: string;
  /** The account on whose behalf a service principal calls. */
  sourceAccount?: string;
  /** The encryption context; of ReEncrypt the source's. */
  encryptionContext?: { [key: string]: string };
  destinationEncryptionContext?: { [key: string]: string };
  /** The key under which ReEncrypt encrypts; absent means the same key. */
  destinationKeyId?: string;
  /** How the call names the key; absent means `key`, by its ARN. */
  keyId?: string;
  grantTokens?: string[];
  /** Further parameters of the operation, named as in the KMS API. */
  parameters?: { [parameter: string]: unknown };
  /** Condition keys that are set, or with null made absent, whatever would be derived. */
  context?: { [key: string]: string | number | boolean | string[] | null };
  /** The decision that its author expects. */
  expect?: Decision;
}

/** What a link carries. */
export interface Shared {
  scenario: Scenario;
  /** The decisions that the sender saw, in the order of the requests. */
  seen?: Decision[];
  /** The version of the sender's engine. */
  engine?: string;
}

// ───────────────────────────────────────────────────────────────────────────────────────────── report

/** What AWS would decide. */
export type Decision = "explicitDeny" | "implicitDeny" | "notEvaluated" | "undetermined" | "allowed";

/** What the engine says about one scenario. */
export interface Report {
  schemaVersion: string;
  engineVersion: string;
  /** The day on which AWS's documentation was last read for the rules. */
  rulesDate: string;
  /** Every policy of the scenario, in its order. */
  policies: PolicyReport[];
  /** What a reviewer would say. */
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
  code: string;
  severity: Severity;
  text: string;
  help?: string;
  span: Span;
  /** How sure it is that AWS refuses it; absent means documented. */
  certainty?: Certainty;
}

export type Severity = "error" | "warning" | "suggestion";

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
  code: string;
  severity: Severity;
  text: string;
  help?: string;
  /** Where, the most telling place first. */
  spans: Span[];
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
  hangsOn: Note[];
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
  /** The accounts that receive an event, the caller's first; empty where none does or AWS does not say. */
  accounts: string[];
  /** The event, as the first of the accounts receives it; absent where CloudTrail records none. */
  event?: CloudTrailEvent;
  /** What the event does not show, and what AWS does not document of it. */
  notes: Note[];
}

/** A CloudTrail event, without what nobody gave (times, identifiers, credentials) and what AWS does not document. */
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
  code: string;
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
  /** What makes an allowed call fail all the same: key state, key usage. */
  afterAuthorization: AfterAuthorization[];
}

export interface StepReport {
  code: string;
  question: string;
  answer: Answer;
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
  code: string;
  text: string;
}

export interface AbsentKey {
  key: string;
  reason: Reason;
  text: string;
}

/** The engine's name of a reason, in camelCase; the sentence stands beside it. */
export interface Reason {
  code: string;
}

export interface StatementReport {
  policy: string;
  index: number;
  outcome: StatementOutcome;
  /** Whether the decision rests on it. */
  decided: boolean;
  reason: Reason;
  text: string;
  /** Its elements, in AWS's order. */
  elements: ElementReport[];
}

export type StatementOutcome = "applies" | "delegates" | "doesNotApply" | "unknown" | "notEvaluated";

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

export type ElementOutcome = "matches" | "doesNotMatch" | "unknown" | "notEvaluated";

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

export type GrantOutcome = "applies" | "doesNotApply" | "unknown" | "notEvaluated";

/** What makes an authorized call fail, or deserves a word; no policy change helps against it. */
export interface AfterAuthorization {
  /** The exception that KMS returns; absent where the call succeeds or AWS does not say. */
  exception?: string;
  code: string;
  /** Whether it makes the call fail. */
  fails: boolean;
  text: string;
  source?: string;
}

// ──────────────────────────────────────────────────────────────────────────────────────────── catalog

export interface Catalog {
  operations: OperationEntry[];
  conditionKeys: ConditionKeyEntry[];
  operators: OperatorEntry[];
  services: ServiceEntry[];
}

/** A permission of AWS KMS. */
export interface OperationEntry {
  /** The name that a statement's `Action` lists: `kms:Decrypt`. */
  action: string;
  group: string;
  about: string;
  page: string;
  /** Whether a request for it carries an encryption context. */
  encryptionContext: boolean;
  /** Whether principals of other accounts can be given it. */
  crossAccount: boolean;
  /** Whether a grant may list it. */
  grantable: boolean;
  /** The parameters of the API operation that matter to authorization. */
  parameters: ParameterEntry[];
}

export interface ParameterEntry {
  name: string;
  kind: ParameterKind;
  /** The values it may have, where they are few; else empty. */
  values: string[];
  /** What KMS takes when it is left out, if anything. */
  default: string | null;
  required: boolean;
}

export type ParameterKind = "text" | "list" | "boolean" | "number" | "json";

export interface ConditionKeyEntry {
  /** AWS's spelling; an open end is written as AWS writes it: `aws:PrincipalTag/${TagKey}`. */
  key: string;
  /** The part of the name that is fixed. */
  stem: string;
  group: string;
  about: string;
  page: string;
  /** Whether a request may have several values of it. */
  multivalued: boolean;
  values: string[];
}

export interface OperatorEntry {
  name: string;
  about: string;
}

/** An AWS service that calls KMS; `<region>` stands where its names have the Region. */
export interface ServiceEntry {
  name: string;
  /** The names under which it calls KMS itself. */
  principals: string[];
  /** The values of `kms:ViaService` when it calls with its caller's identity. */
  viaServices: string[];
  /** Its well-known actions. */
  sequences: SequenceEntry[];
  page: string;
}

/** A well-known action of a service and the KMS calls behind it. */
export interface SequenceEntry {
  name: string;
  /** The operations that it calls, in order. */
  operations: string[];
  /** Whether AWS documents the exact calls; else only the permissions. */
  documented: boolean;
}

export interface Version {
  /** The version of the engine. */
  engine: string;
  /** The version of the report's format. */
  schema: string;
  /** The day on which AWS's documentation was last read for the rules. */
  rulesDate: string;
}
