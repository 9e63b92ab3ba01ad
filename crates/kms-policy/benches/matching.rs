//! How long matching takes: ordinary patterns, and patterns made to be slow, each in one size and in the double.
//!
//! `cargo bench -p kms-policy --bench matching`

use divan::{Bencher, black_box};
use kms_policy::{Arn, ArnPattern, Pattern, PolicyVersion, Template};

fn main() {
    divan::main();
}

#[divan::bench(args = ["*", "kms:Decrypt", "kms:Describe*", "kms:*Key*", "kms:?e*"])]
fn action(bencher: Bencher<'_, '_>, text: &str) {
    let pattern = Pattern::new(text);
    bencher.bench_local(|| pattern.matches_ignoring_case(black_box("kms:DescribeKey")));
}

#[divan::bench(args = ["arn:aws:kms:us-east-1:111122223333:key/1234abcd", "arn:aws:kms:*:111122223333:key/*", "arn:*:*:*:*:*"])]
fn arn(bencher: Bencher<'_, '_>, text: &str) {
    let pattern = ArnPattern::new(text);
    let arn = Arn::split("arn:aws:kms:us-east-1:111122223333:key/1234abcd");
    bencher.bench_local(|| {
        pattern.as_ref().zip(black_box(arn.as_ref())).map(|(pattern, arn)| pattern.matches(arn))
    });
}

#[divan::bench]
fn compile(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| Pattern::new(black_box("policy-store/*/context-?")));
}

#[divan::bench]
fn template_with_a_variable(bencher: Bencher<'_, '_>) {
    let template = Template::new("home/${aws:username}/*", PolicyVersion::V2012);
    bencher.bench_local(|| {
        let resolved = template.resolve(|_| Ok::<_, ()>(black_box("tim").into()));
        resolved.map(|text| text.pattern().matches("home/tim/x"))
    });
}

/// Without `?`: linear in pattern and text together.
#[divan::bench(args = [16_384, 32_768, 65_536])]
fn many_stars(bencher: Bencher<'_, '_>, length: usize) {
    let pattern = Pattern::new(&"a*".repeat(length / 2).replacen("a*a", "a*b", 1));
    let text = "a".repeat(length);
    bencher.bench_local(|| pattern.matches(black_box(&text)));
}

/// Without `?`: one long piece that nearly matches everywhere.
#[divan::bench(args = [16_384, 32_768, 65_536])]
fn long_piece_that_nearly_matches(bencher: Bencher<'_, '_>, length: usize) {
    let pattern = Pattern::new(&format!("*{}b*", "a".repeat(length / 2)));
    let text = "a".repeat(length);
    bencher.bench_local(|| pattern.matches(black_box(&text)));
}

/// With `?` the time is at most a 64th of the product: doubling the text doubles it.
#[divan::bench(args = [16_384, 32_768, 65_536])]
fn question_marks_against_a_longer_text(bencher: Bencher<'_, '_>, length: usize) {
    let pattern = Pattern::new(&format!("*{}?b{}*", "?a".repeat(2_048), "?a".repeat(2_048)));
    let text = "aaaaaaab".repeat(length / 8);
    bencher.bench_local(|| pattern.matches(black_box(&text)));
}

/// The worst pieces, all of one letter, half of which match everywhere: doubling the pattern doubles the time.
#[divan::bench(args = [1_024, 2_048, 4_096])]
fn question_marks_in_a_longer_pattern(bencher: Bencher<'_, '_>, pieces: usize) {
    let pattern = Pattern::new(&format!("*{}?b{}*", "?a".repeat(pieces), "?a".repeat(pieces)));
    let text = "aaaaaaab".repeat(4_096);
    bencher.bench_local(|| pattern.matches(black_box(&text)));
}

/// Compiling a template of what looks like variables.
#[divan::bench(args = ["${a", "${a,'", "${", "${a,b}", "${a,'}"])]
fn hostile_template(bencher: Bencher<'_, '_>, unit: &str) {
    let text = unit.repeat(65_536 / unit.len()) + "}";
    bencher.bench_local(|| Template::new(black_box(&text), PolicyVersion::V2012));
}
