//! What one call of the KMS API comes to: a check for each permission on each resource.

use kms_catalog::{
    CheckedResource, ContextPair, KeyMismatch, KeySpec, KeyState, KeyStateNote, NeverSent, Operation,
    Service, Status,
};

use crate::call::error::CallError;
use crate::call::input_note::InputNote;
use crate::context::{kinds_of_value, never_sent_perhaps};
use crate::decision::Decision;
use crate::evaluation::tree::Evaluation;
use crate::request::AuthorizationRequest;
use crate::situation::KeyPlace;

/// One permission on one resource, decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The permission.
    pub operation: &'static Operation,
    /// The part of the resource in the call.
    pub on: CheckedResource,
    /// Which key of the situation; none for checks without a key.
    pub key: Option<KeyPlace>,
    /// The request as KMS authorizes it: caller, resource, condition keys.
    pub request: AuthorizationRequest,
    /// Why the checks that would follow this one cannot be made: the call names a key that the situation does not have.
    /// Its decision is then at best `NotEvaluated`.
    pub missing: Option<CallError>,
    /// The tree from which the decision is computed.
    pub evaluation: Evaluation,
    /// What the description of the call says that a call cannot say.
    pub input_notes: Vec<InputNote>,
    /// What makes the call fail, or deserves a word, once it is authorized.
    pub after: Vec<AfterAuthorization>,
    /// Whether KMS would let the caller put the new key policy in place.
    pub lockout: Option<LockoutCheck>,
}

/// One permission on one resource, decided without a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecidedCheck {
    /// The permission.
    pub operation: &'static Operation,
    /// Whether it is checked on a KMS key.
    pub is_on_key: bool,
    /// What AWS KMS would decide.
    pub decision: Decision,
    /// Whether such a call can carry what is said of its context.
    pub can_be: bool,
}

impl Check {
    /// What AWS KMS would decide.
    pub fn decision(&self) -> Decision {
        self.evaluation.decision()
    }

    /// The service behind the call and the kinds of value that it sends for the pair of the encryption context that
    /// `condition_key` tests; none where it sends one kind.
    pub fn kinds_of_value(
        &self,
        condition_key: &str,
    ) -> Option<(&'static Service, Vec<&'static ContextPair>)> {
        kinds_of_value(&self.request, self.operation.name, condition_key)
    }

    /// The fact by which the call would not carry `condition_key` if it were for the fact's target, which it does not
    /// show.
    pub fn never_sent_perhaps(&self, condition_key: &str) -> Option<&'static NeverSent> {
        never_sent_perhaps(&self.request, self.operation.name, condition_key)
    }
}

/// What makes an authorized call fail, or deserves a word. State never turns a refusal into Allow (KMS *Key
/// states*); that it is asked after authorization is assumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AfterAuthorization {
    /// The key's state makes the call fail, for one of these reasons; AWS does not say which of several.
    KeyStateFails {
        /// The state.
        state: KeyState,
        /// The reasons.
        notes: Vec<KeyStateNote>,
        /// How certain the row of AWS's table is.
        status: Status,
    },
    /// The key's state lets the call succeed, and there is something to say of it.
    KeyStateNote {
        /// The state.
        state: KeyState,
        /// What there is to say.
        note: KeyStateNote,
    },
    /// The key's state makes the call fail; the reasons that AWS's table gives are those of other keys.
    KeyStateFailsUnexplained(KeyState),
    /// The key's state lets the call succeed by AWS's current table; by an earlier edition it makes it fail.
    KeyStateDisputed {
        /// The state.
        state: KeyState,
        /// The reason that the earlier edition gives.
        note: KeyStateNote,
    },
    /// The table of key states has no row for the operation.
    KeyStateNotDocumented(KeyState),
    /// The key was made for something else.
    KeyMismatch(KeyMismatch),
    /// An AWS managed key cannot be changed by its customers.
    AwsManagedKey,
    /// Aliases that begin with `alias/aws/` are AWS's.
    ReservedAlias,
    /// The operation does not write the policy named `AWS_RAM`.
    PolicyNameNotWritable,
    /// The call reads the policy named `AWS_RAM`, which only keys shared through AWS RAM have.
    PolicyMayBeMissing,
    /// The new grant lists these operations, which do not suit the key or are none that a grant may have.
    GrantOperationsDoNotSuitKey(Vec<String>),
    /// A parameter of the new grant names what no grant can be for: a group, or a name with a wildcard.
    GranteeNotAccepted {
        /// The parameter.
        parameter: &'static str,
        /// Its value as given.
        value: String,
    },
    /// The new key policy is not one that AWS would accept.
    NewKeyPolicyRefused,
    /// The new key policy would not let the caller change it again.
    PolicyLockout,
    /// An encryption context is given, and only symmetric encryption keys take one.
    EncryptionContextNeedsSymmetricKey,
    /// An algorithm that a key of this spec does not have.
    AlgorithmDoesNotFitKey {
        /// The parameter that chooses it.
        parameter: &'static str,
        /// The algorithm, given or by default.
        algorithm: String,
        /// The key's spec.
        spec: KeySpec,
        /// The algorithms that the key has.
        supported: &'static [&'static str],
    },
    /// A parameter that is not a whole number within its range.
    ParameterOutOfRange {
        /// The parameter.
        parameter: String,
        /// Its value as given.
        value: String,
        /// The smallest and the largest that KMS takes.
        range: (u32, u32),
    },
    /// A parameter with a value that the API does not define.
    ParameterValueUnknown {
        /// The parameter.
        parameter: &'static str,
        /// Its value as given.
        value: String,
    },
    /// Both parameters are given, and a request has at most one of them.
    ParametersExcludeEachOther(&'static str, &'static str),
    /// A grant to an AWS service needs this as well: a `SourceArn` constraint, or a retiring principal.
    GrantToServiceNeeds(&'static str),
    /// The operation works on the primary key of a multi-Region set only, and this is a replica.
    NeedsPrimaryKey,
    /// The Region in this parameter is the one that the key is in.
    SameRegion {
        /// The parameter.
        parameter: &'static str,
        /// The Region.
        region: String,
    },
    /// The alias name does not begin with `alias/`.
    AliasNameMalformed(String),
    /// The operation takes the key's id or ARN in this parameter, and the call names the key by an alias.
    AliasNotAccepted(&'static str),
    /// The keys that the alias leaves and comes to differ in what UpdateAlias demands of both.
    AliasKeysDiffer(AliasKeysDiffer),
    /// The destination key is in another Region than the source key, and a call reaches the keys of one Region only.
    DestinationInOtherRegion,
    /// It is a dry run: success is reported as an exception.
    DryRun,
}

/// What two keys differ in between which no alias can be moved (API *UpdateAlias*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AliasKeysDiffer {
    /// Their account or Region.
    Place,
    /// Whether they are symmetric, asymmetric or HMAC keys.
    Kind,
    /// Their key usage.
    Usage,
}

