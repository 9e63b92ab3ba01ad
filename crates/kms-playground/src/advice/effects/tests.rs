//! The law of what is not asked again: a call that a change does not touch is allowed after it exactly if it was before.

use super::*;
use crate::advice::advice_with;
use crate::{Decision, EXAMPLES, decide};

/// How many calls a change touches, and how many it does not; of the latter every so-manyth is decided.
fn hold(scenario: &Scenario, at: usize, every: usize) -> [usize; 2] {
    let mut count = [0, 0];
    let grid = Grid::new(scenario, at, None);
    for change in advice_with(scenario, at, None).unwrap().policy_changes {
        let changed = change.apply(scenario, at).unwrap();
        for (old, changed) in [(&grid.before, changed.clone()), (&grid.lent, lent(&changed))] {
            let touched = grid.touched(old, &changed, &change.parts);
            let untouched: Vec<Request> = grid
                .requests
                .iter()
                .enumerate()
                .filter(|(index, _)| !touched.get(*index).is_some_and(|touched| *touched))
                .map(|(_, request)| request.clone())
                .collect();
            count[0] += grid.requests.len() - untouched.len();
            count[1] += untouched.len();
            let requests: Vec<Request> =
                untouched.into_iter().skip(count[1] % every).step_by(every).collect();
            let allowed = |scenario: &Scenario| -> Vec<bool> {
                let asked = Scenario { requests: requests.clone(), ..scenario.clone() };
                decide(&asked).into_iter().map(|decision| decision == Decision::Allowed).collect()
            };
            let (before, after) = (allowed(&old.scenario), allowed(&changed));
            let differs = (0..requests.len()).find(|index| before[*index] != after[*index]);
            assert_eq!(differs.map(|index| &requests[index]), None, "{}", change.title);
        }
    }
    count
}

#[test]
fn a_call_that_a_change_does_not_touch_is_allowed_as_before() {
    let mut count = [0, 0];
    for example in EXAMPLES {
        let scenario = example.scenario().unwrap();
        for at in 0..scenario.requests.len().min(2) {
            let [touched, untouched] = hold(&scenario, at, 13);
            count = [count[0] + touched, count[1] + untouched];
        }
    }
    let [touched, untouched] = count;
    assert!(touched > 1_000 && untouched > 20 * touched, "{count:?}");
}

#[test]
fn a_key_of_ones_own_meets_the_organization() {
    let key = r#""arn":"arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab","keyManager":"AWS""#;
    let allow = r#"{"Effect":"Allow","Principal":"*","Action":"kms:Decrypt","Resource":"*"}"#;
    let deny = r#"{"Effect":"Deny","Principal":"*","Action":"kms:Decrypt","Resource":"*"}"#;
    let json = format!(
        r#"{{"version":1,"key":{{{key}}},"keyPolicy":{{"Version":"2012-10-17","Statement":[{allow}]}},
            "resourceControlPolicies":[[{{"name":"r","text":{{"Version":"2012-10-17","Statement":[{deny}]}}}}]],
            "requests":[{{"principal":"arn:aws:iam::111122223333:user/Ana","action":"kms:Encrypt"}},
                        {{"principal":"arn:aws:iam::111122223333:user/Bo","action":"kms:Decrypt"}}]}}"#
    );
    let scenario = Scenario::from_json(&json).unwrap();
    hold(&scenario, 0, 1);
    let report = advice_with(&scenario, 0, None).unwrap();
    let closes = report.policy_changes.iter().filter(|change| change.effects.requests == [1]);
    assert!(closes.count() > 0, "{report:#?}");
}
