//! Who can be named: in a `Principal` element, and as the caller of a request.
//!
//! IAM User Guide, *AWS JSON policy elements: Principal* (reference_policies_elements_principal.html).

mod fault;

use crate::{AccountId, Arn};

pub use fault::{IdentifierFault, is_partition};
use fault::{has_name, is_name_character};

/// The kinds of principal that a `Principal` element sorts its entries by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PrincipalType {
    /// `AWS`: accounts, users, roles and sessions.
    Aws,
    /// `Service`: AWS services.
    Service,
    /// `Federated`: identity providers, in role trust policies only.
    Federated,
    /// `CanonicalUser`: Amazon S3's notion of an account.
    CanonicalUser,
}

/// The name by which an AWS service calls, such as `cloudtrail.amazonaws.com`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ServicePrincipal(String);

impl ServicePrincipal {
    /// The service principal that `text` names: labels parted by dots, without space, colon or wildcard.
    pub fn new(text: &str) -> Option<Self> {
        let label = |label: &str| {
            !label.is_empty()
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        };
        (text.contains('.') && text.split('.').all(label)).then(|| Self(text.to_owned()))
    }

    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the name ends as those of AWS's services do. Half a name, while it is typed, does not.
    pub fn is_of_aws(&self) -> bool {
        let is_in = |domain: &str| {
            let at = self.0.len().checked_sub(domain.len());
            at.is_some_and(|at| {
                let (service, end) = self.0.split_at_checked(at).unwrap_or_default();
                service.ends_with('.') && end.eq_ignore_ascii_case(domain)
            })
        };
        SERVICE_DOMAINS.into_iter().any(is_in)
    }
}

/// What the names of services end with, in AWS's partitions.
const SERVICE_DOMAINS: [&str; 7] = [
    "amazonaws.com",
    "amazonaws.com.cn",
    "amazonaws.eu",
    "c2s.ic.gov",
    "sc2s.sgov.gov",
    "cloud.adc-e.uk",
    "csp.hci.ic.gov",
];

/// A principal, by the form in which it is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Principal {
    /// `*`: everyone, AWS services included.
    Everyone,
    /// `111122223333` or `arn:aws:iam::111122223333:root`. In a policy the account; as a caller its root user.
    Account {
        /// The account.
        account: AccountId,
        /// The partition of the ARN form; the bare digits name none.
        partition: Option<String>,
    },
    /// `arn:aws:iam::111122223333:user/path/name`
    User(Identity),
    /// `arn:aws:iam::111122223333:role/path/name`
    Role(Identity),
    /// `arn:aws:sts::111122223333:assumed-role/role/session`
    AssumedRole {
        /// Partition and account.
        home: Home,
        /// The role's name, without its path.
        role: String,
        /// The session's name.
        session: String,
    },
    /// `arn:aws:sts::111122223333:federated-user/name`
    FederatedUser {
        /// Partition and account.
        home: Home,
        /// The session's name.
        name: String,
    },
    /// `AIDA…` or `AROA…`: what AWS leaves in a policy when the user or role was deleted.
    UniqueId(String),
    /// `cloudtrail.amazonaws.com`
    Service(ServicePrincipal),
    /// Text that names no principal a policy or a request can have.
    Unrecognized,
}

/// The partition and account that an identity lives in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Home {
    /// `aws`, `aws-cn` …
    pub partition: String,
    /// The account.
    pub account: AccountId,
}

/// An IAM user or role.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identity {
    /// Partition and account.
    pub home: Home,
    /// From slash to slash: `/` or `/app/`.
    pub path: String,
    /// The friendly name.
    pub name: String,
}

impl Principal {
    /// Reads the value of an `AWS` principal, or the caller of a request in the same forms.
    pub fn aws(text: &str) -> Self {
        if text == "*" {
            return Self::Everyone;
        }
        if let Some(account) = AccountId::new(text) {
            return Self::Account { account, partition: None };
        }
        if is_unique_id(text) {
            return Self::UniqueId(text.to_owned());
        }
        Arn::split(text).and_then(Self::from_arn).unwrap_or(Self::Unrecognized)
    }

    /// The account that it is, or belongs to; none for AWS services.
    pub const fn account(&self) -> Option<&AccountId> {
        match self {
            Self::Account { account, .. } => Some(account),
            Self::User(identity) | Self::Role(identity) => Some(&identity.home.account),
            Self::AssumedRole { home, .. } | Self::FederatedUser { home, .. } => Some(&home.account),
            Self::Everyone | Self::UniqueId(_) | Self::Service(_) | Self::Unrecognized => None,
        }
    }

    /// The partition that its ARN names, if it has one.
    pub fn partition(&self) -> Option<&str> {
        match self {
            Self::Account { partition, .. } => partition.as_deref(),
            Self::User(identity) | Self::Role(identity) => Some(&identity.home.partition),
            Self::AssumedRole { home, .. } | Self::FederatedUser { home, .. } => Some(&home.partition),
            Self::Everyone | Self::UniqueId(_) | Self::Service(_) | Self::Unrecognized => None,
        }
    }

