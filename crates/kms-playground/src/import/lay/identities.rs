//! IAM policies, given to whom they belong: a policy of a role that calls in no request says nothing of the caller.

use kms_policy::{Arn, Principal};

use super::{Laid, replace_or_push};
use crate::import::draft::{Attached, AttachedKind, Draft, FoundPolicy, Owner};
use crate::import::identity::last;
use crate::import::{policy, propose};
use crate::report::PolicyKind;
use crate::report::codes::ImportCode;
use crate::scenario::{Caller, NamedPolicy, PolicyText, Request};

/// What an assumption begins with that says which policies are still missing.
const LACKS: &str = "Attached too, and not in the text: ";

/// Where the policies of a role or user belong.
#[derive(Clone, Copy)]
enum Place {
    /// To the callers of all requests that have no policies of their own.
    All,
    /// To one caller: the place in `callers`.
    One(usize),
}

impl Laid {
    /// Gives IAM policies and boundaries to those that they are attached to.
    pub(super) fn identities(&mut self, draft: &mut Draft) {
        let mut found = std::mem::take(&mut draft.identity_policies);
        let attached = std::mem::take(&mut draft.attached);
        name_versions(&mut found, &attached);
        let mut others: Vec<String> = Vec::new();
        let mut unnamed = 0;
        for policy in &found {
            let owners = owners(policy, &attached);
            let mut named =
                NamedPolicy { name: policy.name.clone(), text: PolicyText::new(policy.text.clone()) };
            if named.name.is_empty() {
                unnamed += 1;
                named.name = if unnamed == 1 { "pasted".to_owned() } else { format!("pasted-{unnamed}") };
            }
            // Whose it is, nothing says: the caller's, as a person means who pastes it alone.
            if owners.is_empty() && !policy.is_one_of_all {
                self.give(Place::All, named, false, policy);
                continue;
            }
            for owner in owners {
                if let Some(place) = self.place_of_owner(owner) {
                    if policy.is_one_of_all {
                        draft.recognise_policy(PolicyKind::IdentityPolicy, policy.span, "An IAM policy.");
                    }
                    for is_boundary in roles(policy, owner, &attached) {
                        self.give(place, named.clone(), is_boundary, policy);
                    }
                } else if !others.contains(&owner.name) {
                    others.push(owner.name.clone());
                }
            }
        }
        self.described(&attached);
        self.lacking(&attached, &found);
        if !others.is_empty() {
            others.truncate(3);
            let names = others.join("`, `");
            let text = format!("The policies of `{names}` were left out: no request is from there.");
            self.note(ImportCode::OtherIdentity, "identityPolicies", text);
        }
        (draft.identity_policies, draft.attached) = (found, attached);
    }

    /// The role or user that a text is about, if it is one, as who calls.
    pub(super) fn sole_identity(&self, draft: &Draft) -> Option<(String, &'static str)> {
        let inline = draft.identity_policies.iter().filter_map(|it| it.owner.as_ref());
        let mut owners = draft.attached.iter().map(|it| &it.owner).chain(inline).filter(|it| is_caller(it));
        let first = owners.next()?;
        let arn = draft.attached.iter().map(|it| &it.owner).find(|it| same(it, first) && !it.arn.is_empty());
        if !owners.all(|it| same(it, first)) {
            return None;
        }
        if let Some(known) = arn {
            return Some((known.arn.clone(), "Proposed: the text has what is attached to it."));
        }
        let [_, partition, _, _, account, _] =
            Arn::split(&self.scenario.key.arn).filter(|_| !self.stands_in[1])?;
        let why = "Proposed: the text has policies of it. It is assumed to belong to the key's account.";
        Some((format!("arn:{partition}:iam::{account}:{}/{}", first.kind, first.name), why))
    }