impl AfterAuthorization {
    /// Whether it makes the call fail; what does not deserves a word all the same.
    pub const fn fails(&self) -> bool {
        !matches!(
            self,
            Self::KeyStateNote { .. }
                | Self::KeyStateDisputed { .. }
                | Self::KeyStateNotDocumented(_)
                | Self::PolicyMayBeMissing
        )
    }

    /// The exceptions one of which KMS returns; several where AWS does not say which, none where the call succeeds
    /// or AWS names none.
    pub fn exceptions(&self) -> Vec<&'static str> {
        match self {
            Self::KeyStateFails { notes, .. } => {
                let mut exceptions: Vec<_> = notes.iter().filter_map(|note| note.exception()).collect();
                exceptions.dedup();
                exceptions
            }
            Self::KeyMismatch(mismatch) if mismatch.status().is_documented() => vec![mismatch.exception()],
            Self::PolicyNameNotWritable
            | Self::GrantOperationsDoNotSuitKey(_)
            | Self::ParameterOutOfRange { .. } => vec!["ValidationException"],
            Self::ParameterValueUnknown { parameter, .. } => match *parameter {
                // Of a Region that does not exist no page says it.
                "ReplicaRegion" | "PrimaryRegion" => Vec::new(),
                _ => vec!["ValidationException"],
            },
            Self::AlgorithmDoesNotFitKey { .. } => vec!["InvalidKeyUsageException"],
            Self::NewKeyPolicyRefused | Self::PolicyLockout => vec!["MalformedPolicyDocumentException"],
            Self::DryRun => vec!["DryRunOperationException"],
            Self::KeyStateNote { .. }
            | Self::KeyStateNotDocumented(_)
            | Self::KeyStateFailsUnexplained(_)
            | Self::KeyStateDisputed { .. }
            | Self::PolicyMayBeMissing
            | Self::EncryptionContextNeedsSymmetricKey
            | Self::ParametersExcludeEachOther(..)
            | Self::GrantToServiceNeeds(_)
            | Self::GranteeNotAccepted { .. }
            | Self::NeedsPrimaryKey
            | Self::SameRegion { .. }
            | Self::DestinationInOtherRegion
            | Self::AliasNameMalformed(_)
            | Self::AliasNotAccepted(_)
            | Self::AliasKeysDiffer(_)
            | Self::KeyMismatch(_)
            | Self::AwsManagedKey
            | Self::ReservedAlias => Vec::new(),
        }
    }

    /// The one exception that KMS returns; none where it may be one of several.
    pub fn exception(&self) -> Option<&'static str> {
        match self.exceptions().as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}

/// KMS's safety check: would the new key policy let the caller call PutKeyPolicy again? (API *PutKeyPolicy*)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockoutCheck {
    /// The request that the check imagines.
    pub request: AuthorizationRequest,
    /// The tree of `kms:PutKeyPolicy` under the new key policy.
    pub evaluation: Evaluation,
    /// Whether the call asks KMS to leave the check out.
    pub bypass: Bypass,
}

/// Whether a call sets `BypassPolicyLockoutSafetyCheck`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bypass {
    /// It does.
    Asked,
    /// It does not.
    NotAsked,
}

/// What came of the safety check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LockoutAnswer {
    /// The caller could change the policy again.
    Passed,
    /// It could not: KMS refuses the new policy.
    LockedOut,
    /// It depends on identity-based policies that are not known.
    Undetermined,
    /// The new policy is not one that AWS would accept.
    NotEvaluated,
    /// The call asks to leave the check out.
    Bypassed,
}

impl LockoutCheck {
    /// What came of the check.
    pub fn answer(&self) -> LockoutAnswer {
        match (self.bypass, self.evaluation.decision()) {
            (Bypass::Asked, _) => LockoutAnswer::Bypassed,
            (_, Decision::Allowed) => LockoutAnswer::Passed,
            (_, Decision::ExplicitDeny | Decision::ImplicitDeny) => LockoutAnswer::LockedOut,
            (_, Decision::Undetermined) => LockoutAnswer::Undetermined,
            (_, Decision::NotEvaluated) => LockoutAnswer::NotEvaluated,
        }
    }
}
