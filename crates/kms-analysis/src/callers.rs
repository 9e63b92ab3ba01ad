//! The callers that a set of key policies can tell apart, each with a way of arrival.
//!
//! Everyone whom a policy names; of each account that it mentions, and of one that it does not, the root user, another
//! user, another role, and one role or user for each kind of `aws:PrincipalArn` that its conditions tell apart; each
//! service, and another one.

mod who;

use kms_authz::CallerKind;
use kms_policy::{
    AccountId, Arn, Identity, PolicyDocument, Principal, PrincipalElement, PrincipalEntry, Statement,
};

use crate::automaton::{Shape, Tokens, explore};
use crate::kinds::place_of;
pub use who::StandsFor;
#[cfg(test)]
pub(crate) use who::put;
pub(crate) use who::{Who, identity};
use who::{arn_of, session, session_of};

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
