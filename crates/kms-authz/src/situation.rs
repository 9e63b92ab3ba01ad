//! Everything that a decision rests on, as plain borrowed parts: keys, policies, grants, callers.
//!
//! Holds what a scenario says and nothing derived from it. Whoever fills it has read the documents and says
//! of each whether AWS would accept it; a refused document is still looked at, but nothing rests on it.

pub(crate) mod compiled;

use kms_catalog::{KeyAttributes, KeyManager, KeyState};
use kms_policy::{AccountId, Arn, Parse, PolicyDocument, PolicyKind, Principal};

/// Keys and policies as they stand when the calls arrive.
#[derive(Clone, Debug)]
pub struct Situation<'a> {
    /// The key that a call means unless it names another.
    pub key: KeyInPlace<'a>,
    /// Further keys that a call may name.
    pub other_keys: Vec<KeyInPlace<'a>>,
    /// The caller's own policies, unless `callers` has others.
    pub policies: CallerPolicies<'a>,
    /// The policies of particular callers: of a principal, or of the role or user behind a session.
    pub callers: Vec<(Principal, CallerPolicies<'a>)>,
    /// Of the endpoint through which requests with `aws:SourceVpce` come.
    pub vpc_endpoint_policy: Option<WrittenPolicy<'a>>,
}

/// A KMS key with what belongs to it.
#[derive(Clone, Debug)]
pub struct KeyInPlace<'a> {
    /// The key.
    pub key: Key,
    /// Its key policy.
    pub policy: WrittenPolicy<'a>,
    /// The grants on it.
    pub grants: Vec<Grant>,
    /// Those of its owner, one list a level of the organization, the root first; empty: none apply.
    pub resource_control_policies: Vec<Vec<WrittenPolicy<'a>>>,
}

/// A KMS key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key ARN; owner and Region come from it.
    pub arn: Arn,
    /// The alias names (`alias/…`) that stand for it.
    pub aliases: Vec<String>,
    /// Spec, usage, origin, multi-Region type.
    pub attributes: KeyAttributes,
    /// Its state.
    pub state: KeyState,
    /// Who manages it; the key policy of an AWS managed key is fixed.
    pub manager: KeyManager,
    /// Its tags, as key and value.
    pub tags: Vec<(String, String)>,
}

impl Key {
    /// An enabled, customer managed key with the usual attributes, without aliases and tags.
    pub const fn new(arn: Arn) -> Self {
        Self {
            arn,
            aliases: Vec::new(),
            attributes: KeyAttributes::USUAL,
            state: KeyState::Enabled,
            manager: KeyManager::Customer,
            tags: Vec::new(),
        }
    }

    /// The account that owns the key.
    pub fn account(&self) -> Option<AccountId> {
        AccountId::new(self.arn.account())
    }

    /// The key id: what follows `key/` in the ARN.
    pub fn id(&self) -> &str {
        self.arn.resource().strip_prefix("key/").unwrap_or_default()
    }
}

/// A policy document as far as it could be read, and whether AWS would accept it.
#[derive(Clone, Copy, Debug)]
pub struct WrittenPolicy<'a> {
    /// The document.
    pub document: &'a PolicyDocument,
    /// Whether AWS would accept it at the place where it stands.
    pub accepted: bool,
}

impl<'a> WrittenPolicy<'a> {
    /// A policy that was read.
    pub fn of(parse: &'a Parse) -> Self {
        Self { document: &parse.document, accepted: parse.accepted().is_some() }
    }
}

/// The policies on the caller's side.
#[derive(Clone, Debug, Default)]
pub struct CallerPolicies<'a> {
    /// Attached to the user, its groups or the role; none: not known, empty: none attached.
    pub identity_based: Option<Vec<WrittenPolicy<'a>>>,
    /// The permissions boundary, if one is set.
    pub permissions_boundary: Option<WrittenPolicy<'a>>,
    /// Passed when the session was made; empty: none.
    pub session: Vec<WrittenPolicy<'a>>,
    /// Of the caller's organization, one list a level, the root first; empty: none apply.
    pub service_control_policies: Vec<Vec<WrittenPolicy<'a>>>,
}

/// A policy with the place where it stands.
pub(crate) type Placed<'a> = (PolicyId, WrittenPolicy<'a>);

impl<'a> Situation<'a> {
    /// A key alone. The caller's identity-based policies are not known, and no other policies apply.
    pub fn new(key: KeyInPlace<'a>) -> Self {
        Self {
            key,
            other_keys: Vec::new(),
            policies: CallerPolicies::default(),
            callers: Vec::new(),
            vpc_endpoint_policy: None,
        }
    }
}

impl<'a> KeyInPlace<'a> {
    /// A key with its key policy, without grants and RCPs.
    pub const fn new(key: Key, policy: WrittenPolicy<'a>) -> Self {
        Self { key, policy, grants: Vec::new(), resource_control_policies: Vec::new() }
    }

    /// The resource control policies, by their places.
    pub(crate) fn resource_controls(&self, holder: PolicyHolder) -> impl Iterator<Item = Placed<'a>> {
        levelled(&self.resource_control_policies, holder, PolicyPlace::ResourceControl)
    }
}

