// What the engine knows: operations, condition keys, operators and services.

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