    fn from_arn([_, partition, service, region, account, resource]: [&str; 6]) -> Option<Self> {
        // Wildcards inside a principal's ARN are not allowed (IAM *Principal*).
        let has_wildcard = [partition, resource].iter().any(|part| part.contains(['*', '?']));
        // Nobody can have a name with a blank, or live in a partition that AWS does not have: KMS finds no such
        // principal and refuses the policy.
        let is_name = has_name(resource);
        if has_wildcard || !region.is_empty() || !is_partition(partition) || !is_name {
            return None;
        }
        let account = AccountId::new(account)?;
        let home = || Home { partition: partition.to_owned(), account };
        let (kind, rest) = resource.split_once('/').unwrap_or((resource, ""));
        match (service, kind) {
            ("iam", "root") if resource == "root" => {
                Some(Self::Account { account, partition: Some(partition.to_owned()) })
            }
            ("iam", "user") => Identity::new(home(), rest).map(Self::User),
            ("iam", "role") => Identity::new(home(), rest).map(Self::Role),
            ("sts", "assumed-role") => {
                let (role, session) = rest.split_once('/')?;
                let complete = !role.is_empty() && !session.is_empty() && !session.contains('/');
                complete.then(|| Self::AssumedRole {
                    home: home(),
                    role: role.to_owned(),
                    session: session.to_owned(),
                })
            }
            ("sts", "federated-user") => {
                let complete = !rest.is_empty() && !rest.contains('/');
                complete.then(|| Self::FederatedUser { home: home(), name: rest.to_owned() })
            }
            _ => None,
        }
    }

    /// Reads `ACCOUNT:ROLE:SESSION`, in which CloudTrail writes the sessions of roles that AWS keeps for its services:
    /// `111122223333:aws:ec2-infrastructure:i-1234567890abcdef0`.
    pub fn principal_id(text: &str, partition: &str) -> Option<Self> {
        let (account, rest) = text.split_once(':')?;
        let account = AccountId::new(account)?;
        let (role, session) = rest.rsplit_once(':')?;
        let sound =
            |name: &str| !name.is_empty() && !name.contains('/') && name.chars().all(is_name_character);
        (sound(role) && sound(session)).then(|| Self::AssumedRole {
            home: Home { partition: partition.to_owned(), account },
            role: role.to_owned(),
            session: session.to_owned(),
        })
    }

    /// Reads the caller of a request: a service principal of AWS's, or any form of [`Principal::aws`].
    pub fn caller(text: &str) -> Self {
        let service = || ServicePrincipal::new(text).filter(ServicePrincipal::is_of_aws);
        match Self::aws(text) {
            Self::Unrecognized => service().map_or(Self::Unrecognized, Self::Service),
            principal => principal,
        }
    }
}

impl Identity {
    fn new(home: Home, path_and_name: &str) -> Option<Self> {
        let (path, name) = match path_and_name.rsplit_once('/') {
            Some((path, name)) => (format!("/{path}/"), name),
            None => ("/".to_owned(), path_and_name),
        };
        (!name.is_empty()).then(|| Self { home, path, name: name.to_owned() })
    }
}

/// `AIDA…` names a user and `AROA…` a role (IAM *IAM identifiers*, unique identifiers).
fn is_unique_id(text: &str) -> bool {
    (16..=128).contains(&text.len())
        && (text.starts_with("AIDA") || text.starts_with("AROA"))
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_keeps_its_path_and_a_session_has_none() {
        let Principal::Role(role) = Principal::aws("arn:aws:iam::111122223333:role/app/web/Front") else {
            panic!("a role");
        };
        assert_eq!((role.path.as_str(), role.name.as_str()), ("/app/web/", "Front"));
        assert!(matches!(
            Principal::aws("arn:aws:sts::111122223333:assumed-role/Front/s1"),
            Principal::AssumedRole { role, session, .. } if role == "Front" && session == "s1"
        ));
    }

    #[test]
    fn cloudtrail_writes_the_sessions_of_aws_own_roles_without_arn() {
        let of = |text| Principal::principal_id(text, "aws");
        assert_eq!(
            of("111122223333:aws:ec2-infrastructure:i-1234567890abcdef0"),
            Some(Principal::aws(
                "arn:aws:sts::111122223333:assumed-role/aws:ec2-infrastructure/i-1234567890abcdef0"
            ))
        );
        assert!(
            matches!(of("111122223333:App:s1"), Some(Principal::AssumedRole { role, .. }) if role == "App")
        );
        for other in
            ["111122223333", "111122223333:App", "11:a:b", "111122223333::", "111122223333:a b:c", ""]
        {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn both_spellings_name_the_account() {
        for text in ["111122223333", "arn:aws:iam::111122223333:root"] {
            assert!(matches!(Principal::aws(text), Principal::Account { .. }), "{text}");
        }
    }

    #[test]
    fn what_aws_does_not_take_is_unrecognized() {
        for text in [
            "arn:aws:iam::111122223333:role/*",
            "arn:aws:iam::111122223333:group/admins",
            "arn:aws:sts::111122223333:assumed-role/Front",
            "arn:aws:iam::1111:user/x",
            "arn:aws:iam::111122223333:user/",
            "arn:aws:iam::111122223333:role/App ",
            "arn:aws:iam::111122223333:role/App{1}",
            "arn:aws-nowhere:iam::111122223333:role/App",
            "Alice",
            "",
        ] {
            assert_eq!(Principal::aws(text), Principal::Unrecognized, "{text}");
        }
    }

    #[test]
    fn a_caller_may_be_a_service() {
        for text in
            ["cloudtrail.amazonaws.com", "CloudTrail.AmazonAWS.com", "emr.cn-north-1.amazonaws.com.cn"]
        {
            assert!(matches!(Principal::caller(text), Principal::Service(_)), "{text}");
        }
        for text in
            ["cloud trail.amazonaws.com", "cloudtrail.amazonaws.co", "amazonaws.com", "s3.example.com", "a.b"]
        {
            assert_eq!(Principal::caller(text), Principal::Unrecognized, "{text}");
        }
    }
}