impl<'a> CallerPolicies<'a> {
    /// The service control policies, by their places.
    pub(crate) fn service_controls(&self, holder: PolicyHolder) -> impl Iterator<Item = Placed<'a>> {
        levelled(&self.service_control_policies, holder, PolicyPlace::ServiceControl)
    }

    /// The identity-based policies and the permissions boundary, by their places.
    pub(crate) fn of_identity(&self, holder: PolicyHolder) -> impl Iterator<Item = Placed<'a>> {
        let identity = self.identity_based.iter().flatten().enumerate();
        let identity = identity.map(|(index, policy)| (PolicyPlace::IdentityBased(index), *policy));
        let boundary = self.permissions_boundary.map(|policy| (PolicyPlace::PermissionsBoundary, policy));
        identity.chain(boundary).map(move |(place, policy)| (PolicyId { holder, place }, policy))
    }

    /// The session policies, by their places.
    pub(crate) fn of_session(&self, holder: PolicyHolder) -> impl Iterator<Item = Placed<'a>> {
        let session = self.session.iter().enumerate();
        session.map(move |(index, policy)| (PolicyId { holder, place: PolicyPlace::Session(index) }, *policy))
    }

    /// All of them.
    pub(crate) fn listed(&self, holder: PolicyHolder) -> impl Iterator<Item = Placed<'a>> {
        self.service_controls(holder).chain(self.of_identity(holder)).chain(self.of_session(holder))
    }
}

fn levelled<'a>(
    levels: &[Vec<WrittenPolicy<'a>>],
    holder: PolicyHolder,
    place: fn(usize, usize) -> PolicyPlace,
) -> impl Iterator<Item = Placed<'a>> {
    levels.iter().enumerate().flat_map(move |(level, policies)| {
        let placed = policies.iter().enumerate();
        placed.map(move |(index, policy)| (PolicyId { holder, place: place(level, index) }, *policy))
    })
}

/// A grant on a key (KMS Developer Guide, *Grants in AWS KMS*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its id, if the scenario gives one.
    pub id: Option<String>,
    /// Who may use it.
    pub grantee: Principal,
    /// Whether the grantee is a service in the field that, for services, may stand for several grantee principals
    /// (API *GrantListEntry*, `GranteePrincipal`).
    pub grantee_may_stand_for_others: bool,
    /// Who may retire it.
    pub retiring: Option<Principal>,
    /// The account that created it, if the scenario says.
    pub issuing_account: Option<AccountId>,
    /// The operations that it lists, as written: `Decrypt`.
    pub operations: Vec<String>,
    /// What it demands of a request.
    pub constraints: GrantConstraints,
    /// Its token.
    pub token: Option<String>,
    /// Whether it has not reached all of KMS yet: it then works only for calls that carry its token.
    pub pending: bool,
}

/// What a grant demands of the requests that use it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GrantConstraints {
    /// The encryption context must hold these pairs.
    pub encryption_context_subset: Option<Vec<(String, String)>>,
    /// The encryption context must be these pairs and no others.
    pub encryption_context_equals: Option<Vec<(String, String)>>,
    /// The request must come from this source.
    pub source_arn: Option<String>,
}

/// Which of a situation's policies; found by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PolicyId {
    /// Whose it is.
    pub holder: PolicyHolder,
    /// Which of the holder's.
    pub place: PolicyPlace,
}

/// Which key of a situation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyPlace {
    /// The situation's key.
    Key,
    /// The one of this index in `other_keys`.
    Other(usize),
}

/// Whose policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PolicyHolder {
    /// The situation's own: of its key, or of its callers at large.
    Situation,
    /// The entry of this index in `callers`.
    Caller(usize),
    /// The key of this index in `other_keys`.
    OtherKey(usize),
    /// The call itself: the key policy that it would put in place.
    Call,
}

/// Where a policy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PolicyPlace {
    /// The key policy.
    KeyPolicy,
    /// The identity-based policy of this index.
    IdentityBased(usize),
    /// The permissions boundary.
    PermissionsBoundary,
    /// The session policy of this index.
    Session(usize),
    /// The service control policy of this level and index.
    ServiceControl(usize, usize),
    /// The resource control policy of this level and index.
    ResourceControl(usize, usize),
    /// The VPC endpoint policy.
    VpcEndpoint,
}

impl PolicyPlace {
    /// What kind of policy stands there.
    pub const fn kind(self) -> PolicyKind {
        match self {
            Self::KeyPolicy => PolicyKind::KeyPolicy,
            Self::IdentityBased(_) => PolicyKind::IdentityBased,
            Self::PermissionsBoundary => PolicyKind::PermissionsBoundary,
            Self::Session(_) => PolicyKind::SessionPolicy,
            Self::ServiceControl(..) => PolicyKind::ServiceControlPolicy,
            Self::ResourceControl(..) => PolicyKind::ResourceControlPolicy,
            Self::VpcEndpoint => PolicyKind::VpcEndpointPolicy,
        }
    }
}
