//! Whether a `Resource` or `NotResource` element covers the resource.
//!
//! ARNs are compared segment by segment, case included, except that a `*` at the end of a segment can match beyond the
//! colon ([`ResourcePattern`]). Policy variables count only after the fifth colon; one without a value matches no
//! resource. In a key policy `*` means the key; nothing turns an alias into its key.
//! IAM User Guide, *IAM JSON policy elements: Resource* (reference_policies_elements_resource.html); KMS Developer
//! Guide, *Creating a key policy* (key-policy-overview.html), *Control access to aliases* (alias-authorization.html).

use kms_policy::{
    Arn, ArnComponent, Coverage, Elements, PolicyVersion, ResolvedText, ResourceElement, ResourcePattern,
    Spanned, Template, VariableFault, VariableFaultKind,
};

use crate::evaluation::reason::ResourceReason;
use crate::evaluation::{Polarity, Reason, ResourceMatch, ValueMatch};
use crate::request::{AuthorizationRequest, RequestResource};
use crate::statement::variables::{assumptions, is_never_resolved, resolve};

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
    /// An ARN with or without wildcards. If it does not match, `literal` says that a variable in it is plain text.
    Arn { pattern: Box<ResourcePattern>, literal: Option<ResourceReason> },
    /// Policy variables that each request replaces; `literal` as above.
    Template { template: Template, literal: Option<ResourceReason> },
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
        let templates = self.entries.iter().filter_map(Entry::template);
        let assumptions = templates.flat_map(|template| assumptions(template, &request.context)).collect();
        ResourceMatch {
            polarity: self.polarity,
            name: self.written.name,
            span: self.written.span,
            values,
            assumptions,
        }
    }
}

impl Entry {
    fn new(text: &str, version: PolicyVersion) -> Self {
        if text == "*" {
            return Self::Everything;
        }
        let template = Template::resource(text, version);
        let is_early = |fault: &VariableFault| fault.kind == VariableFaultKind::BeforeResource;
        let literal = match template.faults() {
            _ if version == PolicyVersion::V2008 && text.contains("${") => {
                Some(ResourceReason::VariableNotInVersion)
            }
            [] => None,
            faults if faults.iter().any(is_early) => Some(ResourceReason::VariableTooEarly),
            _ => Some(ResourceReason::VariableMalformed),
        };
        let Some(fixed) = template.fixed() else {
            let never = is_never_resolved(&template).then_some(ResourceReason::VariableOfMultivaluedKey);
            return never.map_or(Self::Template { template, literal }, Self::Nothing);
        };
        match read(&fixed) {
            Ok(pattern) => Self::Arn { pattern: Box::new(pattern), literal },
            Err(reason) => Self::Nothing(literal.unwrap_or(reason)),
        }
    }

    fn reason(&self, request: &AuthorizationRequest) -> ResourceReason {
        match self {
            Self::Everything => ResourceReason::Everything,
            Self::Nothing(reason) => *reason,
            Self::Arn { pattern, literal } => or_literal(compare(pattern, &request.resource), *literal),
            Self::Template { template, literal } => match resolve(template, &request.context) {
                Ok(text) => {
                    let pattern = read(&text);
                    let reason = pattern.map_or_else(|no| no, |pattern| compare(&pattern, &request.resource));
                    or_literal(reason, *literal)
                }
                Err(unresolved) => unresolved.into(),
            },
        }
    }

    const fn template(&self) -> Option<&Template> {
        match self {
            Self::Template { template, .. } => Some(template),
            _ => None,
        }
    }

    fn resolved_text(&self, request: &AuthorizationRequest) -> Option<String> {
        let resolved = resolve(self.template()?, &request.context);
        resolved.ok().map(|resolved| resolved.as_str().to_owned())
    }
}

/// Where there is no match, that a variable is literal text is the better reason.
fn or_literal(reason: ResourceReason, literal: Option<ResourceReason>) -> ResourceReason {
    literal.filter(|_| !reason.is_match()).unwrap_or(reason)
}

fn read(text: &ResolvedText) -> Result<ResourcePattern, ResourceReason> {
    let pattern = text.resource_pattern().ok_or(ResourceReason::NotAnArn)?;
    // AWS allows no wildcard in the segment that names the service.
    if pattern.has_wildcard_in_service() { Err(ResourceReason::WildcardInService) } else { Ok(pattern) }
}

fn compare(pattern: &ResourcePattern, resource: &RequestResource) -> ResourceReason {
    let Some(arn) = resource.arn().map(Arn::components) else { return ResourceReason::NeedsEverything };
    match pattern.coverage(&arn) {
        Some(Coverage::Segments) if pattern.has_wildcards() => return ResourceReason::Pattern,
        Some(Coverage::Segments) => return ResourceReason::Exact,
        Some(Coverage::FinalStar) => return ResourceReason::FinalStar,
        Some(Coverage::StarBeyondColon) => return ResourceReason::StarBeyondColon,
        None => {}
    }
    let names = |prefix: &str| pattern.resource_prefix().starts_with(prefix);
    match (pattern.first_mismatch(&arn), resource) {
        (Some(ArnComponent::Resource), RequestResource::Key(_)) if names("alias/") => {
            ResourceReason::AliasButResourceIsKey
        }
        (Some(ArnComponent::Resource), RequestResource::Alias(_)) if names("key/") => {
            ResourceReason::KeyButResourceIsAlias
        }
        _ if pattern.matches_ignoring_case(&arn) => ResourceReason::DiffersInCase,
        (component, _) => ResourceReason::OtherComponent(component.unwrap_or(ArnComponent::Resource)),
    }
}

#[cfg(test)]
mod tests;
