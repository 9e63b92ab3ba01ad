//! Counts of tests, read from what each runner prints at its end.

use std::ops::AddAssign;

/// How many tests passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    /// A check that is one test.
    pub(crate) fn one(passed: bool) -> Self {
        Self { passed: u64::from(passed), failed: u64::from(!passed) }
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
    }
}

/// Sums `test result: ok. 3 passed; 0 failed; …` of cargo test, of doctests and of wasm-bindgen's runner.
pub(crate) fn of_cargo_test(output: &str) -> Tally {
    sum(output, |line| line.contains("test result:"), &["failed"])
}

/// Sums `Summary [ 0.1s] 3 tests run: 2 passed, 1 failed, …` of cargo-nextest.
pub(crate) fn of_nextest(output: &str) -> Tally {
    sum(output, |line| line.trim_start().starts_with("Summary ["), &["failed", "timed"])
}

/// Sums the lines `3 passed (1.2s)` and `1 failed` that close a run of Playwright; a test that it did not
/// reach, or that passed only when tried again, did not pass.
pub(crate) fn of_playwright(output: &str) -> Tally {
    let closing = |line: &str| {
        let mut words = line.split_whitespace();
        words.next().is_some_and(|word| word.parse::<u64>().is_ok())
            && words
                .next()
                .is_some_and(|word| ["passed", "failed", "flaky", "interrupted", "did"].contains(&word))
    };
    sum(output, closing, &["failed", "flaky", "interrupted", "did"])
}

/// Reads the lines `# pass 3` and `# fail 1` that close a run of Node's test runner.
pub(crate) fn of_node(output: &str) -> Tally {
    let number = |name: &str| {
        let last = output.lines().rev().find_map(|line| line.strip_prefix(name));
        last.and_then(|number| number.trim().parse().ok()).unwrap_or_default()
    };
    Tally { passed: number("# pass "), failed: number("# fail ") + number("# cancelled ") }
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
        Tally { passed, failed }
    }

    #[test]
    fn every_test_binary_of_cargo_test_counts() {
        let output = "running 2 tests\ntest result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
                      test result: FAILED. 1 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(of_cargo_test(output), tally(3, 3));
    }

    #[test]
    fn nextest_is_counted_by_its_summary() {
        let output =
            "     Summary [   0.012s] 7 tests run: 5 passed (1 slow), 1 failed, 1 timed out, 2 skipped";
        assert_eq!(of_nextest(output), tally(5, 2));
        let coloured = "\u{1b}[32;1m     Summary\u{1b}[0m [   0.004s] \u{1b}[1m2\u{1b}[0m tests run: \u{1b}[1m2\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, 0 skipped";
        assert_eq!(of_nextest(coloured), tally(2, 0));
    }

    #[test]
    fn playwright_is_counted_by_its_closing_lines() {
        let output = "Running 9 tests using 1 worker\n  1 failed\n    [chromium] › load.spec.ts:3:1 › 4 passed\n  1 flaky\n  2 did not run\n  5 passed (3.1s)";
        assert_eq!(of_playwright(output), tally(5, 4));
    }

    #[test]
    fn node_is_counted_by_its_closing_lines() {
        let output = "ok 1 - # pass 9\n1..7\n# tests 7\n# pass 5\n# fail 1\n# cancelled 1\n# skipped 0";
        assert_eq!(of_node(output), tally(5, 2));
    }

    #[test]
    fn a_runner_that_failed_counts_as_a_failure() {
        assert_eq!(tally(2, 0).at_least_one_failure_unless(false), tally(2, 1));
        assert_eq!(tally(2, 3).at_least_one_failure_unless(false), tally(2, 3));
        assert_eq!(tally(2, 0).at_least_one_failure_unless(true), tally(2, 0));
    }
}
