//! One statement: its elements, which of them a kind of policy needs, and which it does not take.

use super::Grammar;
use crate::error::{ErrorCode, PolicyError, Severity, quote};
use crate::json::{Member, Shape, Value};
use crate::{
    ActionElement, Arn, Effect, Elements, PolicyKind, PrincipalElement, ResourceElement, Span, Spanned,
    Statement, is_partition,
};

/// The elements of a statement.
const ELEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

impl Grammar<'_> {
    /// Reads a statement; what is no object becomes an empty statement, so that the others keep their numbers.
    pub(super) fn statement(&mut self, value: Value<'_>) -> Statement {
        let mut statement = Statement { span: value.span(), ..Statement::default() };
        let Shape::Object(object) = value.shape() else {
            if !matches!(value.shape(), Shape::Missing) {
                self.wrong_type("Statement", "an object or a list of objects", value);
            }
            return statement;
        };
        self.unread.clear();
        let [sid, effect, principal, not_principal, action, not_action, resource, not_resource, condition] =
            self.elements(object, ELEMENTS);
        statement.sid = sid.and_then(|member| self.sid(member));
        statement.effect = effect.and_then(|member| self.effect(member));
        statement.principal = self.principal_element(principal, not_principal);
        statement.action = self.action_element(action, not_action);
        statement.resource = self.resource_element(resource, not_resource);
        statement.condition = condition.map(|member| self.condition(member));
        statement.unread = std::mem::take(&mut self.unread);
        crate::sort::sort(&mut statement.unread);
        if !object.is_damaged() {
            let has_principal = principal.is_some() || not_principal.is_some();
            self.missing_elements(object.opening(), effect.is_some(), has_principal, &statement);
        }
        if self.kind == PolicyKind::ResourceControlPolicy {
            self.resource_control(&statement);
        }
        statement
    }

    fn missing_elements(
        &mut self,
        place: Span,
        has_effect: bool,
        has_principal: bool,
        statement: &Statement,
    ) {
        if !has_effect {
            self.error(ErrorCode::MissingEffect, place, "the statement has no `Effect`");
        }
        if self.kind.names_principals() && !has_principal {
            self.error(ErrorCode::MissingPrincipal, place, "the statement has no `Principal`");
        }
        if statement.action.is_none() {
            self.missing(ErrorCode::MissingAction, place, "the statement has no `Action`");
        }
        if statement.resource.is_none() {
            self.missing(ErrorCode::MissingResource, place, "the statement has no `Resource`");
        }
    }

    /// KMS takes a key policy statement without `Action` or `Resource`, and it never applies (PutKeyPolicy).
    fn missing(&mut self, code: ErrorCode, place: Span, text: &'static str) {
        let error = PolicyError::new(code, place, text);
        self.errors.push(match self.kind {
            PolicyKind::KeyPolicy => {
                let help = "KMS accepts the statement and never applies it; add the element";
                error.graded(Severity::Warning).help_with(help)
            }
            PolicyKind::ServiceControlPolicy | PolicyKind::VpcEndpointPolicy => error.unconfirmed(),
            _ => error,
        });
    }

    fn sid(&mut self, member: Member<'_>) -> Option<Spanned<String>> {
        let sid = self.string("Sid", member.value)?;
        // IAM *Sid*: letters and digits, once in a policy. Key policies take spaces and more (KMS *Creating a
        // key policy*); for the others AWS does not say.
        let is_strict = matches!(
            self.kind,
            PolicyKind::IdentityBased | PolicyKind::PermissionsBoundary | PolicyKind::SessionPolicy
        );
        if !is_strict {
            return Some(sid);
        }
        if !sid.value.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            let text = format!("the Sid {} has other characters than letters and digits", quote(&sid.value));
            let help = "IAM policies take the letters A-Z and a-z and the digits 0-9 only";
            self.errors.push(PolicyError::new(ErrorCode::InvalidSid, sid.span, text).help_with(help));
        }
        if !sid.value.is_empty() && !self.sids.insert(sid.value.clone()) {
            let text = format!("the Sid {} stands twice in this policy", quote(&sid.value));
            let help = "give each statement a Sid of its own";
            self.errors.push(PolicyError::new(ErrorCode::InvalidSid, sid.span, text).help_with(help));
        }
        Some(sid)
    }

    fn effect(&mut self, member: Member<'_>) -> Option<Spanned<Effect>> {
        let written = self.string("Effect", member.value)?;
        let likely = match written.value.as_str() {
            "Allow" => return Some(Spanned::new(Effect::Allow, written.span)),
            "Deny" => return Some(Spanned::new(Effect::Deny, written.span)),
            other if other.trim().eq_ignore_ascii_case("allow") => Some(Effect::Allow),
            other if other.trim().eq_ignore_ascii_case("deny") => Some(Effect::Deny),
            _ => None,
        };
        let text = format!("{} is neither `Allow` nor `Deny`", quote(&written.value));
        let error = PolicyError::new(ErrorCode::InvalidEffect, written.span, text);
        self.errors.push(match likely {
            Some(Effect::Allow) => error.help_with("write `Allow`: the case matters"),
            Some(Effect::Deny) => error.help_with("write `Deny`: the case matters"),
            None => error,
        });
        likely.map(|effect| Spanned::new(effect, written.span))
    }

    fn action_element(
        &mut self,
        action: Option<Member<'_>>,
        not: Option<Member<'_>>,
    ) -> Option<ActionElement> {
        self.only_one("Action", action, not);
        if let Some(member) = action {
            return self.actions("Action", member).map(ActionElement::Action);
        }
        let member = not?;
        if self.kind == PolicyKind::ResourceControlPolicy {
            let text = "a resource control policy takes no `NotAction`";
            let error = PolicyError::new(ErrorCode::ElementNotAllowed, member.name_span(), text);
            self.errors.push(error.help_with("list the actions in `Action`"));
        }
        self.actions("NotAction", member).map(ActionElement::NotAction)
    }

    fn actions(&mut self, element: &str, member: Member<'_>) -> Option<Elements<Spanned<String>>> {
        let items = self.strings(element, member.value);
        for action in &items {
            let has_service = action
                .value
                .split_once(':')
                .is_some_and(|(service, name)| !service.is_empty() && !name.is_empty());
            if action.value != "*" && !has_service {
                let text = format!("the action {} does not name its service", quote(&action.value));
                self.error(ErrorCode::InvalidAction, action.span, text);
            } else if self.kind == PolicyKind::KeyPolicy && is_foreign_action(&action.value) {
                let text = format!("{} is not an action of KMS", quote(&action.value));
                self.error(ErrorCode::ForeignAction, action.span, text);
            }
        }
        elements(member, items)
    }

    fn resource_element(
        &mut self,
        resource: Option<Member<'_>>,
        not: Option<Member<'_>>,
    ) -> Option<ResourceElement> {
        self.only_one("Resource", resource, not);
        if let Some(member) = resource {
            return self.resources("Resource", member).map(ResourceElement::Resource);
        }
        self.resources("NotResource", not?).map(ResourceElement::NotResource)
    }

    fn resources(&mut self, element: &str, member: Member<'_>) -> Option<Elements<Spanned<String>>> {
        let items = self.strings(element, member.value);
        for resource in &items {
            let written = &resource.value;
            self.resource_partition(resource);
            // Which resources a key policy may name is not documented; `*` and the key's ARN are.
            if self.kind == PolicyKind::KeyPolicy && written != "*" && !may_be_key(written) {
                let text = if is_short_key(written) {
                    format!(
                        "the resource {} has fewer than six parts; AWS documents that only for IAM policies",
                        quote(written)
                    )
                } else {
                    format!(
                        "the resource {} is not a KMS key, and a key policy covers only its own key",
                        quote(written)
                    )
                };
                self.error(ErrorCode::ForeignResource, resource.span, text);
            } else if self.kind != PolicyKind::KeyPolicy && !is_resource(written) {
                let text = format!("the resource {} is neither `*` nor an ARN", quote(written));
                self.error(ErrorCode::InvalidResource, resource.span, text);
            }
        }
        elements(member, items)
    }

    /// A partition that AWS does not have: the resource then matches nothing.
    fn resource_partition(&mut self, resource: &Spanned<String>) {
        let partition = Arn::split(&resource.value).map(|[_, partition, ..]| partition);
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if let Some(partition) = partition.filter(|name| is_name(name) && !is_partition(name)) {
            let text = format!("AWS has no partition {}", quote(partition));
            self.error(ErrorCode::UnknownPartition, resource.span, text);
        }
    }

    /// Reports an element and its negation in one statement, and the negation in a key policy.
    pub(super) fn only_one(&mut self, name: &str, element: Option<Member<'_>>, not: Option<Member<'_>>) {
        let Some(not) = not else { return };
        if element.is_some() {
            let text = format!("`{name}` and `Not{name}` in one statement");
            self.error(ErrorCode::BothElements, not.name_span(), text);
        } else if self.kind == PolicyKind::KeyPolicy {
            let text = format!("`Not{name}` is not among the elements that the KMS guide lists");
            self.error(ErrorCode::NegatedElement, not.name_span(), text);
        }
    }

    /// What a resource control policy takes beyond the grammar (Organizations *RCP syntax*).
    fn resource_control(&mut self, statement: &Statement) {
        let Some(effect) = &statement.effect else { return };
        if effect.value == Effect::Allow && !is_full_access(statement) {
            let text = "a customer's resource control policy can only deny";
            let help = "write `Deny`; only AWS's own `RCPFullAWSAccess` has an `Allow`";
            self.errors.push(PolicyError::new(ErrorCode::InvalidEffect, effect.span, text).help_with(help));
        }
        if let (Effect::Deny, Some(ActionElement::Action(actions))) = (effect.value, &statement.action) {
            for action in actions.items.iter().filter(|action| action.value == "*") {
                let text = "a customer's resource control policy cannot list the action `*`";
                let help = "name the service, such as `kms:*`";
                let error = PolicyError::new(ErrorCode::InvalidAction, action.span, text);
                self.errors.push(error.documented().help_with(help));
            }
        }
    }
}

