//! Counts of tests and the names of those that failed, read from what each runner prints at its end.

use std::ops::AddAssign;

/// How many tests passed and failed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    /// The tests that failed or had to be tried again, as far as the runner names them.
    pub(crate) names: Vec<String>,
}

impl Tally {
    /// A check that is one test.
    pub(crate) fn one(passed: bool) -> Self {
        Self::many(u64::from(passed), u64::from(!passed))
    }

    /// Tests of which only the numbers are known.
    pub(crate) fn many(passed: u64, failed: u64) -> Self {
        Self { passed, failed, names: Vec::new() }
    }

    fn naming<'a>(mut self, failed: impl Iterator<Item = &'a str>) -> Self {
        self.names = failed.map(|line| line.trim_matches(['─', ' ']).to_owned()).collect();
        self
    }

    /// Makes sure that a runner that failed without naming a failed test (a compile error, say) counts as one.
    pub(crate) fn at_least_one_failure_unless(mut self, succeeded: bool) -> Self {
        if !succeeded && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.names.extend(other.names);
    }
}

/// Sums `test result: ok. 3 passed; 0 failed; …` of cargo test, of doctests and of wasm-bindgen's runner.
pub(crate) fn of_cargo_test(output: &str) -> Tally {
    let names = output.lines().filter(|line| line.starts_with("test ") && line.ends_with("FAILED"));
    sum(output, |line| line.contains("test result:"), &["failed"]).naming(names)
}

/// Sums `Summary [ 0.1s] 3 tests run: 2 passed, 1 failed, …` of cargo-nextest.
pub(crate) fn of_nextest(output: &str) -> Tally {
    let plain = without_colours(output);
    let is_summary = |line: &str| line.trim_start().starts_with("Summary [");
    let is_failure = |line: &&str| ["FAIL [", "TIMEOUT ["].iter().any(|word| line.trim().starts_with(word));
    // They are also told as they happen.
    let names = plain.lines().skip_while(|line| !is_summary(line)).filter(is_failure);
    sum(output, is_summary, &["failed", "timed"]).naming(names)
}

/// Sums the lines `3 passed (1.2s)` and `1 failed` that close a run of Playwright. A test that it did not reach did not
/// pass. One that passed when it was tried again did, and is named, so that somebody mends it.
pub(crate) fn of_playwright(output: &str) -> Tally {
    fn closing(line: &str) -> Option<&str> {
        let (number, word) = line.trim().split_once(' ')?;
        let word = word.split(' ').next()?;
        let is_closing = ["passed", "failed", "flaky", "interrupted", "did"].contains(&word);
        number.parse::<u64>().ok().filter(|_| is_closing).map(|_| word)
    }
    let plain = without_colours(output);
    // Below each of these lines are the tests that it counts.
    let mut names = Vec::new();
    let mut kind = None;
    for line in plain.lines() {
        kind = closing(line).or(kind);
        if let Some(kind) = kind.filter(|_| line.starts_with("    ") && line.contains(" › ")) {
            names.push(format!("{kind}: {}", line.trim_matches(['─', ' '])));
        }
    }
    let plain = plain.replace(" flaky", " passed");
    let mut tally = sum(&plain, |line| closing(line).is_some(), &["failed", "interrupted", "did"]);
    tally.names = names;
    tally
}

/// Reads the lines `# pass 3` and `# fail 1` that close a run of Node's test runner.
pub(crate) fn of_node(output: &str) -> Tally {
    let number = |name: &str| {
        let last = output.lines().rev().find_map(|line| line.strip_prefix(name));
        last.and_then(|number| number.trim().parse().ok()).unwrap_or_default()
    };
    let names = output.lines().filter(|line| line.trim_start().starts_with("not ok "));
    Tally::many(number("# pass "), number("# fail ") + number("# cancelled ")).naming(names)
}

/// Adds up the numbers before `passed` and before the words for failure, on the lines that count.
fn sum(output: &str, counts: impl Fn(&str) -> bool, failures: &[&str]) -> Tally {
    let plain = without_colours(output);
    let mut tally = Tally::default();
    for line in plain.lines().filter(|line| counts(line)) {
        let words: Vec<&str> = line.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
        for (number, word) in words.iter().zip(words.iter().skip(1)) {
            let number = number.parse::<u64>().unwrap_or_default();
            if *word == "passed" {
                tally.passed += number;
            } else if failures.contains(word) {
                tally.failed += number;
            }
        }
    }
    tally
}

/// The text without the escape sequences that colour it.
fn without_colours(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or("", |(_, rest)| rest));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u64, failed: u64) -> Tally {
        Tally::many(passed, failed)
    }

    fn named(passed: u64, failed: u64, names: &[&str]) -> Tally {
        tally(passed, failed).naming(names.iter().copied())
    }

    #[test]
    fn every_test_binary_of_cargo_test_counts() {
        let output = "running 2 tests\ntest names::a ... ok\ntest names::b ... FAILED\ntest result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
                      test result: FAILED. 1 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(of_cargo_test(output), named(3, 3, &["test names::b ... FAILED"]));
    }

    #[test]
    fn nextest_is_counted_by_its_summary() {
        let output = "  FAIL [ 0.1s] a b\n     Summary [   0.012s] 7 tests run: 5 passed (1 slow), 1 failed, 1 timed out, 2 skipped\n  FAIL [ 0.1s] a b\n  TIMEOUT [ 9s] a c";
        assert_eq!(of_nextest(output), named(5, 2, &["FAIL [ 0.1s] a b", "TIMEOUT [ 9s] a c"]));
        let coloured = "\u{1b}[32;1m     Summary\u{1b}[0m [   0.004s] \u{1b}[1m2\u{1b}[0m tests run: \u{1b}[1m2\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, 0 skipped";
        assert_eq!(of_nextest(coloured), tally(2, 0));
    }

    #[test]
    fn playwright_is_counted_by_its_closing_lines() {
        let output = "Running 9 tests using 1 worker\n  1 failed\n    [chromium] › load.spec.ts:3:1 › 4 passed ───\n  1 flaky\n    specs/b.spec.ts:1:1 › b \n  2 did not run\n  5 passed (3.1s)";
        let names = ["failed: [chromium] › load.spec.ts:3:1 › 4 passed", "flaky: specs/b.spec.ts:1:1 › b"];
        assert_eq!(of_playwright(output), named(6, 3, &names));
    }

    #[test]
    fn node_is_counted_by_its_closing_lines() {
        let output =
            "ok 1 - # pass 9\nnot ok 2 - b\n1..7\n# tests 7\n# pass 5\n# fail 1\n# cancelled 1\n# skipped 0";
        assert_eq!(of_node(output), named(5, 2, &["not ok 2 - b"]));
    }

    #[test]
    fn a_runner_that_failed_counts_as_a_failure() {
        assert_eq!(tally(2, 0).at_least_one_failure_unless(false), tally(2, 1));
        assert_eq!(tally(2, 3).at_least_one_failure_unless(false), tally(2, 3));
        assert_eq!(tally(2, 0).at_least_one_failure_unless(true), tally(2, 0));
    }
}
