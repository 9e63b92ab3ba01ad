//! Why a resource list covers the resource or does not.
//!
//! IAM User Guide, *Resource* (reference_policies_elements_resource.html); KMS Developer Guide, *Key policies*.

use kms_authz::{ArnComponent, Polarity, RequestResource, ResourceMatch, ResourceReason};
use kms_policy::PolicyKind;

use super::{Sentence, count, sentence};
use crate::report::codes::ReasonCode;

/// One entry of the list.
pub(super) fn value(reason: ResourceReason, resource: &RequestResource, kind: PolicyKind) -> Sentence {
    use ResourceReason as R;
    let this = name(resource);
    match reason {
        R::Everything if kind == PolicyKind::KeyPolicy => {
            sentence(ReasonCode::Everything, "In a key policy `*` means this key")
        }
        R::Everything => sentence(ReasonCode::Everything, "Covers every resource"),
        R::Exact => sentence(ReasonCode::Exact, format!("Is {this}")),
        R::Pattern => sentence(ReasonCode::Pattern, format!("Covers {this}")),
        R::FinalStar => sentence(
            ReasonCode::FinalStar,
            format!("Covers {this}: the `*` at the end matches everything that follows, colons included"),
        ),
        R::StarBeyondColon => sentence(
            ReasonCode::StarBeyondColon,
            format!("Covers {this} if a `*` also matches beyond the colon after it"),
        ),
        R::OtherComponent(part) => {
            sentence(other_component(part), format!("Differs from {this} in the {}", component(part)))
        }
        R::DiffersInCase => {
            sentence(ReasonCode::DiffersInCase, format!("Differs from {this} in the case of letters"))
        }
        R::AliasButResourceIsKey => sentence(
            ReasonCode::AliasButResourceIsKey,
            "An alias controls operations on the alias, never the use of its key",
        ),
        R::KeyButResourceIsAlias => {
            sentence(ReasonCode::KeyButResourceIsAlias, "A key; this check is of the alias")
        }
        R::NeedsEverything => sentence(
            ReasonCode::NeedsEverything,
            "The permission is checked on no resource; only `*` covers it",
        ),
        R::NotAnArn => sentence(
            ReasonCode::NotAnArn,
            format!("Does not cover {this}: it has fewer than six parts and no `*` that matches the rest"),
        ),
        R::WildcardInService => {
            sentence(ReasonCode::WildcardInService, "A wildcard cannot stand for the service of an ARN")
        }
        R::VariableUnresolved => {
            sentence(ReasonCode::VariableUnresolved, "Has a policy variable without a value in this request")
        }
        R::VariableOfMultivaluedKey => {
            sentence(ReasonCode::VariableOfMultivaluedKey, "Has a policy variable of a multivalued key")
        }
        R::VariableTooEarly => sentence(
            ReasonCode::VariableTooEarly,
            "A policy variable works only after the fifth colon of an ARN",
        ),
        R::VariableMalformed => sentence(
            ReasonCode::VariableMalformed,
            "Has a `${` that begins no policy variable: `${key}` or `${key, 'default'}`",
        ),
        R::VariableNotInVersion => sentence(
            ReasonCode::VariableNotInVersion,
            "Policy variables need `Version` 2012-10-17; here `${…}` is literal text",
        ),
    }
}

/// The whole element.
pub(super) fn element(element: &ResourceMatch, resource: &RequestResource, kind: PolicyKind) -> Sentence {
    let covering = element.values.iter().find(|entry| entry.matched());
    let this = name(resource);
    match (element.polarity, covering, element.values.as_slice()) {
        (Polarity::Listed, Some(entry), _) => value(entry.reason, resource, kind),
        (Polarity::Listed, None, [only]) => value(only.reason, resource, kind),
        (Polarity::Listed, None, []) => {
            sentence(ReasonCode::EmptyList, "Lists no resource, and so covers none")
        }
        (Polarity::Listed, None, values) => sentence(
            ReasonCode::NotCovered,
            format!("None of the {} covers {this}", count(values.len(), "resource")),
        ),
        (Polarity::NotListed, Some(_), _) => {
            sentence(ReasonCode::Excluded, format!("`NotResource` leaves {this} out"))
        }
        (Polarity::NotListed, None, _) => {
            sentence(ReasonCode::NotExcluded, format!("`NotResource` does not leave {this} out"))
        }
    }
}

/// What the permission is checked on.
pub(super) const fn name(resource: &RequestResource) -> &'static str {
    match resource {
        RequestResource::Key(_) => "this key",
        RequestResource::Alias(_) => "this alias",
        RequestResource::RetiringPrincipal(_) => "the retiring principal",
        RequestResource::None => "`*`",
    }
}

/// The code of a difference in this part of an ARN.
pub(super) const fn other_component(part: ArnComponent) -> ReasonCode {
    match part {
        ArnComponent::Prefix => ReasonCode::OtherPrefix,
        ArnComponent::Partition => ReasonCode::OtherPartition,
        ArnComponent::Service => ReasonCode::OtherService,
        ArnComponent::Region => ReasonCode::OtherRegion,
        ArnComponent::Account => ReasonCode::OtherAccount,
        ArnComponent::Resource => ReasonCode::OtherResource,
    }
}

/// AWS's name of a part of an ARN.
pub(super) const fn component(part: ArnComponent) -> &'static str {
    match part {
        ArnComponent::Prefix => "prefix `arn`",
        ArnComponent::Partition => "partition",
        ArnComponent::Service => "service",
        ArnComponent::Region => "Region",
        ArnComponent::Account => "account",
        ArnComponent::Resource => "resource",
    }
}
