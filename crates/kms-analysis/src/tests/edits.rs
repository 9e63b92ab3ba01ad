//! What a comparison says of an edit, against the evaluator's decisions on requests.

use kms_authz::{AuthorizationRequest, CompiledPolicy, ContextValues};
use kms_policy::PolicyKind;

use super::generate::{Random, gallery, mutant, of_single_principals, policy};
use super::{Said, facts, is_possible, of_evaluator, read};
use crate::callers::put;
use crate::compare::{Relation, STEPS, compare, first_two};
use crate::cube::Cube;
use crate::quotient::{CALLER, CallerClass, CellValue, KEYS, Level, OPERATION, Quotient};
use crate::witness::Environment;

/// An edit is the same edit whether or not the statements that it does not concern are looked at.
#[test]
fn what_an_edit_does_not_concern_changes_no_answer() {
    let mut random = Random(31);
    let gallery = gallery();
    let (mut left_out, mut found) = ([0; 2], Vec::new());
    for round in 0..600 {
        let old = match round % 3 {
            0 => random.of(&gallery).clone(),
            1 => policy(&mut random),
            _ => of_single_principals(&mut random),
        };
        let new = mutant(&old, &mut random);
        let (old, new) = (read(&old), read(&new));
        let documents = [&old.document, &new.document];
        let quotients = [Quotient::of_edit(&documents, &facts()), Quotient::new(&documents, &facts())];
        let [edit, all] = quotients.map(Result::unwrap);
        let [some, every] = [&edit, &all].map(|quotient| quotient.statements(0).count());
        left_out[usize::from(some < every)] += 1;
        let [edit, all] = [&edit, &all].map(|quotient| first_two(quotient, STEPS).relation());
        let is_told = edit != Relation::CannotTell && all != Relation::CannotTell;
        assert!(!is_told || edit == all, "{edit:?} {all:?}\n{:#?}\n{:#?}", old.document, new.document);
        if some < every {
            found.push(edit);
        }
    }
    println!("{left_out:?} edits with and without every statement");
    assert!(left_out[1] > 150, "{left_out:?}");
    for relation in [Relation::Same, Relation::Wider, Relation::Narrower] {
        assert!(found.contains(&relation), "{relation:?} {found:?}");
    }
}

/// What stands beside the key policy, from nothing to a grant.
const ENVIRONMENTS: [Environment; 4] = [
    Environment::Nothing,
    Environment::IdentityAllows,
    Environment::BoundaryDoesNotAllow,
    Environment::Grant,
];

/// Whether a call of which the key policy says this is allowed.
fn is_allowed(said: Said, environment: Environment, grantable: bool) -> bool {
    let Said::Allowed(level) = said else { return false };
    match environment {
        Environment::Nothing => level >= Some(Level::Named),
        Environment::IdentityAllows => level.is_some(),
        Environment::BoundaryDoesNotAllow => level == Some(Level::Outright),
        Environment::Grant => grantable || level >= Some(Level::Named),
    }
}

/// A possible request of the quotient, made of representatives, with its caller and operation; none: it cannot be.
fn any_request<'q>(
    quotient: &'q Quotient<'_>,
    random: &mut Random,
) -> Option<(AuthorizationRequest, &'q CallerClass, bool)> {
    // Mostly one that a statement matches: of all requests few are anything to most statements.
    let statements: Vec<&Cube> =
        (0..2).flat_map(|policy| quotient.statements(policy).map(|(_, cubes)| &cubes.reached)).collect();
    let full = quotient.space.full();
    let cube = if random.below(8) == 0 || statements.is_empty() { &full } else { random.of(&statements) };
    if quotient.space.is_empty(cube) {
        return None;
    }
    let point: Vec<usize> = (0..quotient.space.count())
        .map(|dimension| *random.of(&quotient.space.cells(cube, dimension)))
        .collect();
    if !is_possible(quotient, &point) {
        return None;
    }
    let class = &quotient.callers[point[CALLER]];
    let operation = quotient.operations[point[OPERATION]].first().unwrap();
    let mut request = class.members[0].request(operation.permission(), &quotient.facts.arn);
    for (key, cell) in quotient.keys.iter().zip(&point[KEYS..]) {
        match &key.cells[*cell] {
            CellValue::One(value) => {
                put(&mut request.context, &key.name, ContextValues::One(value.clone()));
            }
            CellValue::Many(values) => {
                put(&mut request.context, &key.name, ContextValues::Many(values.clone()));
            }
            CellValue::Absent | CellValue::Bit(_) => {}
        }
    }
    Some((request, class, operation.grantable))
}

/// What a comparison says of a mutant is what the evaluator says of requests: where one is allowed under the mutant
/// and not under the original, whatever stands beside the policy, it is wider, and the other way round.
#[test]
fn five_hundred_mutants_are_what_requests_say() {
    let mut random = Random(23);
    let gallery = gallery();
    let (mut opened, mut closed, mut unsure) = (0, 0, 0);
    for round in 0..500 {
        let old = match round % 2 {
            0 => random.of(&gallery).clone(),
            _ => policy(&mut random),
        };
        let new = mutant(&old, &mut random);
        let (old, new) = (read(&old), read(&new));
        let quotient = Quotient::new(&[&old.document, &new.document], &facts()).unwrap();
        let compiled = [&old.document, &new.document]
            .map(|document| CompiledPolicy::new(document, PolicyKind::KeyPolicy));
        let (mut wider, mut narrower) = (false, false);
        for _ in 0..40 {
            let Some((request, class, grantable)) = any_request(&quotient, &mut random) else { continue };
            let said = [0, 1].map(|at| of_evaluator(&compiled[at], &request, class));
            for environment in ENVIRONMENTS {
                let [before, after] = said.map(|said| is_allowed(said, environment, grantable));
                wider |= after && !before;
                narrower |= before && !after;
            }
        }
        opened += usize::from(wider);
        closed += usize::from(narrower);
        if !(wider || narrower) {
            continue;
        }
        let found = compare(&old.document, &new.document, &facts()).relation();
        unsure += usize::from(found == Relation::CannotTell);
        let may_be = |wanted: &[Relation]| found == Relation::CannotTell || wanted.contains(&found);
        assert!(
            (!wider || may_be(&[Relation::Wider, Relation::Both]))
                && (!narrower || may_be(&[Relation::Narrower, Relation::Both])),
            "{found:?}, though requests are opened: {wider}, closed: {narrower}\n{:#?}\n{:#?}",
            old.document,
            new.document
        );
    }
    println!("{opened} of 500 mutants open requests, {closed} close some, {unsure} not told");
    assert!(opened > 80 && closed > 150, "{opened} opened, {closed} closed");
    assert!(unsure * 20 < opened + closed, "{unsure} not told");
}
