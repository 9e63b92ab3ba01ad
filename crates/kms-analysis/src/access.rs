//! Who can use a key, and when: the fewest boxes, each as large as can be.

use kms_authz::CallerKind;
use kms_policy::{Effect, PolicyDocument};

use crate::compare::{CannotTell, STEPS};
use crate::cube::{CellSet, Cube, Steps};
use crate::quotient::{
    CALLER, CallerClass, KeyFacts, Level, OPERATION, OperationClass, Questions, Quotient, Standing,
    StatementCubes,
};
use crate::region::{Region, is_covered};
use crate::scope::Scope;
use crate::witness::{Environment, Witness, allows};

/// Who can use a key, and when.
#[derive(Clone, Debug)]
pub struct Access {
    /// Each way, those of the key's account first, then services, then other accounts.
    pub ways: Vec<Way>,
    /// Whether the key policy could still be changed.
    pub lockout: Lockout,
    /// Why it may be more, or less, than that.
    pub cannot_tell: Vec<CannotTell>,
}

/// Requests that a key policy allows.
#[derive(Clone, Debug)]
pub struct Way {
    /// Whether the policy alone allows them.
    pub kind: WayKind,
    /// Whose account the callers are of.
    pub standing: Standing,
    /// Which requests.
    pub scope: Scope,
    /// One of them, replayed.
    pub witness: Witness,
    /// The Allow statements that allow some of them.
    pub statements: Vec<usize>,
}

/// Whether the policy alone allows a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WayKind {
    /// It does.
    Named,
    /// Together with the caller's identity-based policies.
    Delegated,
}

/// Whether anyone of the key's account could change the key policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lockout {
    /// Somebody is named for PutKeyPolicy.
    Named,
    /// The root user can, or identity-based policies of the account can allow it.
    Delegated,
    /// Nobody: only AWS Support could help.
    LockedOut,
    /// Not known.
    CannotTell,
}

/// Who can use the key, and when.
pub fn access(document: &PolicyDocument, facts: &KeyFacts) -> Access {
    Questions::new(document, facts).access()
}

/// Whether anyone of the key's account could change the key policy.
pub fn lockout(document: &PolicyDocument, facts: &KeyFacts) -> Lockout {
    Questions::new(document, facts).lockout()
}

impl Questions<'_> {
    /// Who can use the key, and when.
    pub fn access(&self) -> Access {
        let mut answer = Access { ways: Vec::new(), lockout: Lockout::CannotTell, cannot_tell: Vec::new() };
        let Some(quotient) = &self.quotient else {
            answer.cannot_tell.push(CannotTell::TooManyCallers);
            return answer;
        };
        let mut steps = Steps::new(STEPS);
        for standing in [Standing::SameAccount, Standing::Service, Standing::OtherAccount] {
            for (kind, environment) in
                [(WayKind::Named, Environment::Nothing), (WayKind::Delegated, Environment::IdentityAllows)]
            {
                ways(quotient, (standing, kind, environment), &mut steps, &mut answer);
            }
        }
        answer.lockout = lockout_of(quotient, &mut steps);
        answer
    }

    /// Whether anyone of the key's account could change the key policy.
    pub fn lockout(&self) -> Lockout {
        let lockout = |quotient| lockout_of(quotient, &mut Steps::new(STEPS));
        self.quotient.as_ref().map_or(Lockout::CannotTell, lockout)
    }
}

/// The ways of one kind, for callers of one kind.
fn ways(
    quotient: &Quotient<'_>,
    (standing, kind, environment): (Standing, WayKind, Environment),
    steps: &mut Steps,
    answer: &mut Access,
) {
    let callers = callers_of(quotient, standing, kind);
    let cover = region(quotient, kind, &callers, None).cover(quotient, steps);
    if !cover.is_complete {
        note(answer, CannotTell::TooManySteps);
    }
    // A way that needs identity-based policies is told as a whole; its example is of somebody who is not named.
    let named = if kind == WayKind::Delegated { quotient.allows(0, Level::Named) } else { Vec::new() };
    let own = callers_of(quotient, standing, WayKind::Named);
    let named: Vec<Cube> = named
        .into_iter()
        .map(|cube| {
            let mut cube = cube.clone();
            quotient.space.narrow(&mut cube, CALLER, &own);
            cube
        })
        .collect();
    let named = quotient.with_impossible(&named.iter().collect::<Vec<&Cube>>());
    for cube in &cover.cubes {
        let example = match quotient.space.uncovered(cube, &named, steps) {
            Ok(Some(piece)) => piece,
            Ok(None) => continue,
            Err(_) => {
                note(answer, CannotTell::TooManySteps);
                continue;
            }
        };
        // Where the policy names everybody but the root user, who needs no naming, that is a way already.
        let mut others = cube.clone();
        quotient.space.narrow(&mut others, CALLER, &own);
        let is_named = !quotient.space.is_empty(&others)
            && quotient.space.uncovered(&others, &named, steps) == Ok(None)
            && is_covered(quotient, &others, &[], steps) == Ok(false);
        if is_named {
            continue;
        }
        let witness = Witness::of(quotient, &example, environment, steps);
        match witness.filter(|witness| allows(witness.replay(quotient, 0))) {
            Some(witness) => {
                let (scope, statements) = (Scope::of(quotient, cube), statements(quotient, kind, cube));
                answer.ways.push(Way { kind, standing, scope, witness, statements });
            }
            None => {
                let free = quotient.free_bits(cube);
                if free.is_empty() {
                    note(answer, CannotTell::NotConfirmed);
                }
                free.into_iter().for_each(|bit| note(answer, CannotTell::Depends(bit)));
            }
        }
    }
}

