//! The callers that a set of key policies can tell apart, each with a way of arrival.
//!
//! Everyone whom a policy names; of each account that it mentions, and of one that it does not, the root user, another
//! user, another role, and one role or user for each kind of `aws:PrincipalArn` that its conditions tell apart; each
//! service, and another one.

use kms_authz::{
    Arrival, AuthorizationRequest, Caller, CallerKind, Certainty, ContextEntry, ContextValues, Origin,
    RequestContext, RequestResource,
};
use kms_policy::{
    AccountId, Arn, Identity, PolicyDocument, Principal, PrincipalElement, PrincipalEntry, Statement,
};

use crate::automaton::{Shape, Tokens, explore};
use crate::kinds::place_of;

/// Somebody who calls, in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Who {
    /// The principal's ARN, or the name of the service.
    pub(crate) principal: String,
    /// The ARN of the role or user behind a session.
    pub(crate) issuer: Option<String>,
    /// Whether the call comes through a service.
    pub(crate) through_service: bool,
    /// What it stands for.
    pub(crate) stands_for: StandsFor,
    /// `aws:userid`, where the policy names a principal by its unique id.
    pub(crate) userid: Option<String>,
    /// The caller as the evaluator reads it, with its permissions boundary. Kept, since many questions ask for it.
    pub(crate) caller: Caller,
}

/// What a caller stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StandsFor {
    /// Only itself.
    Itself,
    /// The root user of its account.
    RootUser,
    /// Any user of its account that is not listed.
    OtherUser,
    /// Any role of its account that is not listed.
    OtherRole,
    /// Users and roles whose `aws:PrincipalArn` is of one kind.
    Matching,
    /// A federated user session.
    FederatedUser,
    /// A service that is not listed.
    OtherService,
}

impl Who {
    pub(crate) fn new(principal: &str, stands_for: StandsFor) -> Self {
        Self::read(principal.to_owned(), Caller::new(Principal::caller(principal), None), stands_for)
    }

    fn read(principal: String, caller: Caller, stands_for: StandsFor) -> Self {
        Self { principal, issuer: None, through_service: false, stands_for, userid: None, caller }
    }

    /// The same with the role or user behind the session.
    pub(crate) fn with_issuer(self, issuer: Option<String>) -> Self {
        let caller = Caller { issuer: issuer.as_deref().and_then(identity), ..self.caller };
        Self { issuer, caller, ..self }
    }

    fn with_boundary(self) -> Self {
        let caller = Caller { has_permissions_boundary: true, ..self.caller };
        Self { caller, ..self }
    }

    pub(crate) const fn has_boundary(&self) -> bool {
        self.caller.has_permissions_boundary
    }

    pub(crate) fn kind(&self) -> CallerKind {
        self.caller.kind()
    }

    /// The unique id by which the policies name the role or user.
    pub(crate) fn unique_id(&self) -> Option<&str> {
        self.userid.as_deref().and_then(|userid| userid.split(':').next())
    }

    /// How the call of a caller of this kind arrives.
    pub(crate) fn arrival_as(&self, kind: CallerKind) -> Arrival {
        Arrival::of(kind, self.through_service.then_some("service"))
    }

    /// A request of this caller that carries what follows from who calls, and nothing else.
    pub(crate) fn request(&self, permission: &'static str, key: &Arn) -> AuthorizationRequest {
        self.request_with(permission, key, &|_| true)
    }

