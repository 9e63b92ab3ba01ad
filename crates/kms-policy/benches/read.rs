//! How long reading takes, beside serde_json's `Value` on the same bytes; and that hostile texts take time in
//! proportion to their length: each comes in one size and in the double.
//!
//! `cargo bench -p kms-policy --bench read`

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use kms_policy::{LineIndex, PolicyKind, parse, pretty};

fn main() {
    divan::main();
}

/// Sizes of policies: a small one, KMS's quota, our bound.
const SIZES: [usize; 3] = [1_500, 32_000, 1_000_000];

/// A correct key policy of about so many bytes.
fn policy(bytes: usize) -> String {
    let mut statements = Vec::new();
    let mut length = 0;
    for nth in 0.. {
        let statement = format!(
            r#"    {{
      "Sid": "Allow service {nth} to use the key",
      "Effect": "Allow",
      "Principal": {{ "AWS": ["arn:aws:iam::111122223333:role/app/Worker{nth}", "arn:aws:iam::111122223333:root"] }},
      "Action": ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"],
      "Resource": "*",
      "Condition": {{
        "StringEquals": {{ "aws:SourceAccount": "111122223333", "kms:EncryptionContext:tenant": ["t{nth}", "t0"] }},
        "ArnLike": {{ "aws:SourceArn": "arn:aws:verifiedpermissions::111122223333:policy-store/*" }},
        "Bool": {{ "kms:GrantIsForAWSResource": true }}
      }}
    }}"#
        );
        length += statement.len() + 2;
        statements.push(statement);
        if length + 60 > bytes {
            break;
        }
    }
    format!("{{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n{}\n  ]\n}}\n", statements.join(",\n"))
}

#[divan::bench(args = SIZES)]
fn read_with_places(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = policy(bytes);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| parse(black_box(&text), PolicyKind::KeyPolicy));
}

/// The yardstick: no places, no grammar, duplicate names merged.
#[divan::bench(args = SIZES)]
fn serde_json_value(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = policy(bytes);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| serde_json::from_str::<serde_json::Value>(black_box(&text)));
}

#[divan::bench(args = SIZES)]
fn lay_out(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = policy(bytes);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| pretty(black_box(&text)));
}

/// Finds the lines, and places a thousand offsets of a text that is one line.
#[divan::bench(args = SIZES)]
fn thousand_positions_in_one_line(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = policy(bytes).replace('\n', "é");
    let step = text.len() / 1000 + 1;
    bencher.bench_local(|| {
        let index = LineIndex::new(black_box(&text));
        (0..text.len()).step_by(step).map(|at| index.position(at as u32).offset).fold(0, u32::wrapping_add)
    });
}

/// What someone could write to make a reader slow: repeated until it fills the text.
const HOSTILE: [(&str, &str); 22] = [
    ("open lists", "["),
    ("open objects", "{\"a\":"),
    ("closing brackets", "]"),
    ("wrong brackets", "[}"),
    ("brackets on lines", "{\n["),
    ("quotation marks", "\""),
    ("unclosed strings", "\"a\n"),
    ("inner quotation marks", "\"a\"a"),
    ("quotation marks and braces", "\"}}}}"),
    ("backslashes", "\"\\\\"),
    ("typographic quotes", "“a"),
    ("single quotes", "'"),
    ("backticks and quotes", "`'“"),
    ("comments without end", "/*"),
    ("line breaks in strings", "\"\n\n a\n\n"),
    ("variables in strings", "\"${}}"),
    ("names without values", "\"a\" \"b\" "),
    ("commas", ","),
    ("dots", "... "),
    ("escapes", "\"\\ud83d\\q\" "),
    ("objects closed too early", "{}, \"a\": 1 }, "),
    ("odd white space", "\u{a0}a"),
];

#[divan::bench(args = HOSTILE.iter().flat_map(|(name, unit)| [(*name, *unit, 1), (*name, *unit, 2)]).map(Hostile))]
fn hostile(bencher: Bencher<'_, '_>, text: &Hostile) {
    let text = text.text();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| parse(black_box(&text), PolicyKind::KeyPolicy));
}

/// A hostile text: its name, its unit, and its length in quarters of a mebibyte.
struct Hostile((&'static str, &'static str, usize));

impl Hostile {
    fn text(&self) -> String {
        let (_, unit, quarters) = self.0;
        let head = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["#;
        format!("{head}{}", unit.repeat((quarters << 18) / unit.len()))
    }
}

impl std::fmt::Display for Hostile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (name, _, quarters) = self.0;
        write!(f, "{name} {} KiB", quarters * 256)
    }
}

/// Names by the ten thousand in one object.
#[divan::bench(args = [10_000, 20_000])]
fn many_names(bencher: Bencher<'_, '_>, count: usize) {
    let names: Vec<String> =
        (0..count).map(|nth| format!("\"aws:PrincipalTag/{}\":\"x\"", nth % (count - 1))).collect();
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*","Condition":{{"StringEquals":{{{}}}}}}}}}"#,
        names.join(",")
    );
    bencher.bench_local(|| parse(black_box(&text), PolicyKind::KeyPolicy));
}
