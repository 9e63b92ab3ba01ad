//! The laws: the boxes agree with the evaluator on every request, and comparisons with a count of all cells.

mod edits;
mod generate;
mod grid;
mod samples;
mod slips;

use kms_authz::{
    AuthorizationRequest, Caller, CompiledPolicy, ContextValues, PolicyAnswer, RequestContext,
    RequestResource,
};
use kms_policy::{Arn, Parse, PolicyDocument, PolicyKind, Principal, parse};

use crate::access::access;
use crate::callers::put;
use crate::compare::{Relation, compare};
use crate::cube::Cube;
use crate::pins::pins;
use crate::quotient::{CALLER, CallerClass, CellValue, KeyFacts, Level, OPERATION, Quotient, level};
use crate::statements::idle_statements;
use crate::witness::{Environment, Witness, allows};
use generate::{Random, gallery, mutant, policy, slip};

fn facts() -> KeyFacts {
    let arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    KeyFacts { arn: Arn::new(arn).unwrap(), attributes: None }
}

fn read(text: &str) -> Parse {
    parse(text, PolicyKind::KeyPolicy)
}

/// A request that carries one key and nothing else.
pub(crate) fn bare_request(key: &Arn, name: &str, value: &CellValue) -> AuthorizationRequest {
    let root = format!("arn:{}:iam::{}:root", key.partition(), key.account());
    let mut request = AuthorizationRequest {
        caller: Caller::new(Principal::caller(&root), None),
        permission: "kms:DescribeKey",
        resource: RequestResource::Key(key.clone()),
        context: RequestContext::default(),
    };
    match value {
        CellValue::One(value) => put(&mut request.context, name, ContextValues::One(value.clone())),
        CellValue::Many(values) => put(&mut request.context, name, ContextValues::Many(values.clone())),
        CellValue::Absent | CellValue::Bit(_) => {}
    }
    request
}

/// What a policy says of a request: denied, or how far it is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Denied,
    Allowed(Option<Level>),
}

fn of_evaluator(policy: &CompiledPolicy<'_>, request: &AuthorizationRequest, class: &CallerClass) -> Said {
    match policy.decide(request) {
        PolicyAnswer::Denies => Said::Denied,
        PolicyAnswer::Allows(reaches) => {
            Said::Allowed(reaches.iter().filter_map(|reach| level(reach, class)).max())
        }
    }
}

fn has(quotient: &Quotient<'_>, cube: &Cube, point: &[usize]) -> bool {
    point.iter().enumerate().all(|(dimension, cell)| quotient.space.get(cube, dimension).contains(*cell))
}

fn of_cubes(quotient: &Quotient<'_>, policy: usize, point: &[usize]) -> Said {
    if quotient.denies(policy).iter().any(|cube| has(quotient, cube, point)) {
        return Said::Denied;
    }
    let at = |level| quotient.allows(policy, level).iter().any(|cube| has(quotient, cube, point));
    Said::Allowed([Level::Outright, Level::Named, Level::Reached].into_iter().find(|level| at(*level)))
}

fn is_possible(quotient: &Quotient<'_>, point: &[usize]) -> bool {
    !quotient.impossible.iter().any(|cube| has(quotient, cube, point))
}

/// Requests of two policies, some made of representatives, some of values that lie anywhere in their cells; gives how
/// many were asked.
fn agree(policies: [&PolicyDocument; 2], random: &mut Random, requests: usize) -> usize {
    let quotient = Quotient::new(&policies, &facts()).unwrap();
    if quotient.keys.iter().any(|key| key.free.is_some()) {
        return 0;
    }
    let compiled = policies.map(|document| CompiledPolicy::new(document, PolicyKind::KeyPolicy));
    let mut asked = 0;
    for _ in 0..requests {
        let mut point = vec![random.below(quotient.operations.len()), random.below(quotient.callers.len())];
        let (operations, class) = (&quotient.operations[point[0]], &quotient.callers[point[1]]);
        let who = random.of(&class.members);
        let operation = random.of(&operations.members);
        let mut request = who.request(operation.permission(), &quotient.facts.arn);
        for dimension in &quotient.keys {
            let cell = random.below(dimension.cells.len());
            let (cell, value) = match random.below(2) {
                0 => (cell, dimension.cells[cell].clone()),
                _ => samples::anywhere(&quotient, dimension, cell, random),
            };
            point.push(cell);
            match value {
                CellValue::One(value) => {
                    put(&mut request.context, &dimension.name, ContextValues::One(value));
                }
                CellValue::Many(values) => {
                    put(&mut request.context, &dimension.name, ContextValues::Many(values));
                }
                CellValue::Absent | CellValue::Bit(_) => {}
            }
        }
        for (at, policy) in compiled.iter().enumerate() {
            let (evaluated, boxed) = (of_evaluator(policy, &request, class), of_cubes(&quotient, at, &point));
            assert_eq!(evaluated, boxed, "policy {at}: {:#?}\n{request:#?}", quotient.documents[at]);
        }
        asked += 1;
    }
    asked
}

