//! What AWS KMS defines: its [operations](Operation) and the permissions they need, the
//! [condition keys](ConditionKey) that a KMS request can carry, the attributes of a KMS key
//! ([`KeySpec`], [`KeyUsage`], [`KeyState`] …) and the [services](Service) that call KMS for their users.
//!
//! Everything is a table of `'static` entries, found by name as AWS compares names: without regard to case.
//! The crate knows names, types, facts and links that AWS publishes. It deliberately knows no policy
//! document, no request and no decision, and it depends on nothing, so that every other crate may use it.
//!
//! What AWS does not document is not filled in by guessing: such an entry says so in its [`Status`].
//!
//! ```
//! use kms_catalog::{ConditionKey, Operation, Service};
//!
//! let describe_key = Operation::find("KMS:describekey").expect("it is an operation of KMS");
//! assert!(describe_key.condition_key("kms:ViaService").is_some());
//! assert!(describe_key.condition_key("kms:EncryptionContext:Department").is_none());
//!
//! assert_eq!(ConditionKey::context_key_of("kms:EncryptionContext:aws:s3:arn"), Some("aws:s3:arn"));
//!
//! let ebs = Service::by_via_service("ec2.eu-west-1.amazonaws.com").expect("EBS calls KMS as ec2");
//! assert_eq!(ebs.name, "Amazon EBS / Amazon EC2");
//! ```

mod api_value;
mod condition_key;
mod job;
mod key;
mod name;
pub mod names;
mod operation;
mod region;
mod service;
mod status;
mod table;

pub use condition_key::{
    Cardinality, Carried, CarriedBy, ConditionKey, ConditionKeyGroup, KeyTail, KeyType,
    NOT_PERMITTED_IN_KEY_POLICY,
};
pub use job::{Job, JobCall, JobCaller, JobGrant, JobOption, JobParameter};
pub use key::{KeyAttributes, KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage, MultiRegionKeyType};
pub use name::nearest;
pub use operation::{
    AccessLevel, Check, CheckedResource, ConditionKeyUse, CrossAccount, DependentPermission,
    EncryptionContextParameter, KeyIdentifier, KeyMismatch, KeyRequirement, KeyStateNote, KeyStateOutcome,
    KeyUsages, Operation, OperationGroup, OperationPolicies, Parameter, ParameterType, Presence,
    ResourceScope, WhenOmitted,
};
pub use region::{is_region, nearest_region, partition_of};
pub use service::{
    Bearing, Call, ContextPair, DescribedCall, NeverSent, NewGrant, Owner, Path, PathKind, Sequence, Service,
    ServicePrincipal, SourceContext, Target, Template, ViaService,
};
pub use status::Status;