    /// The same with these condition keys alone.
    pub(crate) fn request_with(
        &self,
        permission: &'static str,
        key: &Arn,
        is_asked: &dyn Fn(&str) -> bool,
    ) -> AuthorizationRequest {
        let caller = self.caller.clone();
        let mut context = RequestContext::default();
        let kind = caller.kind();
        let mut one = |key: &str, value: &dyn Fn() -> Option<String>| {
            if is_asked(key)
                && let Some(value) = value()
            {
                put(&mut context, key, ContextValues::One(value));
            }
        };
        let account = || caller.account().map(ToString::to_string);
        let service = || match &caller.principal {
            Principal::Service(service) => Some(service.as_str().to_owned()),
            _ => None,
        };
        one("aws:PrincipalIsAWSService", &|| Some((kind == CallerKind::Service).to_string()));
        one("aws:PrincipalAccount", &account);
        one("kms:CallerAccount", &account);
        one("aws:PrincipalArn", &|| self.principal_arn(&caller));
        one("aws:PrincipalType", &|| {
            let name = match kind {
                CallerKind::RootUser => "Account",
                CallerKind::User => "User",
                CallerKind::RoleSession => "AssumedRole",
                CallerKind::FederatedUserSession => "FederatedUser",
                CallerKind::Service | CallerKind::Unrecognized => return None,
            };
            Some(name.to_owned())
        });
        one("aws:username", &|| match &caller.principal {
            Principal::User(user) => Some(user.name.clone()),
            _ => None,
        });
        one("aws:userid", &|| match (&caller.principal, &self.userid) {
            (_, Some(userid)) => Some(userid.clone()),
            (Principal::Account { account, .. }, _) => Some(account.to_string()),
            (Principal::FederatedUser { home, name }, _) => Some(format!("{}:{name}", home.account)),
            _ => None,
        });
        one("aws:ViaAWSService", &|| match self.arrival_as(kind) {
            Arrival::Direct | Arrival::Service => Some("false".to_owned()),
            Arrival::ForwardAccessSession => Some("true".to_owned()),
            Arrival::ServiceThroughService => None,
        });
        one("aws:PrincipalServiceName", &service);
        if let Some(name) = service().filter(|_| is_asked("aws:PrincipalServiceNamesList")) {
            put(&mut context, "aws:PrincipalServiceNamesList", ContextValues::Many(vec![name]));
        }
        AuthorizationRequest { caller, permission, resource: RequestResource::Key(key.clone()), context }
    }

    fn principal_arn(&self, caller: &Caller) -> Option<String> {
        match &caller.principal {
            Principal::Service(_) => None,
            Principal::AssumedRole { .. } => self.issuer.clone(),
            Principal::Account { account, partition } => {
                Some(format!("arn:{}:iam::{account}:root", partition.as_deref().unwrap_or("aws")))
            }
            _ => Some(self.principal.clone()),
        }
    }
}

/// Puts a condition key into a request.
pub(crate) fn put(context: &mut RequestContext, key: &str, values: ContextValues) {
    context.set(ContextEntry {
        key: key.to_owned(),
        values,
        origin: Origin::Typed,
        certainty: Certainty::Documented,
    });
}

pub(crate) fn identity(arn: &str) -> Option<Identity> {
    match Principal::aws(arn) {
        Principal::Role(identity) | Principal::User(identity) => Some(identity),
        _ => None,
    }
}

/// What of the policies bears on who calls.
pub(crate) struct Mentioned<'d> {
    pub(crate) documents: &'d [&'d PolicyDocument],
    /// Their statements, without those that the question does not need.
    pub(crate) statements: Vec<&'d Statement>,
    /// The patterns that conditions compare `aws:PrincipalArn` with.
    pub(crate) arns: Vec<Tokens>,
    /// The patterns that conditions compare an account ID of the caller with.
    pub(crate) accounts: Vec<Tokens>,
    /// The patterns that conditions compare `aws:username` with.
    pub(crate) users: Vec<Tokens>,
    /// Values of conditions that follow from who calls.
    pub(crate) values: Vec<&'d str>,
    pub(crate) key: &'d Arn,
    /// Callers whom no policy need name, each with the role or user behind its session.
    pub(crate) also: &'d [(String, Option<String>)],
    /// Whether a Deny with `NotPrincipal` makes a permissions boundary matter.
    pub(crate) boundaries: bool,
}

impl<'d> Mentioned<'d> {
    /// Whom the statements name.
    fn principals(&self) -> impl Iterator<Item = &'d Principal> {
        items(self.statements.iter().copied()).map(|entry| &entry.principal)
    }
}

/// How many callers may be told apart; more, and the answer is not known.
const MOST: usize = 4000;

