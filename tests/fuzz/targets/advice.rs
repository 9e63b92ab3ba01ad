//! Any scenario, asked what would change the decision on its requests: no panic, bounded work, the same twice; each change
//! leads to the decision that it promises, can be shown, and is taken back byte for byte; what settles a decision that
//! depends on missing facts settles it so.

#![no_main]

use kms_playground::advice::advice;
use kms_playground::missing::missing_facts;
use kms_playground::{Decision, Scenario, decide};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let Ok(scenario) = Scenario::from_json(&text) else { return };
    // A scenario of many requests costs as many searches, and the next ones find nothing new.
    for at in 0..scenario.requests.len().min(2) {
        let Some(report) = advice(&scenario, at) else { continue };
        assert!(report.evaluations <= 2_000);
        assert!(!report.summary.is_empty());
        assert_eq!(advice(&scenario, at).as_ref(), Some(&report));
        for case in missing_facts(&scenario, at).iter().flat_map(|missing| &missing.cases) {
            assert_eq!(decide(&case.scenario), [case.decision], "{}", case.text);
        }
        let policies = report.policy_changes.iter().flat_map(|change| &change.effects.policy);
        for (effects, opens) in policies.flat_map(|policy| [(&policy.opens, true), (&policy.closes, false)]) {
            for effect in effects {
                assert_eq!(decide(&effect.scenario) == [Decision::Allowed], opens, "{}", effect.text);
            }
        }
        for change in report.request_changes.iter().chain(&report.policy_changes) {
            assert!(!change.title.is_empty() && !change.parts.is_empty());
            assert_ne!(change.decision, report.decision);
            let changed =
                change.apply(&scenario, at).expect("a change fits the scenario that it was found for");
            assert_eq!(decide(&changed).get(at), Some(&change.decision), "{}", change.title);
            assert_eq!(change.undo(&changed, at).as_ref(), Some(&scenario), "{}", change.title);
            for preview in change.preview(&scenario, at) {
                assert!(!preview.title.is_empty() && !preview.lines.is_empty(), "{}", change.title);
            }
        }
    }
});
