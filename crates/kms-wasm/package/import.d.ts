// What `importText` makes of a pasted text.

import type { Note, PolicyKind, Span } from "./report.js";
import type { Scenario } from "./scenario.js";

/** What a text, or a part of it, is. */
export type ImportKind =
  | "accessDenied"
  | "serviceWrapper"
  | "policy"
  | "cloudFormation"
  | "terraform"
  | "cloudTrail"
  | "grants"
  | "key"
  | "authorizationMessage"
  | "scenario"
  | "link"
  | "mixed"
  | "unknown";

/** What was made of a pasted text. */
export interface Import {
  schemaVersion: string;
  /** What the text is as a whole. */
  kind: ImportKind;
  /** Every part that was understood, in the order of the text. */
  recognised: Recognised[];
  /** The text laid over the given scenario, or a fresh one. */
  scenario: Scenario;
  /** What the text sets, field by field. */
  changes: ImportChange[];
  /** What the scenario needs and the text does not say. */
  asks: Ask[];
  /** Names that stand in the text in place of values. */
  placeholders: Placeholder[];
  /** Why the text is not the refusal of a request, if it is not. */
  problem: ImportProblem | null;
  /** What was assumed, left out, or is worth knowing. */
  notes: Note[];
  /** Read-only commands that fetch what is missing. */
  commands: FetchCommand[];
  /** The key policy before a change, where the text has it before and after. */
  before?: string;
  /** Whether the given scenario was replaced as a whole. */
  fresh: boolean;
  /** Whether the text has a template whose reader this engine lacks. */
  needsTemplates: boolean;
}

/** A part of the text that was understood. */
export interface Recognised {
  kind: ImportKind;
  /** The kind of policy, of a policy that stands alone. */
  policy?: PolicyKind;
  span: Span;
  text: string;
}

/** A field of the scenario that the text sets. */
export interface ImportChange {
  /** Such as `requests[0].principal`. */
  field: string;
  from: unknown;
  to: unknown;
  /** Where the text says so; absent for what follows from something else. */
  span?: Span;
  /** Why the value is assumed; absent if the text says it. */
  assumed?: string;
}

/** Something to ask. */
export interface Ask {
  /** The field that the answer sets. */
  field: string;
  text: string;
  /** Likely answers. */
  choices: string[];
}

/** A name that stands in place of a value. */
export interface Placeholder {
  field: string;
  /** Of `${AWS::AccountId}` what is between the braces, of all others the text as written. */
  name: string;
  /** What stands for it in the scenario; absent if it is kept as written. */
  value?: string;
  span: Span;
}

/** Why a text is not the refusal of a request. */
export interface ImportProblem {
  kind: ProblemKind;
  /** AWS's code of the error. */
  code: string;
  text: string;
  /** What to do about it. */
  help: string;
}

export type ProblemKind = "lockout" | "invalidPrincipals" | "notAuthorization" | "encodedMessage";

/** A read-only command that fetches something that is missing. */
export interface FetchCommand {
  /** The field of the scenario that its output sets. */
  field: string;
  command: string;
  /** What it shows, and which account runs it. */
  text: string;
}