/// Every caller that there may be need to tell apart; none: too many.
pub(crate) fn callers(mentioned: &Mentioned<'_>) -> Option<Vec<Who>> {
    let names = Names::of(mentioned);
    let (deleted, mut direct): (Vec<Who>, Vec<Who>) =
        named(mentioned, &names).into_iter().partition(|who| who.userid.is_some());
    let partition = mentioned.key.partition();
    for account in accounts(mentioned)? {
        let arn = |rest: &str| format!("arn:{partition}:iam::{account}:{rest}");
        let Names { other, session: any, .. } = &names;
        direct.push(Who::new(&arn(&format!("user/{other}")), StandsFor::OtherUser));
        direct.push(session_of(&arn(&format!("role/{other}")), any, StandsFor::OtherRole)?);
        // Behind the others: a request of somebody else is the better example.
        direct.push(Who::new(&arn("root"), StandsFor::RootUser));
        if !mentioned.users.is_empty() {
            let names = explore(&mentioned.users, "", Shape::Name)?;
            let names = names.iter().filter(|name| !name.contains('/'));
            direct.extend(names.map(|name| Who::new(&arn(&format!("user/{name}")), StandsFor::Matching)));
        }
        for (kind, is_role) in [("role/", true), ("user/", false)] {
            if mentioned.arns.is_empty() {
                break;
            }
            for name in explore(&mentioned.arns, &arn(kind), Shape::Name)? {
                let arn = arn(&format!("{kind}{name}"));
                // One that a condition names without wildcards stands for itself alone.
                let is_named = mentioned.values.contains(&arn.as_str());
                let stands_for = if is_named { StandsFor::Itself } else { StandsFor::Matching };
                direct.push(match is_role {
                    true => session_of(&arn, any, stands_for)?,
                    false => Who::new(&arn, stands_for),
                });
            }
        }
    }
    direct.push(Who::new(&format!("{}.amazonaws.com", names.service), StandsFor::OtherService));
    // Behind all others: a request of somebody who exists is the better example.
    direct.extend(deleted);
    let mut all = Vec::new();
    for who in direct {
        let bounded =
            mentioned.boundaries && !matches!(who.kind(), CallerKind::RootUser | CallerKind::Service);
        for through_service in [false, true] {
            all.push(Who { through_service, ..who.clone() });
            if bounded {
                all.push(Who { through_service, ..who.clone().with_boundary() });
            }
        }
    }
    (all.len() <= MOST).then_some(all)
}

/// Names that no policy has, for those who stand for all whom none names.
struct Names {
    /// Of users, roles and federated users.
    other: String,
    /// Of sessions.
    session: String,
    /// Of services.
    service: String,
    /// Of users and roles that were deleted.
    deleted: String,
}

impl Names {
    fn of(mentioned: &Mentioned<'_>) -> Self {
        let mut known: Vec<&str> = mentioned.values.clone();
        known.extend(written(mentioned.documents));
        let fresh = |name: &str| {
            let is_new = |name: &String| !known.iter().any(|text| text.contains(name.as_str()));
            let mut numbered = (1..100).map(|number| match number {
                1 => name.to_owned(),
                _ => format!("{name}{number}"),
            });
            numbered.find(is_new).unwrap_or_else(|| name.to_owned())
        };
        Self {
            other: fresh("Other"),
            session: fresh("session"),
            service: fresh("other"),
            deleted: fresh("Deleted"),
        }
    }
}

/// A session of the role with this ARN.
fn session_of(role: &str, name: &str, stands_for: StandsFor) -> Option<Who> {
    Some(session(&identity(role)?, name, stands_for))
}

/// A session of a role.
fn session(role: &Identity, name: &str, stands_for: StandsFor) -> Who {
    let Identity { home, name: role_name, .. } = role;
    let principal = format!("arn:{}:sts::{}:assumed-role/{role_name}/{name}", home.partition, home.account);
    let read =
        Principal::AssumedRole { home: home.clone(), role: role_name.clone(), session: name.to_owned() };
    let caller = Caller::new(read, Some(role.clone()));
    Who { issuer: Some(arn_of("role", role)), ..Who::read(principal, caller, stands_for) }
}

fn arn_of(kind: &str, identity: &Identity) -> String {
    let Identity { home, path, name } = identity;
    format!("arn:{}:iam::{}:{kind}{path}{name}", home.partition, home.account)
}

fn items<'d>(statements: impl Iterator<Item = &'d Statement>) -> impl Iterator<Item = &'d PrincipalEntry> {
    let lists = statements.filter_map(|statement| match &statement.principal {
        Some(PrincipalElement::Principal(list) | PrincipalElement::NotPrincipal(list)) => Some(list),
        None => None,
    });
    lists.flat_map(|list| list.items.iter())
}

