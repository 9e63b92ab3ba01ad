//! Calls of the text, laid over those of the scenario: one that says more of a known request completes it.

use kms_policy::Arn;

use super::Laid;
use crate::import::draft::Draft;
use crate::import::{home, policy, propose};
use crate::report::codes::ImportCode;
use crate::scenario::{MAX_REQUESTS, Request};

impl Laid {
    pub(super) fn requests(&mut self, draft: &Draft) {
        let main = self.scenario.key.arn.clone();
        for found in &draft.requests {
            let mut request = found.request.clone();
            if let Some(other) = found.key.as_ref().filter(|key| **key != main && request.key_id.is_none()) {
                request.key_id = Some(other.clone());
            }
            if let Some((label, _)) = &found.via
                && request.via_service.is_none()
            {
                request.via_service = Some(self.via_service(label));
            }
            let index = self.place_of(&request);
            let Some(place) = index.or_else(|| self.append()) else {
                self.note(
                    ImportCode::TooManyRequests,
                    "requests",
                    "A scenario has at most 1,000 requests; the rest was left out.",
                );
                return;
            };
            let Some(existing) = self.scenario.requests.get_mut(place) else { return };
            overlay(existing, &request);
            for (field, span) in &found.fields {
                self.set(format!("requests[{place}].{field}"), *span);
            }
            if let Some((_, span)) = &found.via {
                self.set(format!("requests[{place}].viaService"), *span);
            }
            for (field, why) in &found.assumed {
                let name = format!("requests[{place}].{field}");
                if *field == "viaService" && request.via_service.is_none() {
                    self.ask(
                        &name,
                        "Which AWS service made the call for the caller? The text does not name it.",
                        Vec::new(),
                    );
                }
                self.assume(&name, why.clone());
            }
            if !found.callers.is_empty() && request.principal.is_empty() {
                let text = "Who called? The text names the account, but not the caller.";
                self.ask(&format!("requests[{place}].principal"), text, found.callers.clone());
            }
        }
    }

    /// The name of a service for `kms:ViaService`, in the key's Region: KMS is called where the key is.
    fn via_service(&self, label: &str) -> String {
        let region = Arn::split(&self.scenario.key.arn).map(|[_, _, _, region, ..]| region.to_owned());
        let region = region.filter(|region| home::is_region(region));
        let suffix = match &region {
            Some(region) if region.starts_with("cn-") => "amazonaws.com.cn",
            _ => "amazonaws.com",
        };
        format!("{label}.{}.{suffix}", region.unwrap_or_else(|| "<region>".to_owned()))
    }

    /// The request of the scenario that this one says more of.
    fn place_of(&self, request: &Request) -> Option<usize> {
        let fits = |known: &Request| {
            let agree = |a: &str, b: &str| a == b || a.is_empty() || b.is_empty();
            agree(&known.principal, &request.principal)
                && agree(&known.action, &request.action)
                && either(&known.key_id, &request.key_id)
                && either(&known.via_service, &request.via_service)
                && (known.encryption_context == request.encryption_context
                    || known.encryption_context.is_empty()
                    || request.encryption_context.is_empty())
        };
        self.scenario.requests.iter().position(fits)
    }

    fn append(&mut self) -> Option<usize> {
        let place = self.scenario.requests.len();
        (place < MAX_REQUESTS).then(|| {
            self.scenario.requests.push(Request::default());
            place
        })
    }

    pub(super) fn caller(&mut self, draft: &Draft) {
        let Some((principal, span)) = &draft.caller else { return };
        let known = self.scenario.requests.iter().any(|it| it.principal == *principal);
        if known {
            return;
        }
        let place = self.scenario.requests.iter().position(|it| it.principal.is_empty());
        if place.is_none() && !self.scenario.requests.is_empty() {
            let text = format!("The commands were run by `{principal}`, which no request is from.");
            self.note(ImportCode::OtherCaller, "requests", text);
            return;
        }
        let Some(place) = place.or_else(|| self.append()) else { return };
        if let Some(request) = self.scenario.requests.get_mut(place) {
            request.principal.clone_from(principal);
        }
        self.asks.retain(|(field, ..)| *field != format!("requests[{place}].principal"));
        self.set(format!("requests[{place}].principal"), *span);
    }

    pub(super) fn first_request(&mut self, draft: &Draft) {
        if !self.scenario.requests.is_empty() {
            return;
        }
        let document = policy::parsed(self.scenario.key_policy.text());
        let proposed = propose::first_request(&document);
        let operation = || proposed.as_ref().map(|it| it.action.clone());
        if self.request_of_identity(draft, operation()) || draft.key_policies.is_empty() {
            return;
        }
        // IAM policies beside it are of a user or role: the root user is none of them.
        let has_identity = !draft.identity_policies.is_empty()
            || self.scenario.identity_policies.as_ref().is_some_and(|it| !it.is_empty());
        let fits = |it: &Request| !(has_identity && it.principal.ends_with(":root"));
        let Some(request) = proposed.filter(fits) else {
            self.scenario.requests.push(Request::default());
            return;
        };
        self.scenario.requests.push(request);
        let why = "Proposed from the policy: the first caller that it names, and an operation that it lists.";
        self.assume("requests[0].principal", why);
        self.assume("requests[0].action", why);
    }
}

fn either<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
    a.is_none() || b.is_none() || a == b
}

/// Adds what `more` says to a request.
fn overlay(request: &mut Request, more: &Request) {
    fn take<T: Clone>(place: &mut Option<T>, more: &Option<T>) {
        if more.is_some() {
            place.clone_from(more);
        }
    }
    if !more.principal.is_empty() {
        request.principal.clone_from(&more.principal);
    }
    if !more.action.is_empty() {
        request.action.clone_from(&more.action);
    }
    take(&mut request.session_issuer, &more.session_issuer);
    take(&mut request.via_service, &more.via_service);
    take(&mut request.source_arn, &more.source_arn);
    take(&mut request.source_account, &more.source_account);
    take(&mut request.destination_key_id, &more.destination_key_id);
    take(&mut request.key_id, &more.key_id);
    take(&mut request.expect, &more.expect);
    if !more.encryption_context.is_empty() {
        request.encryption_context = more.encryption_context.clone();
    }
    if !more.destination_encryption_context.is_empty() {
        request.destination_encryption_context = more.destination_encryption_context.clone();
    }
    for (name, value) in &more.parameters {
        request.parameters.insert(name.clone(), value.clone());
    }
    for (name, value) in more.context.iter() {
        request.context.set(name, value.clone());
    }
}
