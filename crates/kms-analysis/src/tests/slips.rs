//! A slip is one change in one place of a policy, as people make them: the generated suite must tell it.

use super::*;

/// The generated suite tells every policy with one slip in it that means something else.
#[test]
fn the_suite_of_a_policy_tells_every_slip_that_changes_its_meaning() {
    told_by_suites(100, 31);
}

/// The long run: `cargo test --release -p kms-analysis -- --ignored --nocapture five_hundred_slips`.
#[test]
#[ignore = "takes a minute"]
fn the_suites_of_policies_tell_five_hundred_slips() {
    told_by_suites(500, 32);
}

/// Slips of policies, each of which the suite of its policy must tell.
fn told_by_suites(wanted: usize, seed: u64) {
    let mut random = Random(seed);
    let gallery = gallery();
    let (mut slips, mut meant, mut requests, mut policies, mut unsure) = (0, 0, 0, 0, 0);
    while slips < wanted {
        let text = match policies % 2 {
            0 => random.of(&gallery).clone(),
            _ => policy(&mut random),
        };
        policies += 1;
        let parsed = read(&text);
        if parsed.accepted().is_none() {
            continue;
        }
        let document = &parsed.document;
        let mut suite: Vec<Witness> =
            access(document, &facts()).ways.into_iter().map(|way| way.witness).collect();
        let found = pins(document, &facts(), &suite);
        suite.extend(found.pins.into_iter().map(|pin| pin.witness));
        requests += suite.len();
        for _ in 0..12 {
            let Some(changed) = slip(&text, &mut random) else { continue };
            let changed = read(&changed);
            if changed.accepted().is_none() {
                continue;
            }
            slips += 1;
            let relation = compare(document, &changed.document, &facts()).relation();
            if matches!(relation, Relation::Same | Relation::CannotTell) {
                unsure += usize::from(relation == Relation::CannotTell);
                continue;
            }
            meant += 1;
            let tells = |witness: &Witness| {
                allows(witness.replay_under(&facts(), document))
                    != allows(witness.replay_under(&facts(), &changed.document))
            };
            assert!(
                suite.iter().any(tells) || !found.is_complete,
                "{relation:?}\n{text}\n{:#?}\n{suite:#?}",
                changed.document
            );
        }
    }
    println!(
        "{slips} slips of {policies} policies, {meant} change the meaning, {unsure} not told, {requests} requests"
    );
    assert!(meant * 2 > wanted, "{meant} of {slips}");
}