/// The texts of all principals.
fn written<'d>(documents: &'d [&'d PolicyDocument]) -> impl Iterator<Item = &'d str> {
    let statements = documents.iter().flat_map(|document| &document.statements);
    items(statements).map(|entry| entry.text.value.as_str())
}

/// Whether a policy names this principal itself.
pub(crate) fn is_named(documents: &[&PolicyDocument], principal: &str) -> bool {
    written(documents).any(|text| text == principal)
}

/// Everyone whom the policies name, as callers.
fn named(mentioned: &Mentioned<'_>, names: &Names) -> Vec<Who> {
    let mut all: Vec<Who> = Vec::new();
    let mut push = |who: Who| {
        if !all.contains(&who) {
            all.push(who);
        }
    };
    let account = mentioned.key.account();
    let partition = mentioned.key.partition();
    for principal in mentioned.principals() {
        match principal {
            Principal::User(user) => {
                let arn = arn_of("user", user);
                push(Who::new(&arn, StandsFor::Itself));
                let home = &user.home;
                let federated =
                    format!("arn:{}:sts::{}:federated-user/{}", home.partition, home.account, names.other);
                push(Who::new(&federated, StandsFor::FederatedUser).with_issuer(Some(arn)));
            }
            Principal::Role(role) => {
                push(session(role, &names.session, StandsFor::Itself));
            }
            Principal::AssumedRole { home, role, session: name } => {
                // The role's path is known where the policies name the role too.
                let same = |other: &&Principal| matches!(other, Principal::Role(r) if r.home == *home && r.name == *role);
                let path = mentioned.principals().find(same);
                let found = match path {
                    Some(Principal::Role(found)) => found.clone(),
                    _ => Identity { home: home.clone(), path: "/".to_owned(), name: role.clone() },
                };
                push(session(&found, name, StandsFor::Itself));
                push(session(&found, &names.session, StandsFor::Itself));
            }
            Principal::FederatedUser { home, name } => {
                let arn = format!("arn:{}:sts::{}:federated-user/{name}", home.partition, home.account);
                push(Who::new(&arn, StandsFor::Itself));
            }
            Principal::Service(service) => push(Who::new(service.as_str(), StandsFor::Itself)),
            Principal::UniqueId(id) if id.starts_with("AIDA") => {
                let arn = format!("arn:{partition}:iam::{account}:user/{}", names.deleted);
                push(Who { userid: Some(id.clone()), ..Who::new(&arn, StandsFor::Itself) });
            }
            Principal::UniqueId(id) => {
                let role = format!("arn:{partition}:iam::{account}:role/{}", names.deleted);
                let userid = Some(format!("{id}:{}", names.session));
                if let Some(who) = session_of(&role, &names.session, StandsFor::Itself) {
                    push(Who { userid, ..who });
                }
            }
            Principal::Everyone | Principal::Account { .. } | Principal::Unrecognized => {}
        }
    }
    for (principal, issuer) in mentioned.also {
        match Principal::caller(principal) {
            // Who is named by the account alone is there in any case.
            Principal::Everyone | Principal::Account { .. } | Principal::Unrecognized => {}
            Principal::Role(role) => push(session(&role, &names.session, StandsFor::Itself)),
            _ => push(Who::new(principal, StandsFor::Itself).with_issuer(issuer.clone())),
        }
    }
    for value in &mentioned.values {
        // Of a pattern of services one of them: with a Region where the wildcard is.
        let value = value.replace('*', "us-east-1").replace('?', "x");
        if let Principal::Service(service) = Principal::caller(&value) {
            push(Who::new(service.as_str(), StandsFor::Itself));
        }
    }
    all
}

/// The accounts that the policies mention, and one that they do not: the key's first.
fn accounts(mentioned: &Mentioned<'_>) -> Option<Vec<AccountId>> {
    let own = AccountId::new(mentioned.key.account());
    let mut found: Vec<AccountId> = Vec::new();
    let mut add = |account: AccountId| {
        if let Err(place) = place_of(&found, &account, |known| known) {
            found.insert(place, account);
        }
    };
    mentioned.principals().filter_map(Principal::account).for_each(|account| add(*account));
    for value in &mentioned.values {
        value.split(':').filter_map(AccountId::new).for_each(&mut add);
    }
    let others = ["999999999999", "888888888888", "777777777777", "101010101010", "123123123123"];
    let other = others
        .into_iter()
        .filter_map(AccountId::new)
        .find(|other| !found.contains(other) && own != Some(*other));
    found.retain(|account| own != Some(*account));
    let alike = explore(&mentioned.accounts, "", Shape::Account)?;
    let mut all: Vec<AccountId> = own.into_iter().collect();
    all.extend(found);
    all.extend(other);
    for account in alike.iter().filter_map(|text| AccountId::new(text)) {
        if !all.contains(&account) {
            all.push(account);
        }
    }
    Some(all)
}