/// Pairs of policies, each with requests.
fn sampled(pairs: usize, requests: usize, seed: u64) -> (usize, usize) {
    let mut random = Random(seed);
    let gallery = gallery();
    let (mut asked, mut used) = (0, 0);
    for pair in 0..pairs {
        let old = match pair % 2 {
            0 => policy(&mut random),
            _ => random.of(&gallery).clone(),
        };
        let new = mutant(&old, &mut random);
        let (old, new) = (read(&old), read(&new));
        let here = agree([&old.document, &new.document], &mut random, requests);
        asked += here;
        used += usize::from(here > 0);
    }
    (asked, used)
}

#[test]
fn the_boxes_agree_with_the_evaluator() {
    let (asked, pairs) = sampled(40, 60, 1);
    assert!(asked > 1500 && pairs > 30, "{asked} requests of {pairs} pairs");
}

/// The long run: `cargo test --release -p kms-analysis -- --ignored --nocapture a_million`.
#[test]
#[ignore = "takes minutes"]
fn the_boxes_agree_with_the_evaluator_on_a_million_requests() {
    let (asked, pairs) = sampled(420, 3200, 2);
    println!("{asked} requests of {pairs} pairs of policies, no disagreement");
    assert!(asked >= 1_000_000 && pairs >= 200, "{asked} requests of {pairs} pairs");
}

#[test]
fn callers_that_no_policy_names_are_like_one_that_stands_for_them() {
    let mut random = Random(5);
    for _ in 0..60 {
        let text = policy(&mut random);
        let parsed = read(&text);
        let quotient = Quotient::new(&[&parsed.document], &facts()).unwrap();
        let compiled = CompiledPolicy::new(&parsed.document, PolicyKind::KeyPolicy);
        for _ in 0..20 {
            let who = samples::somebody(&mut random);
            let request = who.request("kms:Decrypt", &quotient.facts.arn);
            let said = |request: &AuthorizationRequest| {
                let of = |s: &kms_authz::CompiledStatement<'_>| {
                    let conditions: Vec<_> =
                        (0..64).map_while(|at| Some(s.condition(at)?.holds(request))).collect();
                    (s.principal_reach(request), conditions)
                };
                compiled.statements().iter().map(of).collect::<Vec<_>>()
            };
            let own = said(&request);
            let alike = quotient.callers.iter().filter(|class| class.kind == who.kind());
            let found = alike
                .flat_map(|class| &class.members)
                .any(|member| said(&member.request("kms:Decrypt", &quotient.facts.arn)) == own);
            assert!(found, "nobody stands for {who:?} in {text}");
        }
    }
}

/// Every cell of a small pair, counted one by one: is there a request on which the new policy opens something?
fn brute(quotient: &Quotient<'_>, old: usize, new: usize) -> Option<bool> {
    let sizes: Vec<usize> =
        (0..quotient.space.count()).map(|dimension| quotient.space.size(dimension)).collect();
    let total: usize = sizes.iter().product();
    if total > 6000 {
        return None;
    }
    let mut point = vec![0; sizes.len()];
    for mut number in 0..total {
        for (cell, size) in point.iter_mut().zip(&sizes) {
            *cell = number % size;
            number /= size;
        }
        if !is_possible(quotient, &point) {
            continue;
        }
        let grantable = quotient.operations[point[OPERATION]].first().unwrap().grantable;
        let opened = match (of_cubes(quotient, old, &point), of_cubes(quotient, new, &point)) {
            (_, Said::Denied) => false,
            (Said::Denied, Said::Allowed(level)) => grantable || level.is_some(),
            (Said::Allowed(old), Said::Allowed(new)) => new > old,
        };
        if opened {
            return Some(true);
        }
    }
    Some(false)
}

