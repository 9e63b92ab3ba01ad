//! The sentences of an analysis.

mod condition;

use kms_analysis::{
    CallerName, CannotTell, Difference, DifferenceKind, Element, Environment, Part, Scope, Slip, Standing,
    StandsFor, Way, WhyFree,
};

use condition::restriction;

use super::types::{ChangeDirection, IdleWhy, LockoutState, PolicyRelation};

/// What sentences need to know of the question.
pub(super) struct Words<'a> {
    /// The account that owns the key.
    pub(super) account: &'a str,
    /// The policies, to tell an account that they mention from any other.
    pub(super) texts: &'a [&'a str],
}

/// The most callers or operations that a sentence lists.
const MOST: usize = 4;

/// A statement by its place and Sid.
pub(super) fn statement(index: usize, sid: Option<&str>) -> String {
    match sid {
        Some(sid) => format!("statement {} (`{sid}`)", index + 1),
        None => format!("statement {}", index + 1),
    }
}

fn part_name(part: &Part) -> String {
    match part {
        Part::Condition { operator, key } => format!("the condition `{operator}` on `{key}`"),
        Part::Value { key, value } => format!("the value `{value}` of `{key}`"),
        Part::Action(action) => format!("the action `{action}`"),
        Part::Principal(principal) => format!("the principal `{principal}`"),
    }
}

/// What of a policy a request tests.
pub(super) fn pin(statement: &str, slip: &Slip) -> String {
    match slip {
        Slip::NoStatement => format!("{} decides this request.", capitalized(statement)),
        Slip::OtherEffect => format!("The effect of {statement} decides this request."),
        Slip::Without(part) => {
            format!("{} in {statement} decides this request.", capitalized(&part_name(part)))
        }
        Slip::Inverted(Element::Principal) | Slip::All(Element::Principal) => {
            format!("The principals of {statement} decide this request.")
        }
        Slip::Inverted(Element::Action) | Slip::All(Element::Action) => {
            format!("The actions of {statement} decide this request.")
        }
        Slip::Absence { operator, key } => {
            format!("What `{operator}` on `{key}` in {statement} says of an absent key decides this request.")
        }
    }
}

/// What of a statement a change is of.
pub(super) fn slipped(slip: &Slip) -> String {
    match slip {
        Slip::NoStatement => "the statement as a whole".to_owned(),
        Slip::OtherEffect => "its effect".to_owned(),
        Slip::Without(part) => part_name(part),
        Slip::Inverted(Element::Principal) | Slip::All(Element::Principal) => "its principals".to_owned(),
        Slip::Inverted(Element::Action) | Slip::All(Element::Action) => "its actions".to_owned(),
        Slip::Absence { key, .. } => format!("requests without `{key}`"),
    }
}

/// Why a part of a statement is needless.
pub(super) fn idle_part(statement: &str, part: &Part) -> String {
    let what = part_name(part);
    format!("In {statement}, {what} has no effect: the policy means the same without it.")
}

