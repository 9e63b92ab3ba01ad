//! Whether a `Resource` or `NotResource` element covers the resource.
//!
//! ARNs are compared component by component, case included. Policy variables stand behind the fifth colon only; one
//! without a value matches no resource. In a key policy `*` means the key; nothing turns an alias into its key.
//! IAM User Guide, *IAM JSON policy elements: Resource* (reference_policies_elements_resource.html); KMS Developer
//! Guide, *Creating a key policy* (key-policy-overview.html), *Control access to aliases* (alias-authorization.html).

use kms_policy::{Elements, PolicyVersion, ResourceElement, Spanned};

use crate::condition::ArnPattern;
use crate::evaluation::{Polarity, Reason, ResourceMatch, ValueMatch};
use crate::stopgap::Pattern;
use crate::variables::Template;
use crate::{ArnComponent, AuthorizationRequest, RequestResource, ResourceReason};

/// A resource element, its patterns read once for many requests.
#[derive(Clone, Debug)]
pub(crate) struct CompiledResource<'d> {
    polarity: Polarity,
    written: &'d Elements<Spanned<String>>,
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
enum Entry {
    /// `*`
    Everything,
    /// A pattern of six components. Where it does not match, `literal` says that a variable in it is plain text.
    Arn { pattern: ArnPattern, literal: Option<ResourceReason> },
    /// Policy variables that each request replaces.
    Template(Template),
    /// Matches nothing, whatever the request.
    Nothing(ResourceReason),
}

impl<'d> CompiledResource<'d> {
    pub(crate) fn new(element: &'d ResourceElement, version: PolicyVersion) -> Self {
        let (polarity, written) = match element {
            ResourceElement::Resource(written) => (Polarity::Listed, written),
            ResourceElement::NotResource(written) => (Polarity::NotListed, written),
        };
        let entries = written.items.iter().map(|item| Entry::new(&item.value, version)).collect();
        Self { polarity, written, entries }
    }

    /// Whether the element lets the statement apply to the resource.
    pub(crate) fn matches(&self, request: &AuthorizationRequest) -> bool {
        let resource = Subject::new(request);
        let listed = self.entries.iter().any(|entry| entry.reason(&resource).is_match());
        listed == (self.polarity == Polarity::Listed)
    }

    /// The element with the reason of each entry.
    pub(crate) fn evaluate(&self, request: &AuthorizationRequest) -> ResourceMatch {
        let resource = Subject::new(request);
        let values = (self.written.items.iter().zip(&self.entries).enumerate())
            .map(|(index, (item, entry))| ValueMatch {
                index,
                span: item.span,
                reason: entry.reason(&resource),
                resolved: entry.resolved_text(request),
            })
            .collect();
        ResourceMatch { polarity: self.polarity, name: self.written.name, span: self.written.span, values }
    }
}

/// The resource of a request, split once.
struct Subject<'r> {
    request: &'r AuthorizationRequest,
    arn: Option<[&'r str; 6]>,
}

impl<'r> Subject<'r> {
    fn new(request: &'r AuthorizationRequest) -> Self {
        Self { request, arn: request.resource.arn().map(kms_policy::Arn::components) }
    }
}

impl Entry {
    fn new(text: &str, version: PolicyVersion) -> Self {
        if text == "*" {
            return Self::Everything;
        }
        let has_variable = text.contains("${");
        let mut literal =
            (has_variable && version == PolicyVersion::V2008).then_some(ResourceReason::VariableNotInVersion);
        if has_variable && version == PolicyVersion::V2012 {
            let template = Template::new(text);
            if template.begins_behind_colons(5) {
                return Self::Template(template);
            }
            literal = Some(ResourceReason::VariableTooEarly);
        }
        match read(&Pattern::new(text)) {
            Ok(pattern) => Self::Arn { pattern, literal },
            Err(reason) => Self::Nothing(literal.unwrap_or(reason)),
        }
    }

    fn reason(&self, subject: &Subject<'_>) -> ResourceReason {
        match self {
            Self::Everything => ResourceReason::Everything,
            Self::Nothing(reason) => *reason,
            Self::Arn { pattern, literal } => {
                let reason = compare(pattern, subject);
                literal.filter(|_| !reason.is_match()).unwrap_or(reason)
            }
            Self::Template(template) => match template.resolve(&subject.request.context) {
                Ok((pattern, _)) => match read(&pattern) {
                    Ok(pattern) => compare(&pattern, subject),
                    Err(reason) => reason,
                },
                Err(unresolved) => unresolved.into(),
            },
        }
    }

    fn resolved_text(&self, request: &AuthorizationRequest) -> Option<String> {
        match self {
            Self::Template(template) => template.resolve(&request.context).ok().map(|(_, text)| text),
            _ => None,
        }
    }
}

fn read(pattern: &Pattern) -> Result<ArnPattern, ResourceReason> {
    let arn = ArnPattern::new(pattern).ok_or(ResourceReason::NotAnArn)?;
    if arn.component(ArnComponent::Service).has_wildcards() {
        return Err(ResourceReason::WildcardInService);
    }
    Ok(arn)
}

fn compare(pattern: &ArnPattern, subject: &Subject<'_>) -> ResourceReason {
    let Some(arn) = &subject.arn else { return ResourceReason::NeedsEverything };
    if pattern.matches(arn) {
        return if pattern.has_wildcards() { ResourceReason::Pattern } else { ResourceReason::Exact };
    }
    let names = |prefix: &str| pattern.component(ArnComponent::Resource).starts_with(prefix);
    match subject.request.resource {
        RequestResource::Key(_) if names("alias/") => return ResourceReason::AliasButResourceIsKey,
        RequestResource::Alias(_) if names("key/") => return ResourceReason::KeyButResourceIsAlias,
        _ => {}
    }
    if pattern.differs_in_case(arn) {
        return ResourceReason::DiffersInCase;
    }
    ResourceReason::OtherComponent(pattern.differs_in(arn).unwrap_or(ArnComponent::Resource))
}

#[cfg(test)]
mod tests;
