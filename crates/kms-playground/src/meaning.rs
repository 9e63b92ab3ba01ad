//! What a name or a value of a policy stands for, in a sentence or two: for whoever reads an ARN, an account, a service
//! principal or a pattern and wants to know what it names.

use kms_catalog::{ConditionKey, Operation, Service, Status, is_region};
use kms_policy::{Arn, ConditionOperator, Pattern, Principal, SetOperator};

use crate::catalog;

/// What a text stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// A sentence or two; names stand in backticks.
    pub text: String,
    /// AWS's page about it.
    pub page: &'static str,
}

const PRINCIPALS: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html";
const ACCOUNT: &str = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html";
const IDENTIFIERS: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html";
const RESOURCES: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html";
const ACTIONS: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html";
const KEYS: &str = "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html";
const ALIASES: &str = "https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html";
const ORGANIZATIONS: &str =
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_getting-started_concepts.html";
const GLOBAL_KEYS: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html";

/// What `text` stands for where it is a value of this element (`Principal`, `Resource`, `Action`), or of a condition, or
/// a name of the policy language; nothing for a text without such a meaning.
///
/// # Sources
///
/// IAM User Guide, *Principal*, *Resource*, *Action* and *IAM identifiers*; AWS KMS Developer Guide, *Default key
/// policy*; for operations, condition keys and services the page of the catalogue's entry.
pub fn meaning(element: &str, text: &str) -> Option<Meaning> {
    let text = text.trim();
    match element.trim_start_matches("Not") {
        "Action" => action(text),
        "Resource" => resource(text),
        "Principal" | "AWS" | "Service" => principal(text),
        _ => action(text)
            .filter(|_| text != "*")
            .or_else(|| condition_key(text))
            .or_else(|| operator(text))
            .or_else(|| value(text)),
    }
}

fn said(text: impl Into<String>, page: &'static str) -> Option<Meaning> {
    Some(Meaning { text: text.into(), page })
}

fn action(text: &str) -> Option<Meaning> {
    if text == "*" {
        return said(
            "Every operation of every service. A key policy decides only those of AWS KMS.",
            ACTIONS,
        );
    }
    let of_kms = text
        .split_once(':')
        .is_some_and(|(service, name)| service.eq_ignore_ascii_case("kms") && !name.is_empty());
    if !of_kms {
        return None;
    }
    if let Some(operation) = Operation::find(text) {
        return said(operation.summary, operation.page);
    }
    let pattern = Pattern::new(text);
    if !pattern.has_wildcards() {
        return None;
    }
    let operations = Operation::all().iter().map(Operation::permission);
    let matched: Vec<&str> =
        operations.filter(|permission| pattern.matches_ignoring_case(permission)).collect();
    said(
        match matched.len() {
            _ if text.eq_ignore_ascii_case("kms:*") => "Every operation of AWS KMS.".to_owned(),
            0 => "A pattern that matches no operation of AWS KMS.".to_owned(),
            1..=6 => format!("A pattern that matches `{}`.", matched.join("`, `")),
            count => format!("A pattern that matches {count} operations of AWS KMS."),
        },
        ACTIONS,
    )
}

fn condition_key(text: &str) -> Option<Meaning> {
    let known = ConditionKey::find(text)?;
    said(known.summary, known.page)
}

/// An operator with its set operator and `IfExists`, as policies write it.
fn operator(text: &str) -> Option<Meaning> {
    let operator = ConditionOperator::parse(text)?;
    let holds = operator.base.summary();
    let mut text = match operator.set {
        Some(SetOperator::ForAnyValue) => {
            format!("Holds when, for at least one value of the request, {holds}.")
        }
        Some(SetOperator::ForAllValues) => {
            format!(
                "Holds when, for every value of the request, {holds}. It also holds when there is no value."
            )
        }
        None => format!("Holds when {holds}."),
    };
    if operator.if_exists {
        text += " It also holds when the request does not have the key.";
    }
    said(text, catalog::OPERATORS_PAGE)
}

