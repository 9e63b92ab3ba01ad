//! `Principal` and `NotPrincipal`: who may stand there.
//!
//! IAM User Guide, *Principal* (reference_policies_elements_principal.html). That a principal exists cannot be
//! known here; KMS checks it when the policy is sent.

use super::Grammar;
use super::names::NameCase;
use super::placeholders;
use crate::error::{ErrorCode, PolicyError, quote};
use crate::json::{Member, Shape, Value};
use crate::{
    Arn, Elements, IdentifierFault, PolicyKind, Principal, PrincipalElement, PrincipalEntry, PrincipalType,
    ServicePrincipal, Span, Spanned,
};

impl Grammar<'_> {
    pub(super) fn principal_element(
        &mut self,
        principal: Option<Member<'_>>,
        not: Option<Member<'_>>,
    ) -> Option<PrincipalElement> {
        self.only_one("Principal", principal, not);
        let member = principal.or(not)?;
        let name = if principal.is_some() { "Principal" } else { "NotPrincipal" };
        if let Some(text) = self.kind_without_principal() {
            let error = PolicyError::new(ErrorCode::ElementNotAllowed, member.name_span(), text);
            self.errors.push(error.help_with(format!("remove `{name}`")));
        }
        let items = self.principals(name, member.value);
        let elements = Elements { name: member.name_span(), span: member.value.span(), items };
        if self.kind == PolicyKind::ResourceControlPolicy {
            self.everyone_only(name, &elements);
        }
        Some(match principal {
            Some(_) => PrincipalElement::Principal(elements),
            None => PrincipalElement::NotPrincipal(elements),
        })
    }

    fn kind_without_principal(&self) -> Option<&'static str> {
        match self.kind {
            PolicyKind::IdentityBased | PolicyKind::PermissionsBoundary | PolicyKind::SessionPolicy => {
                Some("an IAM policy names no principals: it speaks of whom it is attached to")
            }
            PolicyKind::ServiceControlPolicy => Some("a service control policy names no principals"),
            PolicyKind::KeyPolicy | PolicyKind::ResourceControlPolicy | PolicyKind::VpcEndpointPolicy => None,
        }
    }

    /// A resource control policy takes `Principal` and there only `*` (Organizations *RCP syntax*).
    fn everyone_only(&mut self, name: &str, elements: &Elements<PrincipalEntry>) {
        let help = "write `\"Principal\": \"*\"` and name principals in a `Condition`";
        if name == "NotPrincipal" {
            let text = "a resource control policy takes no `NotPrincipal`";
            self.errors
                .push(PolicyError::new(ErrorCode::ElementNotAllowed, elements.name, text).help_with(help));
        }
        for entry in elements.items.iter().filter(|entry| entry.principal != Principal::Everyone) {
            let text = format!(
                "a resource control policy takes the principal `*`, not {}",
                quote(&entry.text.value)
            );
            self.errors
                .push(PolicyError::new(ErrorCode::InvalidPrincipal, entry.text.span, text).help_with(help));
        }
    }

    /// `"*"`, or an object of types and values.
    fn principals(&mut self, element: &str, value: Value<'_>) -> Vec<PrincipalEntry> {
        match value.shape() {
            Shape::Object(object) => self.principals_by_type(element, object),
            Shape::String => {
                let text = Spanned::new(value.text().into_owned(), value.span());
                vec![self.lone_principal(text)]
            }
            Shape::Missing => Vec::new(),
            _ => {
                self.wrong_type(element, "`\"*\"` or an object such as `{ \"AWS\": … }`", value);
                Vec::new()
            }
        }
    }

    fn lone_principal(&mut self, text: Spanned<String>) -> PrincipalEntry {
        if text.value == "*" {
            return PrincipalEntry { principal_type: None, text, principal: Principal::Everyone };
        }
        let principal_type = match Principal::caller(&text.value) {
            Principal::Service(_) => "Service",
            _ => "AWS",
        };
        let sentence = format!("the principal {} stands without its type", quote(&text.value));
        let help = format!("write `{{ \"{principal_type}\": … }}`; only `*` stands alone");
        self.errors.push(PolicyError::new(ErrorCode::InvalidPrincipal, text.span, sentence).help_with(help));
        PrincipalEntry { principal_type: None, text, principal: Principal::Unrecognized }
    }

    fn principals_by_type(&mut self, element: &str, object: Value<'_>) -> Vec<PrincipalEntry> {
        let mut members: Vec<_> = object
            .members()
            .filter(|member| !member.goes_on())
            .map(|member| (member.name(), member))
            .collect();
        self.keep_last(&mut members, NameCase::Matters, |(name, member)| (name.as_ref(), member.name_span()));
        let mut entries = Vec::new();
        for (name, member) in &members {
            let Some(principal_type) = self.principal_type(name, member.name_span()) else { continue };
            let principal_type = Spanned::new(principal_type, member.name_span());
            for text in self.strings(name, member.value) {
                entries.push(self.principal(principal_type, text));
            }
        }
        if entries.is_empty() && members.is_empty() && !object.is_damaged()
            || members.iter().any(|(_, member)| is_empty_list(member.value))
        {
            let text = format!("`{element}` names no principal");
            self.error(ErrorCode::MissingPrincipal, object.span(), text);
        }
        entries
    }

    fn principal_type(&mut self, name: &str, span: Span) -> Option<PrincipalType> {
        let (principal_type, canonical) = match name.to_ascii_lowercase().as_str() {
            "aws" => (PrincipalType::Aws, "AWS"),
            "service" => (PrincipalType::Service, "Service"),
            "federated" => (PrincipalType::Federated, "Federated"),
            "canonicaluser" => (PrincipalType::CanonicalUser, "CanonicalUser"),
            _ => {
                let text = format!("{} is not a type of principal", quote(name));
                self.error(ErrorCode::InvalidPrincipalType, span, text);
                self.unread.push(span);
                return None;
            }
        };
        if name != canonical {
            let text = format!("{} is not a type of principal", quote(name));
            let error = PolicyError::new(ErrorCode::InvalidPrincipalType, span, text).unconfirmed();
            self.errors.push(error.help_with(format!("write `{canonical}`")));
        }
        let is_foreign = matches!(principal_type, PrincipalType::Federated | PrincipalType::CanonicalUser);
        if is_foreign {
            let text = match principal_type {
                PrincipalType::Federated => "`Federated` principals stand in role trust policies only",
                _ => "`CanonicalUser` principals stand in Amazon S3's policies only",
            };
            let error = PolicyError::new(ErrorCode::InvalidPrincipalType, span, text);
            let is_documented = self.kind == PolicyKind::KeyPolicy;
            self.errors.push(if is_documented { error } else { error.unconfirmed() });
        }
        Some(principal_type)
    }

    fn principal(&mut self, principal_type: Spanned<PrincipalType>, text: Spanned<String>) -> PrincipalEntry {
        let principal = match principal_type.value {
            PrincipalType::Aws => self.aws_principal(&text),
            PrincipalType::Service => self.service_principal(&text),
            PrincipalType::Federated | PrincipalType::CanonicalUser => Principal::Unrecognized,
        };
        PrincipalEntry { principal_type: Some(principal_type), text, principal }
    }

    fn aws_principal(&mut self, text: &Spanned<String>) -> Principal {
        let principal = Principal::aws(&text.value);
        let quoted = || quote(&text.value);
        match principal {
            Principal::UniqueId(_) => {
                let sentence = format!("{} is the id that AWS leaves of a deleted user or role", quoted());
                self.error(ErrorCode::UniqueIdPrincipal, text.span, sentence);
            }
            Principal::Unrecognized if text.value.contains(['*', '?']) => {
                let sentence = format!("a wildcard within the principal {}", quoted());
                self.error(ErrorCode::WildcardInPrincipal, text.span, sentence);
            }
            Principal::Unrecognized if is_iam(&text.value, ":group/") => {
                let sentence = format!("{} is an IAM group", quoted());
                self.error(ErrorCode::GroupPrincipal, text.span, sentence);
            }
            Principal::Unrecognized if is_role_without_session(&text.value) => {
                let sentence = format!("{} lacks the name of the session and matches nobody", quoted());
                self.error(ErrorCode::SessionWithoutName, text.span, sentence);
            }
            Principal::Unrecognized => self.invalid_aws_principal(text),
            _ => {}
        }
        principal
    }

    fn invalid_aws_principal(&mut self, text: &Spanned<String>) {
        let placeholder = placeholders::placeholder_in(&text.value);
        if let Some(fault) = IdentifierFault::of(&text.value).filter(|_| placeholder.is_none()) {
            let sentence = format!("{} {}", quote(&text.value), fault.cause());
            let error = PolicyError::new(ErrorCode::InvalidPrincipal, text.span, sentence);
            self.errors.push(error.help_with(fault.fix()));
            return;
        }
        let sentence = format!("{} names no account, user, role or session", quote(&text.value));
        let error = PolicyError::new(ErrorCode::InvalidPrincipal, text.span, sentence);
        self.errors.push(if let Some(placeholder) = placeholder {
            error.help_with(format!("replace {} with the real value", quote(placeholder)))
        } else if text.value.ends_with(".amazonaws.com") {
            error.help_with("name a service under `Service`, not under `AWS`")
        } else if text.value.starts_with("arn:aws::") {
            error.help_with("an ARN has the service behind the partition: `arn:aws:iam::…`")
        } else {
            error
        });
    }

    fn service_principal(&mut self, text: &Spanned<String>) -> Principal {
        if let Some(service) = ServicePrincipal::new(&text.value) {
            if !service.is_of_aws() {
                let sentence =
                    format!("{} does not end as the names of AWS's services do", quote(&text.value));
                self.error(ErrorCode::UnknownService, text.span, sentence);
            }
            return Principal::Service(service);
        }
        let quoted = quote(&text.value);
        if text.value.contains(['*', '?']) {
            let sentence = format!("a wildcard within the service principal {quoted}");
            let error = PolicyError::new(ErrorCode::WildcardInPrincipal, text.span, sentence);
            self.errors.push(error.help_with("name each service, such as `logs.us-east-1.amazonaws.com`"));
        } else {
            let placeholder = placeholders::placeholder_in(&text.value);
            let fault = IdentifierFault::of(&text.value).filter(|_| placeholder.is_none());
            if let Some(fault) = fault {
                let sentence = format!("{quoted} {}", fault.cause());
                let error = PolicyError::new(ErrorCode::InvalidPrincipal, text.span, sentence).unconfirmed();
                self.errors.push(error.help_with(fault.fix()));
                return Principal::Unrecognized;
            }
            let sentence = format!("{quoted} is not the name of a service principal");
            let error = PolicyError::new(ErrorCode::InvalidPrincipal, text.span, sentence).unconfirmed();
            self.errors.push(error.help_with("services are named as in `cloudtrail.amazonaws.com`"));
        }
        Principal::Unrecognized
    }
}

/// The account id that is written as the console prints it, `1111-2222-3333`, alone or in an ARN.
pub(super) fn without_hyphens(text: &str) -> Option<String> {
    let account = Arn::split(text).map_or(text, |[_, _, _, _, account, _]| account);
    let groups: Vec<&str> = account.split('-').take(4).collect();
    let is_group = |group: &&str| group.len() == 4 && group.bytes().all(|byte| byte.is_ascii_digit());
    (groups.len() == 3 && groups.iter().all(is_group)).then(|| groups.concat())
}

fn is_empty_list(value: Value<'_>) -> bool {
    matches!(value.shape(), Shape::Array(list) if list.items().next().is_none())
}

fn is_iam(arn: &str, kind: &str) -> bool {
    arn.starts_with("arn:") && arn.contains(":iam::") && arn.contains(kind)
}

/// CloudTrail's own key policy for event data stores has such a principal as a placeholder.
fn is_role_without_session(arn: &str) -> bool {
    let name = arn.split_once(":assumed-role/").map(|(_, name)| name.trim_end_matches('/'));
    arn.starts_with("arn:")
        && arn.contains(":sts::")
        && name.is_some_and(|name| !name.is_empty() && !name.contains('/'))
}
