//! Statements that an edit leaves as they are and that name nobody whom it concerns: no request that they apply to is
//! decided otherwise before and after, so that the question what the edit changes can do without them.

use kms_policy::{AccountId, PolicyDocument, Principal, PrincipalElement, Statement};

/// Whether each statement, those of the first policy first, is one of those. Nobody is one where a statement that the
/// edit changes names more than single roles, users and services.
pub(super) fn bystanders(documents: &[&PolicyDocument], twins: &[Option<usize>]) -> Vec<bool> {
    let nobody = vec![false; twins.len()];
    let [old, new, ..] = documents else { return nobody };
    let statements: Vec<&Statement> = [old, new].iter().flat_map(|document| &document.statements).collect();
    // No statement of the first policy has a twin; those that are one are as they were.
    let mut is_kept: Vec<bool> = twins.iter().take(statements.len()).map(Option::is_some).collect();
    for twin in twins.iter().take(statements.len()).flatten() {
        if let Some(kept) = is_kept.get_mut(*twin) {
            *kept = true;
        }
    }
    let mut concerned: Vec<Name<'_>> = Vec::new();
    for (statement, _) in statements.iter().zip(&is_kept).filter(|(_, kept)| !**kept) {
        let are_single = names(statement, &mut |name| {
            concerned.push(name);
            true
        });
        if !are_single {
            return nobody;
        }
    }
    let is_bystander = |(statement, kept): (&&Statement, &bool)| {
        *kept && names(statement, &mut |name| !concerned.contains(&name))
    };
    let mut found: Vec<bool> = statements.iter().zip(&is_kept).map(is_bystander).collect();
    found.resize(twins.len(), false);
    found
}

/// What one role with all its sessions, one user or one service is known by: of which account, of which kind, its name.
type Name<'d> = (Option<&'d AccountId>, Kind, &'d str);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Role,
    User,
    Service,
    UniqueId,
}

/// Whether all whom a statement names are single roles, users and services, and `ask` says yes to each. A session of a
/// federated user is none of these, since it may be of any user.
fn names<'d>(statement: &'d Statement, ask: &mut dyn FnMut(Name<'d>) -> bool) -> bool {
    let Some(PrincipalElement::Principal(list)) = &statement.principal else { return false };
    list.items.iter().all(|entry| {
        ask(match &entry.principal {
            // A role's name is unique in its account, whatever its path.
            Principal::Role(role) => (Some(&role.home.account), Kind::Role, &role.name),
            Principal::AssumedRole { home, role, .. } => (Some(&home.account), Kind::Role, role),
            Principal::User(user) => (Some(&user.home.account), Kind::User, &user.name),
            Principal::Service(service) => (None, Kind::Service, service.as_str()),
            Principal::UniqueId(id) => (None, Kind::UniqueId, id),
            // It names nobody.
            Principal::Unrecognized => return true,
            Principal::Everyone | Principal::Account { .. } | Principal::FederatedUser { .. } => {
                return false;
            }
        })
    })
}