/// A value of a condition, or what a request has.
fn value(text: &str) -> Option<Meaning> {
    if let Some(arn) = Arn::split(text) {
        if text.contains(['*', '?']) {
            return said(
                "A pattern, where the operator takes one: `*` stands for any characters and `?` for one.",
                catalog::OPERATORS_PAGE,
            );
        }
        return if arn[2] == "kms" {
            resource(text)
        } else {
            identity(&Principal::aws(text), Place::Value).or_else(|| source(&arn))
        };
    }
    service(text).or_else(|| match Principal::aws(text) {
        Principal::Everyone => None,
        Principal::Unrecognized => identifier(text),
        principal => identity(&principal, Place::Value),
    })
}

/// A resource of another service, which a service names as the source of its call.
fn source(arn: &[&str; 6]) -> Option<Meaning> {
    let [_, _, service, region, account, resource] = arn;
    let kind = resource.split(['/', ':']).next().filter(|kind| kind.len() < resource.len());
    let kind = kind.map(|kind| format!("{kind} ")).unwrap_or_default();
    let at = match (region.is_empty(), account.is_empty()) {
        (false, false) => format!(" of the account {account} in {region}"),
        (true, false) => format!(" of the account {account}"),
        (false, true) => format!(" in {region}"),
        (true, true) => String::new(),
    };
    let known = Service::by_principal(&format!("{service}.amazonaws.com"));
    let name = known.map_or(*service, |known| known.name);
    let resource = resource.split_once(['/', ':']).map_or(*resource, |(_, name)| name);
    said(format!("The {kind}`{resource}` of {name}{at}."), RESOURCES)
}

fn identifier(text: &str) -> Option<Meaning> {
    if is_region(text) {
        return said(format!("The AWS Region {text}."), GLOBAL_KEYS);
    }
    let (kind, rest) = text.split_once('-')?;
    if rest.is_empty() || !rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return None;
    }
    match kind {
        "o" => said("The ID of an organization of AWS Organizations.", ORGANIZATIONS),
        "ou" => said("The ID of an organizational unit of AWS Organizations.", ORGANIZATIONS),
        "vpce" => said("The ID of a VPC endpoint, through which a call can arrive.", GLOBAL_KEYS),
        "vpc" => said("The ID of a VPC, from which a call can come through a VPC endpoint.", GLOBAL_KEYS),
        _ => None,
    }
}

/// Where an identity stands: what a policy's principal names is more than the identity itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Principal,
    Value,
}

fn principal(text: &str) -> Option<Meaning> {
    match Principal::caller(text) {
        Principal::Everyone => said(
            "Everyone: every caller of every account, AWS services included. Only conditions limit it.",
            PRINCIPALS,
        ),
        Principal::Service(_) => service(text)
            .or_else(|| said("The name of an AWS service that the catalogue does not know.", PRINCIPALS)),
        principal => identity(&principal, Place::Principal),
    }
}

fn identity(principal: &Principal, place: Place) -> Option<Meaning> {
    let is_principal = place == Place::Principal;
    match principal {
        Principal::Account { account, .. } if is_principal => said(
            format!(
                "The account {account} as a whole, not its root user alone. In a key policy it lets nobody in by itself: IAM policies of the account decide who may."
            ),
            ACCOUNT,
        ),
        Principal::Account { account, partition: Some(_) } => said(
            format!(
                "The root user of the account {account}. As a principal of a policy, the account as a whole."
            ),
            ACCOUNT,
        ),
        Principal::Account { account, .. } => said(format!("The AWS account {account}."), IDENTIFIERS),
        Principal::User(user) => {
            said(format!("The IAM user {} of the account {}.", user.name, user.home.account), PRINCIPALS)
        }
        Principal::Role(role) => {
            let sessions = if is_principal { ", and with it every session of the role" } else { "" };
            said(
                format!("The IAM role {} of the account {}{sessions}.", role.name, role.home.account),
                PRINCIPALS,
            )
        }
        Principal::AssumedRole { home, role, session } => {
            let alone = if is_principal { " The statement names this session alone." } else { "" };
            said(
                format!("The session {session} of the role {role} in the account {}.{alone}", home.account),
                PRINCIPALS,
            )
        }
        Principal::FederatedUser { home, name } => {
            said(format!("The federated user session {name} in the account {}.", home.account), PRINCIPALS)
        }
        Principal::UniqueId(id) => {
            let kind = if id.starts_with("AIDA") { "user" } else { "role" };
            let deleted = if is_principal {
                format!(
                    " AWS shows it in a policy in place of a {kind} that was deleted; a new {kind} of the same name has another ID."
                )
            } else {
                String::new()
            };
            said(format!("The unique id of a {kind}.{deleted}"), IDENTIFIERS)
        }
        Principal::Everyone | Principal::Service(_) | Principal::Unrecognized => None,
    }
}

