// What is asked: keys, policies, grants and calls.

import type { Decision } from "./report.js";

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
  /** Values that nobody gave, each with the reason why it has this one. */
  assumed?: { field: string; text: string }[];
  /** What is not reported about the policies. */
  lint?: Lint;
  requests: Request[];
}

/** What is not reported about the policies: JSON has no comments that could say it at the place. */
export interface Lint {
  /** The codes of rules whose findings are accepted. */
  allow?: string[];
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
  challenge?: object;
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
  /** The job of a service that it is a part of; the job works only if all of its requests are allowed. */
  job?: string;
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
