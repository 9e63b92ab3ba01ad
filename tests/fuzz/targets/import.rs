//! Any bytes as a pasted text, over nothing and over a scenario: no panic, the same twice, and places within the text.

#![no_main]

use kms_playground::import::{Import, Options, read_with};
use kms_playground::{Scenario, run};
use kms_templates::TEMPLATES;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let first = import(&text, None);
    assert_eq!(import(&text, None), first);
    check(&first, &text);
    // A second paste, of the first's other half, lays itself over the first.
    let half = text.floor_char_boundary(text.len() / 2);
    let second = import(&text[half..], Some(&first.scenario));
    check(&second, &text[half..]);
});

fn import(text: &str, given: Option<&Scenario>) -> Import {
    read_with(text, given, &Options { templates: Some(TEMPLATES), ..Options::default() })
}

fn check(import: &Import, text: &str) {
    let units = text.encode_utf16().count() as u32;
    let spans = import.recognised.iter().map(|it| it.span).chain(import.placeholders.iter().map(|it| it.span));
    for span in spans.chain(import.changes.iter().filter_map(|it| it.span)) {
        assert!(span.start.offset <= span.end.offset && span.end.offset <= units, "{span:?} of {units}");
    }
    let json = import.scenario.to_json();
    if json.len() < 1_000_000 && import.scenario.requests.len() <= 4 {
        assert_eq!(Scenario::from_json(&json).as_ref(), Ok(&import.scenario));
        drop(run(&import.scenario));
    }
}
