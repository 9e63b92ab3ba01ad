//! Any pattern against any text: the matcher agrees with the plain definition, and templates never fail.

#![no_main]

use kms_policy::{Arn, ArnPattern, Pattern, PolicyVersion, Template};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str)| {
    let (pattern, text) = input;
    let compiled = Pattern::new(pattern);
    let (p, t): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let is_match = compiled.matches(text);
    assert_eq!(is_match, plain(&p, &t));
    assert!(!is_match || compiled.matches_ignoring_case(text));
    assert!(!is_match || text.starts_with(compiled.literal_prefix()));
    let lower = (pattern.to_ascii_lowercase(), text.to_ascii_lowercase());
    assert_eq!(compiled.matches_ignoring_case(text), Pattern::new(&lower.0).matches(&lower.1));

    if let (Some(arns), Some(arn)) = (ArnPattern::new(pattern), Arn::split(text)) {
        assert_eq!(arns.matches(&arn), arns.first_mismatch(&arn).is_none());
        assert!(!arns.matches(&arn) || is_match, "segments match more than the whole");
    }
    for version in [PolicyVersion::V2008, PolicyVersion::V2012] {
        for template in [Template::new(pattern, version), Template::resource(pattern, version)] {
            let variables = template.variables().map(|variable| &variable.range);
            for range in variables.chain(template.faults().iter().map(|fault| &fault.range)) {
                assert!(pattern[range.clone()].starts_with("${"));
            }
            let resolved = template.resolve(|variable| Ok::<_, ()>(variable.key.as_str().into())).unwrap();
            if version == PolicyVersion::V2008 {
                assert_eq!(resolved.as_str(), pattern);
                assert_eq!(resolved.pattern(), compiled);
            }
        }
    }
});

/// The plain definition, by a table: which starts of the pattern match which starts of the text.
fn plain(pattern: &[char], text: &[char]) -> bool {
    let mut row = vec![false; text.len() + 1];
    row[0] = true;
    for &wanted in pattern {
        let mut next = vec![wanted == '*' && row[0]];
        for (at, &there) in text.iter().enumerate() {
            next.push(match wanted {
                '*' => next[at] || row[at + 1],
                '?' => row[at],
                _ => row[at] && wanted == there,
            });
        }
        row = next;
    }
    row[text.len()]
}
