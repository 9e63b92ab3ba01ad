//! Texts that are made to take long: the time that reading takes grows as their length does, and not faster.

#![expect(clippy::print_stdout, reason = "what was measured is shown when a test is run alone")]

use std::time::{Duration, Instant};

use kms_playground::import::{Import, MAX_IMPORT_BYTES, Options, read_with};
use kms_templates::TEMPLATES;

/// How much longer the long text is than the short one.
const LONGER: usize = 8;
/// How much longer it may take. What takes the square of the length takes 64 times as long.
const SLOWER: u32 = 24;
/// What is over sooner is not measured: it is mostly what every text takes.
const LEAST: Duration = Duration::from_millis(2);

/// A unit and how often the long text repeats it.
const HOSTILE: &[(&str, usize)] = &[
    ("[", 1_000_000),
    ("{\"a\":", 200_000),
    ("{\"", 300_000),
    ("\"{\\\"", 200_000),
    ("\\", 1_000_000),
    ("is not authorized to perform: ", 40_000),
    ("User: arn:aws:iam::1:user/x is not authorized to perform: kms:Decrypt on resource: ", 10_000),
    ("because no ", 100_000),
    ("${", 400_000),
    ("<a", 400_000),
    ("<span ", 150_000),
    ("web-1 | ", 100_000),
    ("SCP\n{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"kms:*\"}]}\n", 8_000),
    ("&quot;", 150_000),
    ("\u{202e}\u{200b}", 200_000),
    ("│ ", 300_000),
    ("> ", 400_000),
    ("arn:", 250_000),
    ("The specified KMS key does not exist or is not allowed to be used with ", 10_000),
    ("#s=1.", 150_000),
    ("Resources:\n - ", 60_000),
    ("resource \"aws_kms_key\" \"k\" {\n", 20_000),
    ("~ resource \"aws_kms_key\" \"k\" {\n ~ a = [ -> ", 20_000),
    ("statement {\n", 50_000),
    ("eventName,a,b\n\"\"\"\"", 40_000),
    ("GRANTS\t", 100_000),
    ("Encoded authorization failure message: ", 20_000),
    ("\u{1b}[", 300_000),
    ("``` ", 200_000),
    ("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"kms:*\",\"Principal\":\"*\"}]}", 8_000),
    ("{\"GranteePrincipal\":\"a\",\"Operations\":[],\"GrantId\":\"1\"}", 15_000),
    ("{\"eventName\":\"Decrypt\",\"eventSource\":\"kms.amazonaws.com\"}", 15_000),
    (
        "2026-01-01T00:00:00Z info {\"a\": [1, 2, {\"b\": \"c\"}], \"arn\": \"arn:aws:s3:::x\"} User: someone did a thing\n",
        16_000,
    ),
];

fn import(text: &str) -> Import {
    read_with(text, None, &Options { templates: Some(TEMPLATES), ..Options::default() })
}

fn time(text: &str) -> Duration {
    let start = Instant::now();
    let import = import(text);
    let took = start.elapsed();
    assert!(import.scenario.requests.len() <= 1000);
    took
}

#[test]
fn reading_takes_time_in_proportion_to_the_length() {
    for (unit, count) in HOSTILE {
        let (short, long) = (unit.repeat(count / LONGER), unit.repeat(*count));
        assert!(long.len() <= MAX_IMPORT_BYTES, "{unit:?} is refused for its length");
        // Another program may take the processor: both are measured at nearly the same time, and more than once.
        let grows_alike = (0..4).any(|_| {
            let (short, long) = (time(&short).max(LEAST), time(&long));
            println!("{short:?}, {LONGER} times as long {long:?}: {unit:?}");
            long < short * SLOWER
        });
        assert!(
            grows_alike,
            "a text of {LONGER} times the length takes more than {SLOWER} times as long: {unit:?}"
        );
    }
}

#[test]
fn a_text_beyond_the_limit_is_not_read() {
    let import = import(&"x".repeat(MAX_IMPORT_BYTES + 1));
    assert!(import.notes.iter().any(|note| note.code == "tooLarge"), "{:?}", import.notes);
}