impl Words<'_> {
    pub(super) const fn relation(&self, relation: PolicyRelation, is_certain: bool) -> &'static str {
        match relation {
            PolicyRelation::Narrower | PolicyRelation::Wider if !is_certain => {
                "The new policy differs as listed; more differences are possible."
            }
            PolicyRelation::Same => "The two policies have the same effect on every request.",
            PolicyRelation::Narrower => "The new policy allows less than the old one, and nothing more.",
            PolicyRelation::Wider => "The new policy allows more than the old one, and nothing less.",
            PolicyRelation::Both => {
                "The new policy allows requests that the old one did not, and the other way round."
            }
            PolicyRelation::CannotTell => "The comparison is not certain.",
        }
    }

    pub(super) fn difference(&self, direction: ChangeDirection, difference: &Difference) -> String {
        let scope = &difference.scope;
        let (who, what) = (capitalized(&self.who(scope)), self.what(scope));
        let when = self.when(scope);
        let needs = difference.witness.environment == Environment::IdentityAllows;
        let with = if needs { " if identity-based policies allow it" } else { "" };
        match (direction, difference.kind) {
            (ChangeDirection::Wider, DifferenceKind::Reached) => {
                format!("{who} can now call {what}{when}{with}.")
            }
            (ChangeDirection::Narrower, DifferenceKind::Reached) => {
                let with = if needs { ", even if identity-based policies allow it" } else { "" };
                format!("{who} can no longer call {what}{when}{with}.")
            }
            (ChangeDirection::Wider, DifferenceKind::Named) => {
                format!("{who} can now call {what}{when} without an identity-based policy.")
            }
            (ChangeDirection::Narrower, DifferenceKind::Named) => {
                format!("{who} can now call {what}{when} only with an identity-based policy that allows it.")
            }
            (ChangeDirection::Wider, DifferenceKind::Outright) => {
                format!("{who} can now call {what}{when} even if a permissions boundary does not allow it.")
            }
            (ChangeDirection::Narrower, DifferenceKind::Outright) => {
                format!("A permissions boundary can now keep {} from calling {what}{when}.", self.who(scope))
            }
            (ChangeDirection::Wider, DifferenceKind::ByGrant) => {
                format!("{who} can now call {what}{when} with a grant; the old policy denied it.")
            }
            (ChangeDirection::Narrower, DifferenceKind::ByGrant) => {
                format!("{who} can no longer call {what}{when}, even with a grant.")
            }
        }
    }

    pub(super) fn way(&self, way: &Way) -> String {
        let is_deleted = way.scope.callers.iter().any(|caller| caller.unique_id.is_some());
        let remark =
            if is_deleted { " AWS shows a unique id after the role or user was deleted." } else { "" };
        format!("{}{remark}", self.can_call(way))
    }

    fn can_call(&self, way: &Way) -> String {
        let (who, what, when) =
            (capitalized(&self.who(&way.scope)), self.what(&way.scope), self.when(&way.scope));
        match (way.kind, way.standing) {
            (kms_analysis::WayKind::Named, _) => format!("{who} can call {what}{when}."),
            (kms_analysis::WayKind::Delegated, Standing::OtherAccount) => {
                format!(
                    "{who} can call {what}{when} if identity-based policies of their own account allow it."
                )
            }
            (kms_analysis::WayKind::Delegated, _) => {
                format!("{who} can call {what}{when} if identity-based policies allow it.")
            }
        }
    }

    pub(super) fn lockout(&self, lockout: LockoutState) -> String {
        match lockout {
            LockoutState::Named => {
                format!("The policy names someone in account {} who can change it.", self.account)
            }
            LockoutState::Delegated => {
                format!(
                    "Account {} can still change this policy, through its root user or identity-based policies.",
                    self.account
                )
            }
            LockoutState::LockedOut => format!(
                "Nobody in account {} can change this policy; only AWS Support could help. Allow \
                 `kms:PutKeyPolicy` to the account or to an administrator.",
                self.account
            ),
            LockoutState::CannotTell => {
                "Whether anyone can still change this policy is not certain.".to_owned()
            }
        }
    }

    pub(super) fn idle(&self, statement: &str, why: IdleWhy, others: &[String]) -> String {
        let has = if others.len() == 1 { "has" } else { "have" };
        let others = listed(others, "");
        let statement = capitalized(statement);
        match why {
            IdleWhy::NeverMatches => {
                format!("{statement} never matches: no request meets all of its elements.")
            }
            IdleWhy::Denied => format!("{statement} allows only requests that are denied by {others}."),
            IdleWhy::Covered => format!("{statement} is redundant: {others} already {has} the same effect."),
            IdleWhy::NothingToDeny => {
                format!(
                    "{statement} denies only requests that neither another statement nor a grant could allow."
                )
            }
        }
    }

    pub(super) fn doubt(&self, why: &CannotTell) -> String {
        match why {
            CannotTell::TooManySteps => "The policies are too complex to be analyzed completely.".to_owned(),
            CannotTell::TooManyCallers => {
                "The policies distinguish too many callers to be analyzed.".to_owned()
            }
            CannotTell::NotConfirmed => {
                "A possible difference was found, but no request that the evaluator confirms.".to_owned()
            }
            CannotTell::Depends(bit) => {
                let place = statement(bit.statement, None);
                let what =
                    bit.key.as_ref().map_or_else(|| "the resource".to_owned(), |key| format!("`{key}`"));
                match bit.why {
                    WhyFree::Variable => {
                        format!(
                            "The result depends on the policy variable in the value of {what} in {place}."
                        )
                    }
                    WhyFree::TooManyValues => {
                        format!(
                            "The result depends on {what} in {place}, which has too many distinct values to compare."
                        )
                    }
                }
            }
        }
    }

    /// Each caller by itself.
    pub(super) fn callers(&self, scope: &Scope) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let whole: Vec<&str> =
            accounts(&scope.callers).into_iter().filter(|account| is_whole(scope, account)).collect();
        for account in &whole {
            names.push(format!("all principals in {}", self.account_name(account)));
        }
        for caller in &scope.callers {
            if account_of(&caller.principal).is_some_and(|account| whole.contains(&account)) {
                continue;
            }
            let name = self.caller(caller);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let elsewhere = |account: &&str| !self.mentions(account);
        if whole.iter().any(elsewhere) {
            // Everyone of an account that stands for all others makes the other accounts needless to list.
            let own = whole.contains(&self.account);
            names.retain(|name| !name.starts_with("all principals in account"));
            let all =
                if own { "all principals in every account" } else { "all principals in other accounts" };
            names.retain(|name| !name.ends_with("any other account"));
            names.insert(0, all.to_owned());
        }
        if names.iter().any(|name| name == "any other AWS service") {
            names.retain(|name| !name.starts_with("service "));
            names.iter_mut().filter(|name| *name == "any other AWS service").for_each(|name| {
                "all AWS services".clone_into(name);
            });
        }
        names
    }

    fn caller(&self, caller: &CallerName) -> String {
        let account = account_of(&caller.principal).unwrap_or_default();
        let of = if account == self.account {
            String::new()
        } else {
            format!(" in {}", self.account_name(account))
        };
        let name = caller.principal.splitn(6, ':').nth(5).unwrap_or(&caller.principal);
        let (_, short) = name.split_once('/').unwrap_or(("", name));
        let base = match caller.stands_for {
            StandsFor::Itself if let Some(id) = &caller.unique_id => {
                let kind = if id.starts_with("AIDA") { "user" } else { "role" };
                format!("{kind} with the unique id `{id}`")
            }
            StandsFor::RootUser => format!("the root user of {}", self.account_name(account)),
            StandsFor::OtherUser => format!("other users in {}", self.account_name(account)),
            StandsFor::OtherRole => format!("other roles in {}", self.account_name(account)),
            StandsFor::OtherService => "any other AWS service".to_owned(),
            StandsFor::Matching => format!("principals such as `{}`", caller.principal),
            StandsFor::FederatedUser => format!("federated user sessions of the users{of}"),
            StandsFor::Itself if !caller.principal.starts_with("arn:") => {
                format!("service `{}`", caller.principal)
            }
            StandsFor::Itself if name.starts_with("role/") => format!("role `{short}`{of}"),
            StandsFor::Itself if name.starts_with("user/") => format!("user `{short}`{of}"),
            StandsFor::Itself => format!("`{}`", caller.principal),
        };
        match caller.through_service {
            Some(true) => format!("{base} (through a service)"),
            _ => base,
        }
    }

    /// The callers of a row of the grid: one, or whoever else an account has.
    pub(super) fn row(&self, names: &[CallerName]) -> String {
        let Some(first) = names.first() else { return String::new() };
        let rest = names.iter().find(|name| name.stands_for == StandsFor::OtherUser);
        let account = rest.and_then(|name| account_of(&name.principal));
        match account {
            Some(account) if self.mentions(account) => format!("other users and roles in account {account}"),
            Some(_) => "users and roles in any other account".to_owned(),
            None => self.caller(first),
        }
    }

    fn account_name(&self, account: &str) -> String {
        if self.mentions(account) { format!("account {account}") } else { "any other account".to_owned() }
    }

    fn mentions(&self, account: &str) -> bool {
        account == self.account || self.texts.iter().any(|text| text.contains(account))
    }

    fn who(&self, scope: &Scope) -> String {
        listed(&self.callers(scope), "callers")
    }

    pub(super) fn operation_names(&self, scope: &Scope) -> Vec<&'static str> {
        scope.operations.iter().map(|operation| operation.permission()).collect()
    }

    fn what(&self, scope: &Scope) -> String {
        if scope.every_operation {
            return "every operation on the key".to_owned();
        }
        let names = scope.operations.iter().map(|operation| format!("`{}`", operation.permission()));
        listed(&names.collect::<Vec<String>>(), "operations")
    }

    /// What the condition keys must be, one sentence part each.
    pub(super) fn conditions(&self, scope: &Scope) -> Vec<String> {
        scope.restrictions.iter().map(restriction).collect()
    }

    fn when(&self, scope: &Scope) -> String {
        let conditions = self.conditions(scope);
        if conditions.is_empty() { String::new() } else { format!(" when {}", conditions.join(" and ")) }
    }
}

/// A list in a sentence; of a long one the first, and how many more.
fn listed(names: &[String], kind: &str) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        _ if names.len() > MOST && !kind.is_empty() => {
            let shown = names.iter().take(MOST - 1).cloned().collect::<Vec<_>>().join(", ");
            format!("{shown} and {} other {kind}", names.len() + 1 - MOST)
        }
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn account_of(principal: &str) -> Option<&str> {
    principal.strip_prefix("arn:").and_then(|rest| rest.split(':').nth(3))
}

fn accounts(callers: &[CallerName]) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for account in callers.iter().filter_map(|caller| account_of(&caller.principal)) {
        if !found.contains(&account) {
            found.push(account);
        }
    }
    found
}

/// Whether all of an account may call: its other users and its other roles do, however they come.
fn is_whole(scope: &Scope, account: &str) -> bool {
    let has = |wanted: StandsFor| {
        scope.callers.iter().any(|caller| {
            caller.stands_for == wanted
                && caller.through_service.is_none()
                && account_of(&caller.principal) == Some(account)
        })
    };
    has(StandsFor::OtherUser) && has(StandsFor::OtherRole)
}
