//! Lays what was found in a text over a scenario: what it sets, what is assumed, and what is still to be asked.

use kms_policy::{Arn, Span};

use super::draft::{Draft, FoundKey, FoundPlaceholder, FoundPolicy, FoundRequest};
use super::home::{self, Known};
use super::{policy, propose};
use crate::refusal::{self, Layer};
use crate::report::{Decision, Note, PolicyKind};
use crate::scenario::{Grant, Key, MAX_REQUESTS, NamedPolicy, PolicyText, Request, Scenario};

/// A question: field, text, choices.
pub(super) type Question = (String, String, Vec<String>);

/// A scenario in the making.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub(super) scenario: Scenario,
    /// Whether nothing of the given scenario is left.
    pub(super) fresh: bool,
    /// Whether the key's ARN stands for one that nobody gave.
    pub(super) key_is_derived: bool,
    /// Whether the Region, and the account, of the key are stand-ins.
    pub(super) stands_in: [bool; 2],
    /// The key policy before a change.
    pub(super) before: Option<String>,
    /// Where the text sets a field.
    pub(super) spans: Vec<(String, Span)>,
    /// Fields that are assumed, with the reason.
    pub(super) assumed: Vec<(String, String)>,
    pub(super) asks: Vec<Question>,
    pub(super) notes: Vec<Note>,
}

/// A scenario without anything in it.
pub(super) fn blank() -> Scenario {
    Scenario { key: Key::new(""), ..Scenario::default() }
}

/// Lays what was found over the given scenario, or over none where that is an example.
pub(super) fn lay(draft: &mut Draft, given: Option<&Scenario>, chosen: Option<&str>) -> Laid {
    let own = given.filter(|given| given.about.is_none());
    let mut laid =
        Laid { fresh: own.is_none(), scenario: own.cloned().unwrap_or_else(blank), ..Laid::default() };
    laid.notes.append(&mut draft.notes);
    laid.asks.append(&mut draft.asks);
    // Read before anything changes: what was proposed is nobody's own.
    let proposed = is_proposal(&laid.scenario);
    laid.key_is_derived = is_derived(&laid.scenario, proposed);
    laid.key_policy(draft, chosen);
    laid.other_policies(draft);
    laid.key(draft);
    laid.grants(draft);
    if proposed && (!draft.requests.is_empty() || !draft.key_policies.is_empty()) {
        laid.scenario.requests.clear();
    }
    laid.requests(draft);
    laid.caller(draft);
    laid.first_request(draft);
    laid.refusals(draft);
    laid
}

/// Whether the only request is the one that the key policy proposes.
fn is_proposal(scenario: &Scenario) -> bool {
    let [only] = scenario.requests.as_slice() else { return false };
    let document = policy::parsed(scenario.key_policy.text());
    propose::first_request(&document).is_some_and(|proposed| proposed == *only)
}

/// Whether the key's ARN stands for one that nobody gave: the person's own is kept.
fn is_derived(scenario: &Scenario, proposed: bool) -> bool {
    let arn = &scenario.key.arn;
    let policy = scenario.key_policy.text();
    arn.is_empty()
        || home::is_stand_in(arn)
            && (policy.is_empty()
                || (proposed || scenario.requests.is_empty())
                    && home::home_of(&policy::parsed(policy)).stand_in() == *arn)
}

impl Laid {
    pub(super) fn set(&mut self, field: impl Into<String>, span: Span) {
        self.spans.push((field.into(), span));
    }

    fn assume(&mut self, field: &str, why: impl Into<String>) {
        self.assumed.push((field.to_owned(), why.into()));
    }

    fn ask(&mut self, field: &str, text: impl Into<String>, choices: Vec<String>) {
        if self.asks.iter().all(|(known, ..)| known != field) {
            self.asks.push((field.to_owned(), text.into(), choices));
        }
    }