#[test]
fn comparisons_agree_with_a_count_of_all_cells() {
    let mut random = Random(11);
    let gallery = gallery();
    let (mut counted, mut different, mut unsure) = (0, 0, 0);
    for round in 0..150 {
        let old = match round % 3 {
            0 => random.of(&gallery).clone(),
            _ => policy(&mut random),
        };
        let new = mutant(&old, &mut random);
        let (old, new) = (read(&old), read(&new));
        let quotient = Quotient::new(&[&old.document, &new.document], &facts()).unwrap();
        let (Some(wider), Some(narrower)) = (brute(&quotient, 0, 1), brute(&quotient, 1, 0)) else {
            continue;
        };
        counted += 1;
        let found = compare(&old.document, &new.document, &facts());
        let expected = match (wider, narrower) {
            (true, true) => Relation::Both,
            (true, false) => Relation::Wider,
            (false, true) => Relation::Narrower,
            (false, false) => Relation::Same,
        };
        different += usize::from(expected != Relation::Same);
        if found.relation() == Relation::CannotTell {
            unsure += 1;
            continue;
        }
        if quotient.keys.iter().all(|key| key.free.is_none()) {
            assert_eq!(found.relation(), expected, "{:#?}\n{:#?}\n{found:#?}", old.document, new.document);
        }
    }
    println!("{counted} pairs counted, {different} differ, {unsure} not told");
    assert!(counted > 40 && different > 25, "{counted} counted, {different} differ");
    assert!(unsure * 10 < counted, "{unsure} of {counted} not told");
}

/// Two principals that were deleted have one ARN here and two unique ids: each statement names its own.
#[test]
fn deleted_principals_are_told_apart_by_their_unique_ids() {
    let statement = |id: &str, action: &str| {
        format!(r#"{{"Effect":"Allow","Principal":{{"AWS":"{id}"}},"Action":"kms:{action}","Resource":"*"}}"#)
    };
    let ids =
        ["AROADBQP57FF2AEXAMPLE", "AROADBQP57FF2BEXAMPLE", "AIDACKCEVSQ6C2EXAMPLE", "AIDACKCEVSQ6D2EXAMPLE"];
    let actions = ["Decrypt", "Encrypt", "Sign", "Verify"];
    let statements: Vec<String> = ids.iter().zip(actions).map(|(id, action)| statement(id, action)).collect();
    let parsed = read(&format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(",")));
    assert_eq!(idle_statements(&parsed.document, &facts()), []);
    let ways = access(&parsed.document, &facts()).ways;
    let allowed = |name: &str| {
        ways.iter().any(|way| way.scope.operations.iter().any(|operation| operation.name == name))
    };
    assert!(actions.iter().all(|action| allowed(action)), "{ways:#?}");
    let callers = ways.iter().flat_map(|way| &way.scope.callers);
    let mut named: Vec<&str> = callers.filter_map(|caller| caller.unique_id.as_deref()).collect();
    named.sort_unstable();
    let mut sorted = ids;
    sorted.sort_unstable();
    assert_eq!(named, sorted);
}

/// What the gallery's policies have that does nothing: AWS's own policies have next to nothing.
#[test]
fn hardly_anything_in_the_gallery_does_nothing() {
    let mut found = Vec::new();
    for text in gallery() {
        let parsed = read(&text);
        for idle in idle_statements(&parsed.document, &facts()) {
            let sid = parsed.document.statements[idle.index].sid.as_ref().map(|sid| sid.value.clone());
            found.push(format!("{} {:?}", sid.unwrap_or_default(), idle.why));
        }
    }
    found.sort();
    found.dedup();
    assert_eq!(found, GALLERY_IDLE);
}

/// Each looked at by hand.
const GALLERY_IDLE: &[&str] = &[
    // The example shows that the statement, as AWS prints it, never matches: an account principal with aws:SourceArn.
    "AgentCore with source context, as on the page of AWS NeverMatches",
    // The example shows that a Deny for `*` with ArnNotEquals also denies the services that another statement allows.
    "Amazon S3 announces new objects to the queue Denied([4])",
];

#[test]
fn a_policy_of_full_size_is_looked_at_in_bounded_time() {
    let text = generate::large();
    let parsed = read(&text);
    let found = compare(&parsed.document, &parsed.document, &facts());
    assert_eq!(found.relation(), Relation::Same, "{found:?}");
}
