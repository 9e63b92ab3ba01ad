//! Any bytes as a scenario and as pasted text, run: no panic, the same report twice, and scenario and link survive
//! writing and reading.

#![no_main]

use kms_playground::{Scenario, Shared, run, to_markdown};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    match Scenario::from_json(&text) {
        Ok(scenario) => check(scenario),
        Err(error) => assert!(error.line >= 1 && error.column >= 1 && !error.text.is_empty()),
    }
    if let Ok(pasted) = Scenario::from_pasted(&text) {
        check(pasted.scenario);
    }
});

fn check(scenario: Scenario) {
    let report = run(&scenario);
    assert_eq!(report, run(&scenario));
    assert_eq!(report.requests.len(), scenario.requests.len());
    assert!(!to_markdown(&scenario, &report).is_empty());
    assert_eq!(Scenario::from_json(&scenario.to_json()).unwrap(), scenario);
    let shared = Shared::new(scenario, &report);
    assert_eq!(Shared::decode(&shared.encode()).unwrap(), shared);
}
