//! The cases of `tests/cases/lint`: a policy, what the rules say about it drawn under its lines, and what the fix makes
//! of it.
//!
//! A file is named after its rule. In it each heading `## …` is a case: a `json` block with the policy, a `findings`
//! block, and for a finding with a fix a `fixed` block. A case of another kind of policy says so in the heading, as in
//! "## … (service control policy)".

use std::fs;
use std::path::{Path, PathBuf};

use kms_policy::PolicyKind;

/// The key of every case.
pub const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/// A policy of the cases.
#[derive(Debug)]
pub struct LintCase {
    /// Where it is.
    pub name: String,
    /// The kind that its heading names.
    pub kind: PolicyKind,
    /// Its text.
    pub policy: String,
}

/// The files, in order.
pub fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/lint");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// Every policy of the files.
pub fn cases() -> Vec<LintCase> {
    files().iter().flat_map(|path| read(path)).collect()
}

fn read(path: &Path) -> Vec<LintCase> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let mut cases = Vec::new();
    let mut heading = "";
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(found) = line.strip_prefix("## ") {
            heading = found;
        }
        if line == "```json" {
            let policy: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            cases.push(LintCase {
                name: format!("{file}: {heading}"),
                kind: kind_in(heading),
                policy: policy.join("\n"),
            });
        }
    }
    cases
}

/// The kind of policy that stands in brackets behind a heading; a key policy without.
pub fn kind_in(heading: &str) -> PolicyKind {
    let kinds = [
        ("identity-based policy", PolicyKind::IdentityBased),
        ("permissions boundary", PolicyKind::PermissionsBoundary),
        ("session policy", PolicyKind::SessionPolicy),
        ("service control policy", PolicyKind::ServiceControlPolicy),
        ("resource control policy", PolicyKind::ResourceControlPolicy),
        ("VPC endpoint policy", PolicyKind::VpcEndpointPolicy),
    ];
    let in_brackets = heading.rsplit_once('(').map_or("", |(_, rest)| rest);
    kinds
        .into_iter()
        .find(|(name, _)| in_brackets.starts_with(name))
        .map_or(PolicyKind::KeyPolicy, |(_, kind)| kind)
}