/// The Allow statements that a box has requests of.
fn statements(quotient: &Quotient<'_>, kind: WayKind, cube: &Cube) -> Vec<usize> {
    let allows = quotient.statements(0).filter(|(_, cubes)| cubes.effect == Effect::Allow);
    let shares = |cubes: &StatementCubes| quotient.space.meets(cubes.at(level(kind)), cube);
    allows.filter(|(_, cubes)| shares(cubes)).map(|(at, _)| at).collect()
}

/// How far an Allow statement must carry the caller.
const fn level(kind: WayKind) -> Level {
    match kind {
        WayKind::Named => Level::Named,
        WayKind::Delegated => Level::Reached,
    }
}

fn note(answer: &mut Access, why: CannotTell) {
    if !answer.cannot_tell.contains(&why) {
        answer.cannot_tell.push(why);
    }
}

/// The callers of an account, or services; without those that differ from others by a permissions boundary only. The
/// root user, whose account needs no identity-based policy for it, counts among those that are delegated to.
fn callers_of(quotient: &Quotient<'_>, standing: Standing, kind: WayKind) -> CellSet {
    let is_root = |class: &CallerClass| class.kind == CallerKind::RootUser;
    CellSet::from_fn(quotient.callers.len(), &|at| {
        quotient.callers.get(at).is_some_and(|class| {
            class.standing == standing
                && !class.has_boundary
                && (kind == WayKind::Delegated || !is_root(class))
        })
    })
}

/// What the policy allows such callers and does not deny.
fn region<'q>(
    quotient: &'q Quotient<'_>,
    kind: WayKind,
    callers: &CellSet,
    operations: Option<&CellSet>,
) -> Region<'q> {
    let narrowed = |cube: &Cube| {
        let mut cube = cube.clone();
        quotient.space.narrow(&mut cube, CALLER, callers);
        if let Some(operations) = operations {
            quotient.space.narrow(&mut cube, OPERATION, operations);
        }
        cube
    };
    Region {
        within: quotient.allows(0, level(kind)).into_iter().map(narrowed).collect(),
        without: quotient.denies(0),
        ..Region::default()
    }
}

/// Whether a class has anybody but principals that were deleted (IAM User Guide, *Principal*: AWS writes the unique id in
/// place of the ARN then, and it names nobody who is created later).
fn has_existing(class: &CallerClass) -> bool {
    class.members.iter().any(|who| who.userid.is_none())
}

fn lockout_of(quotient: &Quotient<'_>, steps: &mut Steps) -> Lockout {
    let existing =
        CellSet::from_fn(quotient.callers.len(), &|at| quotient.callers.get(at).is_some_and(has_existing));
    let put = CellSet::from_fn(quotient.operations.len(), &|at| {
        let operation = quotient.operations.get(at).and_then(OperationClass::first);
        operation.is_some_and(|operation| operation.name == "PutKeyPolicy")
    });
    for (kind, answer) in [(WayKind::Named, Lockout::Named), (WayKind::Delegated, Lockout::Delegated)] {
        let mut own = callers_of(quotient, Standing::SameAccount, kind);
        own.keep(&existing);
        match region(quotient, kind, &own, Some(&put)).first(quotient, steps) {
            // A condition that may or may not hold is no proof that somebody can.
            Ok(Some(piece)) if quotient.free_bits(&piece).is_empty() => return answer,
            Ok(Some(_)) | Err(_) => return Lockout::CannotTell,
            Ok(None) => {}
        }
    }
    Lockout::LockedOut
}
