//! The kinds of policy that take part in a KMS decision. What a document may hold depends on its kind.

/// Where a policy document is attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PolicyKind {
    /// The one resource-based policy of a KMS key.
    KeyPolicy,
    /// Attached to a user, group or role.
    IdentityBased,
    /// Limits what identity-based policies of one user or role can allow.
    PermissionsBoundary,
    /// Passed when a session is made.
    SessionPolicy,
    /// Limits the principals of an organization's member accounts.
    ServiceControlPolicy,
    /// Limits access to the resources of an organization's member accounts.
    ResourceControlPolicy,
    /// Limits what passes through one VPC endpoint.
    VpcEndpointPolicy,
}

impl PolicyKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::KeyPolicy,
        Self::IdentityBased,
        Self::PermissionsBoundary,
        Self::SessionPolicy,
        Self::ServiceControlPolicy,
        Self::ResourceControlPolicy,
        Self::VpcEndpointPolicy,
    ];

    /// Whether statements of this kind name the principals that they speak of.
    pub const fn names_principals(self) -> bool {
        matches!(self, Self::KeyPolicy | Self::ResourceControlPolicy | Self::VpcEndpointPolicy)
    }
}