/// A service principal, a value of `kms:ViaService`, or a name that is both.
fn service(text: &str) -> Option<Meaning> {
    match (Service::by_principal(text), Service::by_via_service(text)) {
        (Some(service), None) => said(
            format!(
                "The service principal of {0}: the caller where {0} calls AWS KMS by itself and not with somebody's identity.{1}",
                service.name,
                doubt(Service::principal_status(text))
            ),
            service.page,
        ),
        (None, Some(service)) => said(
            format!(
                "{0} as a value of `kms:ViaService`: the call comes through {0}, with the identity of whoever uses it.{1}",
                service.name,
                doubt(Service::via_service_status(text))
            ),
            service.page,
        ),
        (Some(service), Some(_)) => said(
            format!(
                "{0}: as a principal, {0} calls AWS KMS by itself; as a value of `kms:ViaService`, the call comes through {0} with the identity of whoever uses it.{1}",
                service.name,
                doubt(Service::principal_status(text))
            ),
            service.page,
        ),
        (None, None) => None,
    }
}

/// How sure a name of the catalogue is, where AWS's pages do not say it and agree.
fn doubt(status: Option<Status>) -> &'static str {
    match status {
        None | Some(Status::Documented) => "",
        Some(Status::SingleSource) => " Only one of AWS's references has this name.",
        Some(Status::Disputed) => " AWS's pages contradict each other about this name.",
        Some(Status::Unconfirmed) => " No page of AWS shows this name; the catalogue assumes it.",
    }
}

