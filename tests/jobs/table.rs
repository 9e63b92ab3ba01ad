//! `docs/services.md`, the table of the jobs.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use kms_catalog::{Job, JobCaller, Operation};

#[test]
fn the_table_of_jobs_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/services.md");
    let table = table();
    if std::env::var_os("KMS_BLESS").is_some() {
        fs::write(&path, &table).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == table, "docs/services.md is not what the catalogue says: KMS_BLESS=1 writes it");
}

/// The whole page.
fn table() -> String {
    let services: BTreeSet<&str> = Job::all().iter().map(|job| job.service).collect();
    let mut out = format!(
        "# Services\n\n\
        {} jobs of {} services, with the KMS calls that each takes. `kms-policy jobs WORDS` finds them, `kms-policy job` decides \
        one, and `kms-policy policy --job` writes the key policy for them.\n\n\
        - **By**: *caller* is whoever asks the service, *role* a role that the service assumes, *grant* whoever holds the grant \
        that the job made.\n\
        - **Through**: the value of `kms:ViaService`; where it is assumed, no statement tests it.\n\
        - **Carries**: the encryption context and the source keys that AWS's pages show. What no page shows is not there, and \
        no statement tests it.\n\
        - **Certainty**: *inferred* calls follow from the permissions that a page names; the page does not show the call itself.\n\
        - A call with a setting in brackets is made with this setting only.\n\n\
        Written from `crates/kms-catalog/src/job` by `KMS_BLESS=1 cargo test -p kms-tests --test jobs`.\n",
        Job::all().len(),
        services.len()
    );
    let mut service = "";
    for job in Job::all() {
        if job.service != service {
            service = job.service;
            write!(out, "\n## {service}\n").unwrap();
        }
        write!(out, "\n### {}\n\n", job.name).unwrap();
        out.push_str("| Call | By | Through | Carries | Certainty |\n| --- | --- | --- | --- | --- |\n");
        for call in job.calls {
            let by = match call.by {
                JobCaller::Asker => "caller".to_owned(),
                JobCaller::Role(_) => "role".to_owned(),
                JobCaller::Grantee => "grant".to_owned(),
                JobCaller::Service(name) => format!("`{name}`"),
                JobCaller::ServiceLinkedRole(arn) => {
                    format!("`{}`", arn.text().rsplit('/').next().unwrap_or_default())
                }
            };
            let pairs = call.encryption_context.iter().map(|(key, value)| format!("`{key}` = `{value}`"));
            let source = call.source_arn.iter().map(|arn| format!("`aws:SourceArn` = `{arn}`"));
            let account =
                call.source_account.iter().map(|account| format!("`aws:SourceAccount` = `{account}`"));
            let grant = call.grant.iter().map(|grant| {
                let assumed = if grant.status.is_documented() { "" } else { " (assumed)" };
                format!("grant of {}{assumed}", grant.operations.join(", "))
            });
            let carries: Vec<String> = pairs.chain(source).chain(account).chain(grant).collect();
            let option = call.option.map_or_else(String::new, |option| format!(" [{option}]"));
            let permissions: Vec<String> = Operation::checks(call.operation)
                .iter()
                .map(|check| format!("`{}`", check.operation.permission()))
                .collect();
            writeln!(
                out,
                "| {}{option} | {by} | {} | {} | {} |",
                permissions.join(", "),
                call.via_service.map_or_else(
                    || "–".to_owned(),
                    |via| {
                        let assumed = if call.via_service_status.is_documented() { "" } else { " (assumed)" };
                        format!("`{via}`{assumed}")
                    }
                ),
                if carries.is_empty() { "–".to_owned() } else { carries.join("; ") },
                if call.status.is_documented() { "documented" } else { "inferred" },
            )
            .unwrap();
        }
        out.push('\n');
        for option in job.options {
            writeln!(out, "- `{}`: {}.", option.name, option.when).unwrap();
        }
        for note in job.notes {
            writeln!(out, "- {note}").unwrap();
        }
        writeln!(out, "- AWS: <{}>", job.page).unwrap();
    }
    out
}