/// The element, unless its value could not be read at all.
fn elements<T>(member: Member<'_>, items: Vec<T>) -> Option<Elements<T>> {
    let is_missing = matches!(member.value.shape(), Shape::Missing);
    (!is_missing).then(|| Elements { name: member.name_span(), span: member.value.span(), items })
}

/// Whether a statement is that of AWS's own policy RCPFullAWSAccess, which allows everything.
fn is_full_access(statement: &Statement) -> bool {
    let is_everything = |elements: &Elements<Spanned<String>>| matches!(elements.items.as_slice(), [only] if only.value == "*");
    statement.condition.is_none()
        && matches!(&statement.action, Some(ActionElement::Action(actions)) if is_everything(actions))
        && matches!(&statement.resource, Some(ResourceElement::Resource(resources)) if is_everything(resources))
        && matches!(&statement.principal, Some(PrincipalElement::Principal(_)))
}

/// Whether an action is surely one of another service than KMS.
fn is_foreign_action(text: &str) -> bool {
    let service = text.split_once(':').map_or("", |(service, _)| service);
    text != "*" && !service.contains(['*', '?']) && !service.eq_ignore_ascii_case("kms")
}

/// Whether a pattern has the form of a KMS key's ARN.
fn may_be_key(text: &str) -> bool {
    let mut parts = text.splitn(6, ':');
    let service = parts.nth(2);
    service == Some("kms") && parts.nth(2).is_some_and(|resource| !resource.starts_with("alias/"))
}

/// Whether a pattern covers KMS keys by a `*` that stands for several parts of the ARN: `arn:aws:kms:*`.
fn is_short_key(text: &str) -> bool {
    let mut parts = text.split(':');
    parts.next() == Some("arn") && parts.nth(1) == Some("kms") && text.contains('*')
}

fn is_resource(text: &str) -> bool {
    text.starts_with('*') || text.starts_with("arn:") || text.starts_with("${")
}