    fn note(&mut self, code: &'static str, path: &str, text: impl Into<String>) {
        let note = Note::new(code, text).at(path);
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn key_policy(&mut self, draft: &mut Draft, chosen: Option<&str>) {
        let mut seen: Vec<FoundPolicy> = Vec::new();
        for found in std::mem::take(&mut draft.key_policies) {
            if seen.iter().all(|known| known.text != found.text || known.name != found.name) {
                seen.push(found);
            }
        }
        draft.key_policies = seen;
        let found = &draft.key_policies;
        let by_name = chosen.and_then(|name| found.iter().find(|it| called(it, found) == name));
        let Some(taken) = by_name.or(found.first()) else { return };
        if found.len() > 1 && by_name.is_none() {
            let choices = found.iter().map(|it| called(it, found)).collect();
            let text = format!("The text has {} key policies. Which one is the key's?", found.len());
            self.ask("keyPolicy", text, choices);
        }
        self.scenario.key_policy = PolicyText::new(taken.text.clone());
        self.set("keyPolicy", taken.span);
        let stand_ins = taken.stand_ins.iter().map(|(name, value)| FoundPlaceholder {
            field: "keyPolicy".to_owned(),
            name: name.clone(),
            value: Some(value.clone()),
            span: taken.span,
        });
        draft.placeholders.extend(stand_ins);
        if let Some(key) = &taken.key {
            draft.keys.insert(0, FoundKey { key: key.clone(), span: taken.span, certain: true });
        }
        self.before.clone_from(&taken.before);
        if taken.before.is_some() {
            let text = "The text has the policy before and after a change. The scenario has the one after.";
            self.note("policyAfterChange", "keyPolicy", text);
        }
    }

    fn other_policies(&mut self, draft: &mut Draft) {
        let mut unnamed = 0;
        for found in &draft.identity_policies {
            let name = match found.name.as_str() {
                "" => {
                    unnamed += 1;
                    if unnamed == 1 { "pasted".to_owned() } else { format!("pasted-{unnamed}") }
                }
                name => name.to_owned(),
            };
            let list = self.scenario.identity_policies.get_or_insert_default();
            replace_or_push(list, NamedPolicy { name, text: PolicyText::new(found.text.clone()) });
            self.set("identityPolicies", found.span);
        }
        for (kind, found) in &draft.other_policies {
            let name = if found.name.is_empty() { "pasted".to_owned() } else { found.name.clone() };
            let named = NamedPolicy { name, text: PolicyText::new(found.text.clone()) };
            let scenario = &mut self.scenario;
            let levels = match kind {
                PolicyKind::ServiceControlPolicy => Some(&mut scenario.service_control_policies),
                PolicyKind::ResourceControlPolicy => Some(&mut scenario.resource_control_policies),
                _ => None,
            };
            match (kind, levels) {
                (_, Some(levels)) => {
                    let levels = levels.get_or_insert_default();
                    match levels.last_mut() {
                        Some(level) => replace_or_push(level, named),
                        None => levels.push(vec![named]),
                    }
                }
                (PolicyKind::PermissionsBoundary, _) => scenario.permissions_boundary = Some(named),
                (PolicyKind::SessionPolicy, _) => {
                    replace_or_push(scenario.session_policies.get_or_insert_default(), named);
                }
                (PolicyKind::VpcEndpointPolicy, _) => scenario.vpc_endpoint_policy = Some(named),
                _ => replace_or_push(scenario.identity_policies.get_or_insert_default(), named),
            }
            if let Some(row) = refusal::row(*kind) {
                self.set(row.field, found.span);
            }
        }
    }

    fn key(&mut self, draft: &mut Draft) {
        let of_requests: Vec<(String, Span)> =
            draft.requests.iter().filter_map(|it| Some((it.key.clone()?, field_span(it, "key")))).collect();
        for (arn, span) in of_requests {
            draft.keys.push(FoundKey { key: Key::new(arn), span, certain: true });
        }
        let is_alias = |arn: &str| arn.contains(":alias/");
        let mut named =
            draft.keys.iter().filter(|it| it.certain && !it.key.arn.is_empty() && !is_alias(&it.key.arn));
        if let Some(main) = named.next() {
            let (arn, span) = (main.key.arn.clone(), main.span);
            let mut others: Vec<String> = Vec::new();
            for other in named.map(|it| &it.key.arn) {
                if *other != arn && !others.contains(other) && others.len() < 20 {
                    others.push(other.clone());
                }
            }
            let destinations = draft.requests.iter().filter_map(|it| it.request.destination_key_id.as_ref());
            let destinations: Vec<String> = destinations.cloned().collect();
            others.retain(|other| !destinations.contains(other));
            if !others.is_empty() {
                others.insert(0, arn.clone());
                self.ask(
                    "key.arn",
                    "The text names several keys. Which one does the key policy belong to?",
                    others,
                );
            }
            if self.scenario.key.arn != arn && !self.key_is_derived {
                let text = format!(
                    "The text is about key `{arn}`; the scenario was about `{}`.",
                    self.scenario.key.arn
                );
                self.note("otherKey", "key.arn", text);
                // Another key: what was known of the one before is not known of it.
                self.scenario.key = Key::new("");
            }
            self.scenario.key.arn = arn;
            self.set("key.arn", span);
        } else {
            self.key_of_alias_or_hint(draft);
        }
        self.key_facts(draft);
        self.key_from_policy(draft);
    }

    /// Where an alias, or what the text says of the key's Region and account, is all that is known.
    fn key_of_alias_or_hint(&mut self, draft: &Draft) {
        let Some(hint) = draft.keys.iter().find(|it| !it.key.arn.is_empty()) else { return };
        let Some([_, partition, _, region, account, resource]) = Arn::split(&hint.key.arn) else { return };
        if !self.key_is_derived {
            return;
        }
        self.set("key.arn", hint.span);
        if super::cloud_trail::is_key_arn(&hint.key.arn) && !home::is_stand_in(&hint.key.arn) {
            self.scenario.key.arn.clone_from(&hint.key.arn);
            self.assume("key.arn", "It is the only key that the text names.");
            return;
        }
        self.scenario.key.arn = format!("arn:{partition}:kms:{region}:{account}:key/{}", home::KEY_ID);
        self.assume("key.arn", "The text gives the key's Region and account, but not its key id.");
        if let Some(alias) = resource.strip_prefix("alias/") {
            let alias = format!("alias/{alias}");
            if !self.scenario.key.aliases.contains(&alias) {
                self.scenario.key.aliases.push(alias);
            }
            self.set("key.aliases", hint.span);
        }
    }

    /// What else is said of the key: only of the one that the scenario is about.
    fn key_facts(&mut self, draft: &Draft) {
        let arn = self.scenario.key.arn.clone();
        for FoundKey { key: found, span, .. } in &draft.keys {
            if !found.arn.is_empty() && found.arn != arn {
                continue;
            }
            let key = &mut self.scenario.key;
            let mut fields = Vec::new();
            for alias in &found.aliases {
                if !key.aliases.contains(alias) {
                    key.aliases.push(alias.clone());
                }
                fields.push("key.aliases");
            }
            let mut take = |field, is_known: bool| fields.extend(is_known.then_some(field));
            take("key.keySpec", found.key_spec.is_some());
            take("key.keyUsage", found.key_usage.is_some());
            take("key.origin", found.origin.is_some());
            take("key.keyState", found.key_state.is_some());
            take("key.keyManager", found.key_manager.is_some());
            take("key.multiRegionKeyType", found.multi_region_key_type.is_some());
            take("key.tags", !found.tags.is_empty());
            key.key_spec = found.key_spec.or(key.key_spec);
            key.key_usage = found.key_usage.or(key.key_usage);
            key.origin = found.origin.or(key.origin);
            key.key_state = found.key_state.or(key.key_state);
            key.key_manager = found.key_manager.or(key.key_manager);
            key.multi_region_key_type = found.multi_region_key_type.or(key.multi_region_key_type);
            if !found.tags.is_empty() {
                key.tags = found.tags.clone();
            }
            for field in fields {
                self.set(field, *span);
            }
        }
    }

    /// What the key policy says of its key, where nothing else does.
    fn key_from_policy(&mut self, draft: &Draft) {
        if draft.key_policies.is_empty() || !self.key_is_derived {
            return;
        }
        let Some(span) = self.spans.iter().find(|(field, _)| field == "keyPolicy").map(|it| it.1) else {
            return;
        };
        let found = home::home_of(&policy::parsed(self.scenario.key_policy.text()));
        // A hint from elsewhere in the text is as good.
        if !self.scenario.key.arn.is_empty() && self.spans.iter().any(|(field, _)| field == "key.arn") {
            return;
        }
        self.scenario.key.arn = found.stand_in();
        self.set("key.arn", span);
        let key_note = match draft
            .placeholders
            .iter()
            .find(|it| it.name == "AWS::AccountId" || it.name == "AWS::Region")
        {
            // What the policy says of its account is then what stands in.
            Some(_) if found.arn.is_none() => template_note(&found.stand_in()),
            _ => key_note(&found),
        };
        if found.arn.is_none() {
            self.assume("key.arn", key_note.text.clone());
        }
        self.notes.push(key_note);
        self.ask_for_home(&found);
    }

    fn ask_for_home(&mut self, found: &home::Home) {
        let arn = |region: &str, account: &str| {
            format!("arn:{}:kms:{region}:{account}:key/{}", found.partition, home::KEY_ID)
        };
        if found.arn.is_none() {
            self.stands_in = [found.region.value().is_none(), found.account.value().is_none()];
        }
        let stand_in = found.stand_in();
        let [_, _, _, known_region, known_account, _] = Arn::split(&stand_in).unwrap_or_default();
        match (&found.region, &found.account) {
            _ if found.arn.is_some() => {}
            (Known::Said(..), Known::Said(..)) => {}
            (Known::Asked(regions), Known::Said(account, _)) => {
                let text = format!(
                    "Which Region is the key in? The policy does not say; {known_region} stands in until you do."
                );
                self.ask("key.arn", text, regions.iter().map(|region| arn(region, account)).collect());
            }
            (Known::Said(region, _), Known::Asked(accounts)) => {
                let text = format!(
                    "Which account owns the key? The policy does not say; {known_account} stands in until you do."
                );
                self.ask("key.arn", text, accounts.iter().map(|account| arn(region, account)).collect());
            }
            (Known::Asked(_), Known::Asked(accounts)) => {
                let text = "Which account owns the key, and in which Region is it? The policy says neither.";
                self.ask(
                    "key.arn",
                    text,
                    accounts.iter().map(|account| arn(known_region, account)).collect(),
                );
            }
        }
    }

    fn grants(&mut self, draft: &Draft) {
        let Some(found) = &draft.grants else { return };
        for (grant, span) in found {
            let same = |known: &&mut Grant| known.grant_id.is_some() && known.grant_id == grant.grant_id;
            match self.scenario.grants.iter_mut().find(same) {
                Some(known) => *known = grant.clone(),
                None => self.scenario.grants.push(grant.clone()),
            }
            self.set("grants", *span);
        }
    }

    fn requests(&mut self, draft: &Draft) {
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
                    "tooManyRequests",
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
                self.assume(&format!("requests[{place}].{field}"), why.clone());
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

    fn caller(&mut self, draft: &Draft) {
        let Some((principal, span)) = &draft.caller else { return };
        let known = self.scenario.requests.iter().any(|it| it.principal == *principal);
        if known {
            return;
        }
        let place = self.scenario.requests.iter().position(|it| it.principal.is_empty());
        if place.is_none() && !self.scenario.requests.is_empty() {
            let text = format!("The commands were run by `{principal}`, which no request is from.");
            self.note("otherCaller", "requests", text);
            return;
        }
        let Some(place) = place.or_else(|| self.append()) else { return };
        if let Some(request) = self.scenario.requests.get_mut(place) {
            request.principal.clone_from(principal);
        }
        self.asks.retain(|(field, ..)| *field != format!("requests[{place}].principal"));
        self.set(format!("requests[{place}].principal"), *span);
    }

    fn first_request(&mut self, draft: &Draft) {
        if draft.key_policies.is_empty() || !self.scenario.requests.is_empty() {
            return;
        }
        let document = policy::parsed(self.scenario.key_policy.text());
        let Some(request) = propose::first_request(&document) else {
            self.scenario.requests.push(Request::default());
            return;
        };
        self.scenario.requests.push(request);
        let why = "Proposed from the policy: the first caller that it names, and an operation that it lists.";
        self.assume("requests[0].principal", why);
        self.assume("requests[0].action", why);
    }

    fn refusals(&mut self, draft: &Draft) {
        for found in &draft.requests {
            let Some(refusal) = &found.refusal else { continue };
            let request = &found.request;
            let place = self
                .scenario
                .requests
                .iter()
                .position(|it| it.action == request.action && it.principal == request.principal)
                .unwrap_or_default();
            self.set(format!("requests[{place}].expect"), refusal.span);
            let which = match &refusal.policy_arn {
                Some(arn) => format!(" The message names `{arn}`."),
                None => String::new(),
            };
            let Some(Layer::Policy(kind)) = refusal.layer else {
                let why = match refusal.layer {
                    Some(_) => {
                        "The message leaves open whether the key policy allows nothing, denies explicitly, or the key is \
                         not in this Region. An implicit deny is assumed."
                    }
                    None => {
                        "The message gives no reason. An implicit deny is assumed; an explicit deny is possible."
                    }
                };
                self.assume(&format!("requests[{place}].expect"), why);
                self.note("expectAssumed", &format!("requests[{place}].expect"), why);
                continue;
            };
            let Some(row) = refusal::row(kind) else { continue };
            let name = row.none_allows.first().copied().unwrap_or_default();
            let says = match refusal.explicit {
                true => format!("AWS's message names an explicit deny in a {name}.{which}"),
                false => format!("AWS's message says that no {name} allows the action.{which}"),
            };
            let article = if name.starts_with(['i', 'a']) { "an" } else { "a" };
            let says = says.replace(&format!("in a {name}"), &format!("in {article} {name}"));
            self.note("refusalLayer", row.field, says.clone());
            match kind {
                PolicyKind::KeyPolicy => {}
                PolicyKind::IdentityPolicy if !refusal.explicit => {
                    if self.scenario.identity_policies.is_none() {
                        self.scenario.identity_policies = Some(Vec::new());
                        let why = "AWS's message says that no identity-based policy allows the action. Until the caller's policies are \
                                   given, none is assumed to be attached.";
                        self.assume("identityPolicies", why);
                        self.note("identityPoliciesAssumedEmpty", "identityPolicies", why);
                    }
                }
                _ if has_policies(&self.scenario, kind) => {}
                _ => {
                    let text = format!("{says} Which {name} is it? Paste its document.");
                    let choices = refusal.policy_arn.iter().cloned().collect();
                    self.ask(row.field, text, choices);
                }
            }
        }
    }
}

/// Whether a scenario has policies of a kind that a message names.
fn has_policies(scenario: &Scenario, kind: PolicyKind) -> bool {
    match kind {
        PolicyKind::KeyPolicy => !scenario.key_policy.text().is_empty(),
        PolicyKind::IdentityPolicy => scenario.identity_policies.as_ref().is_some_and(|it| !it.is_empty()),
        PolicyKind::PermissionsBoundary => scenario.permissions_boundary.is_some(),
        PolicyKind::SessionPolicy => scenario.session_policies.is_some(),
        PolicyKind::ServiceControlPolicy => scenario.service_control_policies.is_some(),
        PolicyKind::ResourceControlPolicy => scenario.resource_control_policies.is_some(),
        PolicyKind::VpcEndpointPolicy => scenario.vpc_endpoint_policy.is_some(),
    }
}

/// What is said of the key that a policy belongs to.
pub(super) fn key_note(found: &home::Home) -> Note {
    if let Some(arn) = &found.arn {
        let text = format!("The key is assumed to be `{arn}`, because a `Resource` of the policy names it.");
        return Note::new("keyFromResource", text).at("key.arn");
    }
    let stand_in = found.stand_in();
    let [_, _, _, region, account, _] = Arn::split(&stand_in).unwrap_or_default();
    let (code, of_account) = match &found.account {
        Known::Said(_, why) => ("keyFromAccountPrincipal", format!("because {why}")),
        Known::Asked(_) => {
            ("keyOfExampleAccount", "because the policy does not say which account owns it".to_owned())
        }
    };
    let of_region = match &found.region {
        Known::Said(_, why) => format!("to be in {region}, because {why}"),
        Known::Asked(_) => format!("to be in {region}, because the policy names no Region"),
    };
    let text = format!("The key is assumed to belong to account {account}, {of_account}, and {of_region}.");
    Note::new(code, text).at("key.arn")
}

/// What is said of the key of a template, whose account and Region only the stack has.
fn template_note(stand_in: &str) -> Note {
    let [_, _, _, region, account, _] = Arn::split(stand_in).unwrap_or_default();
    let text = format!(
        "The template does not say where its stack is. Account {account} and Region {region} stand in."
    );
    Note::new("keyOfTemplate", text).at("key.arn")
}

/// What a key policy is called among several.
fn called(found: &FoundPolicy, all: &[FoundPolicy]) -> String {
    let same = all.iter().filter(|it| it.name == found.name).count();
    if !found.name.is_empty() && same == 1 {
        return found.name.clone();
    }
    let nth = all.iter().position(|it| std::ptr::eq(it, found)).unwrap_or_default() + 1;
    if found.name.is_empty() { format!("policy {nth}") } else { format!("{} ({nth})", found.name) }
}

fn replace_or_push(list: &mut Vec<NamedPolicy>, policy: NamedPolicy) {
    match list.iter_mut().find(|known| known.name == policy.name) {
        Some(known) => *known = policy,
        None => list.push(policy),
    }
}

fn either<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
    a.is_none() || b.is_none() || a == b
}

/// Where a field of a call stands in the text; failing that, the call.
fn field_span(found: &FoundRequest, field: &str) -> Span {
    found.fields.iter().find(|(name, _)| *name == field).map_or(found.span, |(_, span)| *span)
}

/// Adds what `more` says to a request.
pub(super) fn overlay(request: &mut Request, more: &Request) {
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

/// The decision that a refusal sets as expected.
pub(super) const fn expectation(explicit: bool) -> Decision {
    if explicit { Decision::ExplicitDeny } else { Decision::ImplicitDeny }
}