fn resource(text: &str) -> Option<Meaning> {
    if text == "*" {
        return said(
            "In a key policy, the key that the policy belongs to. In other policies, every resource.",
            RESOURCES,
        );
    }
    let [_, _, service, region, account, resource] = Arn::split(text)?;
    if service != "kms" {
        return None;
    }
    match resource.split_once('/') {
        _ if text.contains(['*', '?']) => said(
            "A pattern: it matches every ARN in which `*` stands for any characters and `?` for one.",
            RESOURCES,
        ),
        Some(("key", id)) => said(format!("The key {id} of the account {account} in {region}."), KEYS),
        Some(("alias", name)) => said(
            format!(
                "The alias {name} of the account {account} in {region}: the alias itself and not its key. To allow a key by its alias, use `kms:RequestAlias` or `kms:ResourceAliases`."
            ),
            ALIASES,
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(element: &str, value: &str) -> String {
        meaning(element, value).unwrap_or_else(|| panic!("{element} {value}")).text
    }

    #[test]
    fn one_star_means_another_thing_in_each_element() {
        assert!(text("Principal", "*").starts_with("Everyone"));
        assert!(text("Resource", "*").starts_with("In a key policy, the key"));
        assert!(text("Action", "*").starts_with("Every operation of every service"));
        assert_eq!(meaning("kms:ViaService", "*"), None);
    }

    #[test]
    fn an_account_is_said_to_be_no_root_user() {
        for account in ["111122223333", "arn:aws:iam::111122223333:root"] {
            let said = text("Principal", account);
            assert!(
                said.contains("account 111122223333") && said.contains("not its root user alone"),
                "{said}"
            );
        }
        assert_eq!(text("aws:SourceAccount", "111122223333"), "The AWS account 111122223333.");
        // What calls, or what a key of the request context holds, is the root user itself.
        let caller = text("aws:PrincipalArn", "arn:aws:iam::111122223333:root");
        assert!(caller.starts_with("The root user of the account 111122223333."), "{caller}");
    }

    #[test]
    fn principals_are_named_by_their_kind() {
        assert!(text("Principal", "arn:aws:iam::111122223333:role/app/Front").contains("role Front"));
        assert!(text("Principal", "arn:aws:sts::111122223333:assumed-role/Front/s1").contains("session s1"));
        assert!(text("NotPrincipal", "arn:aws:iam::111122223333:user/Ana").contains("user Ana"));
        assert!(text("Principal", "AROAIOSFODNN7EXAMPLE").contains("a role that was deleted"));
        // In a condition it is also the ID of a role that is there.
        assert_eq!(text("aws:userid", "AROAIOSFODNN7EXAMPLE"), "The unique id of a role.");
        let pattern = text("aws:PrincipalArn", "arn:aws:iam::111122223333:role/app-*");
        assert!(pattern.starts_with("A pattern, where the operator takes one"), "{pattern}");
        assert!(text("aws:PrincipalArn", "arn:aws:iam::111122223333:role/Front").contains("role Front"));
    }

    #[test]
    fn a_service_principal_and_an_endpoint_are_told_apart() {
        assert!(text("Principal", "cloudtrail.amazonaws.com").contains("calls AWS KMS by itself"));
        assert!(text("kms:ViaService", "s3.us-east-1.amazonaws.com").contains("comes through Amazon S3"));
        assert!(text("Service", "nowhere.amazonaws.com").contains("does not know"));
    }

    #[test]
    fn patterns_of_actions_say_what_they_match() {
        assert_eq!(text("Action", "kms:*"), "Every operation of AWS KMS.");
        assert!(text("Action", "kms:ReEncrypt*").contains("`kms:ReEncryptFrom`, `kms:ReEncryptTo`"));
        assert_eq!(text("Action", "kms:Decript*"), "A pattern that matches no operation of AWS KMS.");
        assert_eq!(meaning("Action", "kms:Decript"), None);
        assert_eq!(meaning("Action", "s3:GetObject"), None);
    }

    #[test]
    fn names_of_the_language_have_their_sentences() {
        assert!(!text("", "kms:ViaService").is_empty());
        assert!(text("", "ForAllValues:StringEquals").contains("also holds when there is no value"));
        assert!(text("", "BoolIfExists").ends_with("when the request does not have the key."));
        assert_eq!(meaning("", "StringEqual"), None);
    }

    #[test]
    fn resources_and_identifiers_are_placed() {
        assert!(text("Resource", "arn:aws:kms:eu-west-1:111122223333:key/1").contains("in eu-west-1"));
        assert!(text("Resource", "arn:aws:kms:eu-west-1:111122223333:alias/a").contains("not its key"));
        assert_eq!(
            text("aws:SourceArn", "arn:aws:cloudtrail:us-east-1:111122223333:trail/audit"),
            "The trail `audit` of AWS CloudTrail (trails) of the account 111122223333 in us-east-1."
        );
        assert!(text("aws:SourceArn", "arn:aws:s3:::archive").contains("`archive` of Amazon S3"));
        assert!(text("aws:PrincipalOrgID", "o-a1b2c3d4e5").contains("organization"));
        assert!(text("aws:SourceVpce", "vpce-1a2b3c4d").contains("VPC endpoint"));
        assert!(text("aws:RequestedRegion", "us-east-1").contains("Region us-east-1"));
        for nothing in ["", "héé:", "kms:é", "true", "arn:aws:kms", "o-", "a-b"] {
            assert_eq!(meaning("aws:SourceVpc", nothing), None, "{nothing}");
        }
    }
}
