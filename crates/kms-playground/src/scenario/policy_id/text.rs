//! The place of a policy as text, which reports, schemas and the command line use.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{PolicyId, PolicyRole};
use crate::scenario::PolicyOwner;

impl fmt::Display for PolicyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.owner {
            PolicyOwner::Scenario => {}
            PolicyOwner::Caller(index) => write!(f, "callers/{index}/")?,
            PolicyOwner::OtherKey(index) => write!(f, "otherKeys/{index}/")?,
        }
        match self.role {
            PolicyRole::KeyPolicy => f.write_str("keyPolicy"),
            PolicyRole::Identity(index) => write!(f, "identityPolicies/{index}"),
            PolicyRole::Boundary => f.write_str("permissionsBoundary"),
            PolicyRole::Session(index) => write!(f, "sessionPolicies/{index}"),
            PolicyRole::ServiceControl(level, index) => write!(f, "serviceControlPolicies/{level}/{index}"),
            PolicyRole::ResourceControl(level, index) => write!(f, "resourceControlPolicies/{level}/{index}"),
            PolicyRole::Endpoint => f.write_str("vpcEndpointPolicy"),
        }
    }
}

/// A text that names no place of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPolicyId;

impl FromStr for PolicyId {
    type Err = NotAPolicyId;

    fn from_str(text: &str) -> Result<Self, NotAPolicyId> {
        let index = |text: &str| text.parse::<usize>().map_err(|_| NotAPolicyId);
        let (owner, rest) = match text.split_once('/') {
            Some(("callers", rest)) => {
                let (caller, rest) = rest.split_once('/').ok_or(NotAPolicyId)?;
                (PolicyOwner::Caller(index(caller)?), rest)
            }
            Some(("otherKeys", rest)) => {
                let (key, rest) = rest.split_once('/').ok_or(NotAPolicyId)?;
                (PolicyOwner::OtherKey(index(key)?), rest)
            }
            _ => (PolicyOwner::Scenario, text),
        };
        let mut parts = rest.split('/');
        let role = match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some("keyPolicy"), None, ..) => PolicyRole::KeyPolicy,
            (Some("identityPolicies"), Some(at), None, _) => PolicyRole::Identity(index(at)?),
            (Some("permissionsBoundary"), None, ..) => PolicyRole::Boundary,
            (Some("sessionPolicies"), Some(at), None, _) => PolicyRole::Session(index(at)?),
            (Some("serviceControlPolicies"), Some(level), Some(at), None) => {
                PolicyRole::ServiceControl(index(level)?, index(at)?)
            }
            (Some("resourceControlPolicies"), Some(level), Some(at), None) => {
                PolicyRole::ResourceControl(index(level)?, index(at)?)
            }
            (Some("vpcEndpointPolicy"), None, ..) => PolicyRole::Endpoint,
            _ => return Err(NotAPolicyId),
        };
        Ok(Self { owner, role })
    }
}

impl Serialize for PolicyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PolicyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|NotAPolicyId| de::Error::custom("not the place of a policy"))
    }
}
