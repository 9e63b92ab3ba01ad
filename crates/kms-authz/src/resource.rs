//! Whether a `Resource` or `NotResource` element covers the resource.
//!
//! ARNs are compared component by component, case included. Policy variables stand behind the fifth colon only; one
//! without a value matches no resource. In a key policy `*` means the key; nothing turns an alias into its key.
//! IAM User Guide, *IAM JSON policy elements: Resource* (reference_policies_elements_resource.html); KMS Developer
//! Guide, *Creating a key policy* (key-policy-overview.html), *Control access to aliases* (alias-authorization.html).

use kms_policy::{
    ArnComponent, ArnPattern, Elements, PolicyVersion, ResourceElement, Spanned, Template, VariableFaultKind,
};

use crate::condition::arn_differs_in_case;
use crate::evaluation::{Polarity, Reason, ResourceMatch, ValueMatch};
use crate::variables::{Wording, resolve};
use crate::{AuthorizationRequest, RequestContext, RequestResource, ResourceReason};

/// A resource element, its patterns read once for many requests.
#[derive(Clone, Debug)]
pub(crate) struct CompiledResource<'d> {
    polarity: Polarity,
    written: &'d Elements<Spanned<String>>,
    entries: Vec<Entry<'d>>,
}

#[derive(Clone, Debug)]
enum Entry<'d> {
    /// `*`
    Everything,
    /// Six components. Where they do not match, `literal` says that a variable among them is plain text.
    Arn { pattern: Box<ArnPattern>, text: Wording<'d>, literal: Option<ResourceReason> },
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
        let listed = self.entries.iter().any(|entry| entry.reason(request).is_match());
        listed == (self.polarity == Polarity::Listed)
    }

    /// The element with the reason of each entry.
    pub(crate) fn evaluate(&self, request: &AuthorizationRequest) -> ResourceMatch {
        let values = (self.written.items.iter().zip(&self.entries).enumerate())
            .map(|(index, (item, entry))| ValueMatch {
                index,
                span: item.span,
                reason: entry.reason(request),
                resolved: entry.resolved_text(request),
            })
            .collect();
        ResourceMatch { polarity: self.polarity, name: self.written.name, span: self.written.span, values }
    }
}

impl<'d> Entry<'d> {
    fn new(text: &'d str, version: PolicyVersion) -> Self {
        if text == "*" {
            return Self::Everything;
        }
        let template = Template::resource(text, version);
        if !template.is_fixed() {
            return Self::Template(template);
        }
        let is_early = |kind| kind == VariableFaultKind::BeforeResource;
        let literal = match version {
            PolicyVersion::V2008 if text.contains("${") => Some(ResourceReason::VariableNotInVersion),
            _ if template.faults().iter().any(|fault| is_early(fault.kind)) => {
                Some(ResourceReason::VariableTooEarly)
            }
            _ => None,
        };
        let pattern = resolve(&template, &RequestContext::default()).ok().and_then(|text| text.arn_pattern());
        match pattern {
            _ if has_wildcard_in_service(text) => Self::Nothing(ResourceReason::WildcardInService),
            Some(pattern) => Self::Arn { pattern: Box::new(pattern), text: Wording::Written(text), literal },
            None => Self::Nothing(literal.unwrap_or(ResourceReason::NotAnArn)),
        }
    }

    fn reason(&self, request: &AuthorizationRequest) -> ResourceReason {
        match self {
            Self::Everything => ResourceReason::Everything,
            Self::Nothing(reason) => *reason,
            Self::Arn { pattern, text, literal } => {
                let reason = compare(pattern, text, &request.resource);
                literal.filter(|_| !reason.is_match()).unwrap_or(reason)
            }
            Self::Template(template) => match resolve(template, &request.context) {
                Ok(text) => match text.arn_pattern() {
                    _ if has_wildcard_in_service(text.as_str()) => ResourceReason::WildcardInService,
                    Some(pattern) => {
                        compare(&pattern, &Wording::Replaced(text.as_str().to_owned()), &request.resource)
                    }
                    None => ResourceReason::NotAnArn,
                },
                Err(unresolved) => unresolved.into(),
            },
        }
    }

    fn resolved_text(&self, request: &AuthorizationRequest) -> Option<String> {
        match self {
            Self::Template(template) => {
                resolve(template, &request.context).ok().map(|resolved| resolved.as_str().to_owned())
            }
            _ => None,
        }
    }
}

/// AWS allows no wildcard in the component that names the service.
fn has_wildcard_in_service(text: &str) -> bool {
    let mut components = text.splitn(6, ':');
    let service = components.nth(2).unwrap_or_default();
    components.nth(2).is_some() && service.contains(['*', '?'])
}

fn compare(pattern: &ArnPattern, text: &Wording<'_>, resource: &RequestResource) -> ResourceReason {
    let Some(arn) = resource.arn() else { return ResourceReason::NeedsEverything };
    let Some(component) = pattern.first_mismatch(arn) else {
        return if text.as_str() == arn.as_str() { ResourceReason::Exact } else { ResourceReason::Pattern };
    };
    if component == ArnComponent::Resource {
        let names =
            |prefix| text.as_str().splitn(6, ':').nth(5).is_some_and(|resource| resource.starts_with(prefix));
        match resource {
            RequestResource::Key(_) if names("alias/") => return ResourceReason::AliasButResourceIsKey,
            RequestResource::Alias(_) if names("key/") => return ResourceReason::KeyButResourceIsAlias,
            _ => {}
        }
    }
    if arn_differs_in_case(text, arn) {
        return ResourceReason::DiffersInCase;
    }
    ResourceReason::OtherComponent(component)
}

#[cfg(test)]
mod tests;