    /// Where the policies of this role or user belong; nothing if it calls in no request.
    fn place_of_owner(&mut self, owner: &Owner) -> Option<Place> {
        let requests = || self.scenario.requests.iter().filter(|it| !it.principal.is_empty());
        let by = requests().find(|it| is_by(it, owner));
        if by.is_none() {
            return requests().next().is_none().then_some(Place::All);
        }
        let principal = by.map(issuer)?.to_owned();
        if let Some(known) = self.scenario.callers.iter().position(|it| it.principal == principal) {
            return Some(Place::One(known));
        }
        if requests().all(|it| is_by(it, owner)) {
            return Some(Place::All);
        }
        // What applies to all applies to it still.
        let levels = self.scenario.service_control_policies.clone();
        let caller = Caller { principal, service_control_policies: levels, ..Caller::default() };
        self.scenario.callers.push(caller);
        Some(Place::One(self.scenario.callers.len() - 1))
    }

    fn give(&mut self, place: Place, named: NamedPolicy, is_boundary: bool, found: &FoundPolicy) {
        let scenario = &mut self.scenario;
        let (policies, boundary, field) = match place {
            Place::All => {
                let field = if is_boundary { "permissionsBoundary" } else { "identityPolicies" };
                (&mut scenario.identity_policies, &mut scenario.permissions_boundary, field)
            }
            Place::One(at) => match scenario.callers.get_mut(at) {
                Some(caller) => (&mut caller.identity_policies, &mut caller.permissions_boundary, "callers"),
                None => return,
            },
        };
        match is_boundary {
            true => *boundary = Some(named),
            false => replace_or_push(policies.get_or_insert_default(), named),
        }
        self.set(field, found.span);
    }

    /// What a role is like tells which path its sessions have.
    fn described(&mut self, attached: &[Attached]) {
        for it in attached {
            let has_path = it.kind == AttachedKind::Described && it.owner.arn.matches('/').count() > 1;
            for (nth, request) in self.scenario.requests.iter_mut().enumerate().filter(|_| has_path) {
                let is_session = request.session_issuer.is_none() && request.principal.contains(":sts:");
                if is_session && is_by(request, &it.owner) {
                    request.session_issuer = Some(it.owner.arn.clone());
                    self.spans.push((format!("requests[{nth}].sessionIssuer"), it.span));
                }
            }
        }
    }

    /// Asks for what a list names and the text lacks.
    fn lacking(&mut self, attached: &[Attached], found: &[FoundPolicy]) {
        let has = |name: &str| found.iter().any(|it| it.name == name);
        // What an earlier text lacked and this one has is known now.
        let before = self.scenario.assumed.iter().find(|it| it.text.starts_with(LACKS));
        let names = before.map(|it| it.text.split('`').skip(1).step_by(2)).into_iter().flatten();
        let mut lacks: Vec<String> = names.filter(|name| !has(last(name))).map(str::to_owned).collect();
        for it in attached {
            let known = match it.kind {
                AttachedKind::Inline | AttachedKind::Managed => has(last(&it.id)),
                AttachedKind::Boundary if self.scenario.permissions_boundary.is_none() => has(last(&it.id)),
                _ => true,
            };
            let owner = &it.owner;
            if known
                || it.id.is_empty()
                || lacks.contains(&it.id)
                || is_caller(owner) && self.place_of_owner(owner).is_none()
            {
                continue;
            }
            if it.kind == AttachedKind::Boundary {
                let text = format!(
                    "The permissions boundary of `{}` is `{}`. Paste its document.",
                    owner.name, it.id
                );
                self.assume("permissionsBoundary", "Its document is not in the text. None is assumed.");
                self.ask("permissionsBoundary", text, vec![it.id.clone()]);
            } else {
                lacks.push(it.id.clone());
            }
        }
        if lacks.is_empty() {
            return;
        }
        let mut text = LACKS.to_owned();
        for (nth, id) in lacks.iter().take(20).enumerate() {
            text.push_str(if nth > 0 { ", `" } else { "`" });
            text.push_str(id);
            text.push('`');
        }
        text.push_str(". They are assumed to say nothing of the key.");
        self.ask("identityPolicies", text.clone(), lacks);
        self.assume_too("identityPolicies", &text);
    }

    /// A request from the role or user that the text is about, where it has no other.
    pub(super) fn request_of_identity(&mut self, draft: &Draft, operation: Option<String>) -> bool {
        let Some((principal, why)) = self.sole_identity(draft) else { return false };
        let mut action = operation.unwrap_or_default();
        for policy in &draft.identity_policies {
            for statement in &policy::parsed(&policy.text).statements {
                match propose::operation(statement).filter(|name| name.starts_with("kms:")) {
                    Some(listed) if action.is_empty() => action = listed,
                    _ => {}
                }
            }
        }
        if !action.is_empty() {
            self.assume("requests[0].action", "Proposed from the policies: an operation that they list.");
        }
        self.assume("requests[0].principal", why);
        self.scenario.requests.push(Request { principal, action, ..Request::default() });
        true
    }
}

/// Gives `get-policy-version` the ARN that `get-policy` or a list names, where only one is possible.
fn name_versions(found: &mut [FoundPolicy], attached: &[Attached]) {
    let is_open = |it: &FoundPolicy| it.arn.is_empty() && it.owner.is_none() && is_version(&it.name);
    let is_only = found.iter().filter(|it| is_open(it)).count() == 1;
    for at in 0..found.len() {
        let Some(policy) = found.get(at).filter(|it| is_open(it)) else { continue };
        let mut arn = "";
        let mut is_sure = true;
        for it in attached.iter().filter(|it| !it.id.is_empty()) {
            let fits = match it.kind {
                AttachedKind::Version => it.owner.name == policy.name,
                AttachedKind::Managed => is_only,
                _ => false,
            };
            if fits && found.iter().all(|known| known.arn != it.id) {
                is_sure &= arn.is_empty() || arn == it.id;
                arn = &it.id;
            }
        }
        if let Some(policy) = found.get_mut(at).filter(|_| is_sure && !arn.is_empty()) {
            last(arn).clone_into(&mut policy.name);
            arn.clone_into(&mut policy.arn);
        }
    }
}

/// Whether a name is that of a version, as `v4` is.
fn is_version(name: &str) -> bool {
    name.strip_prefix('v').is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The roles and users that a policy is attached to, as far as the text says.
fn owners<'a>(policy: &'a FoundPolicy, attached: &'a [Attached]) -> Vec<&'a Owner> {
    let lines = attached.iter().filter(|it| {
        !policy.arn.is_empty()
            && it.id == policy.arn
            && matches!(it.kind, AttachedKind::Managed | AttachedKind::Boundary)
            && !it.owner.name.is_empty()
    });
    let mut owners: Vec<&Owner> = policy.owner.iter().chain(lines.map(|it| &it.owner)).collect();
    // Those of a group are its members'.
    for at in 0..owners.len() {
        let Some(group) = owners.get(at).copied().filter(|it| it.kind == "group") else { continue };
        let members = attached.iter().filter(|it| it.kind == AttachedKind::Group && it.id == group.name);
        owners.extend(members.map(|it| &it.owner));
    }
    let has_members = owners.iter().any(|it| is_caller(it));
    owners.retain(|it| is_caller(it) || !has_members);
    owners
}

/// Whether a policy is attached to a role or user (false), is its boundary (true), or both.
fn roles(policy: &FoundPolicy, owner: &Owner, attached: &[Attached]) -> Vec<bool> {
    let is = |it: &&Attached| it.owner == *owner && it.id == policy.arn && !policy.arn.is_empty();
    let mut roles: Vec<bool> =
        attached.iter().filter(is).map(|it| it.kind == AttachedKind::Boundary).collect();
    if roles.is_empty() {
        roles.push(false);
    }
    roles
}

/// Whether it is somebody who can call: a group cannot.
fn is_caller(owner: &Owner) -> bool {
    matches!(owner.kind, "role" | "user")
}

fn same(one: &Owner, other: &Owner) -> bool {
    one.kind == other.kind && one.name == other.name
}

/// The role or user behind a call.
fn issuer(request: &Request) -> &str {
    request.session_issuer.as_deref().unwrap_or(&request.principal)
}

/// Whether a call is by this role or user.
fn is_by(request: &Request, owner: &Owner) -> bool {
    let (kind, name, home) = match Principal::aws(issuer(request)) {
        Principal::Role(it) => ("role", it.name, it.home),
        Principal::AssumedRole { home, role, .. } => ("role", role, home),
        Principal::User(it) => ("user", it.name, it.home),
        _ => return false,
    };
    let account =
        Arn::split(&owner.arn).is_none_or(|[_, _, _, _, account, _]| account == home.account.as_str());
    owner.kind == kind && owner.name == name && account
}
