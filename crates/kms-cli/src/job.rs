//! `kms-policy jobs`, `kms-policy job` and `kms-policy policy`: what services do with a key, whether a key lets them,
//! and a key policy that does.

use std::fmt::Write;

use kms_playground::job::{
    JobChoice, JobEntry, JobReport, JobVariant, NewPolicy, WrittenPolicy, decide_job, jobs, write_key_policy,
};
use kms_playground::{Assumed, Decision, Severity};

use crate::Done;
use crate::arguments::{JobArguments, JobFormat, JobsArguments, PolicyArguments, PolicyFormat};
use crate::colour::{Colour, Tone};
use crate::eval::{sign, sign_of};
use crate::failure::Failure;
use crate::input;

/// Lists the jobs that words find.
pub(crate) fn list(arguments: &JobsArguments) -> Result<Done, Failure> {
    let words = arguments.words.join(" ");
    let found = jobs(&words);
    if found.is_empty() {
        return Err(Failure::of(
            "jobs",
            &format!("no job has the words `{words}`; `kms-policy jobs` lists them all"),
        ));
    }
    Ok(Done::printing(match arguments.format {
        JobFormat::Json => serde_json::to_string_pretty(&found).unwrap_or_default() + "\n",
        JobFormat::Text => listed(&found, Colour::of_stdout()),
    }))
}

/// One line a job; more about it where only one is found.
fn listed(found: &[JobEntry], colour: Colour) -> String {
    let mut out = String::new();
    for job in found {
        let certainty = if job.documented { "" } else { "  (partly inferred)" };
        let name = colour.paint(Tone::Strong, &format!("{}: {}", job.service, job.job));
        _ = writeln!(out, "{name}  {}{}", job.permissions.join(" "), colour.paint(Tone::Unsure, certainty));
    }
    if let [only] = found {
        for option in &only.options {
            _ = writeln!(out, "  --with {}: {}", option.name, option.when);
        }
        for parameter in &only.parameters {
            _ = writeln!(out, "  --set {}={}: {}", parameter.name, parameter.example, parameter.about);
        }
        only.notes.iter().for_each(|note| _ = writeln!(out, "  {note}"));
        _ = writeln!(out, "  {}", colour.paint(Tone::Faint, only.page));
    }
    out
}

/// Decides a job.
pub(crate) fn decide(arguments: &JobArguments) -> Result<Done, Failure> {
    let mut source = input::scenario_or_policy(&arguments.scenario)?;
    if let Some(key) = &arguments.key {
        source.scenario.key.arn.clone_from(key);
        source.scenario.assumed.retain(|assumed| !assumed.field.starts_with("key.")); // another key is given
    }
    let choice = JobChoice {
        service: arguments.service.clone(),
        job: arguments.job.clone(),
        option: arguments.option.clone(),
        who: arguments.who.clone(),
        values: arguments.values.clone(),
    };
    let report = decide_job(&choice, &source.scenario).map_err(|error| Failure::of("job", &error))?;
    Ok(Done::printing(match arguments.format {
        JobFormat::Json => serde_json::to_string_pretty(&report).unwrap_or_default() + "\n",
        JobFormat::Text => text(&report, &source.scenario.assumed, Colour::of_stdout()),
    }))
}

/// The verdict, and what it takes for granted: of the key first, then of the job, then of each call.
fn text(report: &JobReport, of_scenario: &[Assumed], colour: Colour) -> String {
    let mut out = String::new();
    _ = writeln!(out, "{}", colour.paint(Tone::Strong, &format!("{}: {}", report.service, report.job)));
    report.variants.iter().for_each(|variant| self::variant(&mut out, variant, colour));
    let calls = report.variants.iter().flat_map(|variant| &variant.calls);
    let of_calls = calls.filter(|call| call.waits_for.is_none()).flat_map(|call| &call.report.assumptions);
    let mut assumed: Vec<&str> = Vec::new();
    let of_job = report.assumptions.iter().chain(of_calls).map(|note| &note.text);
    for text in of_scenario.iter().map(|assumed| &assumed.text).chain(of_job) {
        if !assumed.contains(&text.as_str()) {
            assumed.push(text);
            _ = writeln!(out, "{} {text}", colour.paint(Tone::Unsure, "Assumed:"));
        }
    }
    report.notes.iter().for_each(|note| _ = writeln!(out, "Note: {note}"));
    _ = writeln!(out, "{}", colour.paint(Tone::Faint, report.page));
    out
}

fn variant(out: &mut String, variant: &JobVariant, colour: Colour) {
    let (symbol, tone) = sign(variant.decision);
    let when = variant.when.map_or_else(String::new, |when| format!(" if {when}"));
    let verdict = if variant.decision == Decision::Allowed { "Works" } else { failing(variant) };
    _ = writeln!(out, "{}", colour.paint(tone, &format!("{symbol} {verdict}{when}")));
    _ = writeln!(out, "  {}", variant.summary);
    for (at, call) in variant.calls.iter().enumerate() {
        let (symbol, tone) = match call.waits_for {
            Some(_) => sign(Decision::Undetermined),
            None => sign_of(&call.report),
        };
        let via = call.request.via_service.as_ref().map_or_else(String::new, |via| format!(" through {via}"));
        let inferred = if call.certainty == "documented" { "" } else { " (inferred)" };
        _ = writeln!(
            out,
            "  {} {}. {} by {}{via}{inferred}: {}",
            colour.paint(tone, symbol),
            at + 1,
            call.request.action,
            call.request.principal,
            call.purpose
        );
        for (key, value) in call.request.encryption_context.iter() {
            _ = writeln!(out, "       {}", colour.paint(Tone::Faint, &format!("{key} = {value}")));
        }
        match call.waits_for {
            Some(maker) => _ = writeln!(out, "       It needs the grant that call {} makes.", maker + 1),
            None if !call.works() && variant.stopped_at != Some(at) => {
                _ = writeln!(out, "       {}", call.report.summary);
            }
            None => {}
        }
    }
}

const fn failing(variant: &JobVariant) -> &'static str {
    match variant.decision {
        Decision::Undetermined => "Undetermined",
        _ => "Does not work",
    }
}

/// Writes a key policy.
pub(crate) fn policy(arguments: &PolicyArguments) -> Result<Done, Failure> {
    let jobs = arguments.jobs.iter().map(|job| choice(job, arguments)).collect::<Result<Vec<_>, _>>()?;
    for (name, _) in &arguments.values {
        let used = jobs.iter().any(|job| job.values.iter().any(|(known, _)| known == name));
        if !used {
            return Err(Failure::of("policy", &format!("no job has a parameter `{name}`")));
        }
    }
    let new = NewPolicy {
        key: arguments.key.clone(),
        administrators: arguments.administrators.clone(),
        users: arguments.users.clone(),
        jobs,
    };
    let written = write_key_policy(&new).map_err(|error| Failure::of("policy", &error))?;
    let as_expected = works(&written);
    let output = match arguments.format {
        PolicyFormat::Policy => written.key_policy.text().to_owned() + "\n",
        PolicyFormat::Scenario => written.scenario.to_json() + "\n",
        PolicyFormat::Json => serde_json::to_string_pretty(&written).unwrap_or_default() + "\n",
    };
    let remark = (arguments.format == PolicyFormat::Policy).then(|| remark(&written));
    Ok(Done { output, remark, as_expected })
}

/// Whether the policy does what it was written for.
fn works(written: &WrittenPolicy) -> bool {
    written.passes_lockout_check && written.jobs.iter().all(|job| job.decision == Decision::Allowed)
}

/// `Amazon S3: Put an object; bucket-key; bucket=logs`: the names, then a setting or values of this job alone.
fn choice(text: &str, arguments: &PolicyArguments) -> Result<JobChoice, Failure> {
    let mut parts = text.split(';').map(str::trim);
    let names = parts.next().unwrap_or_default();
    let (service, job) = names.split_once(": ").unwrap_or(("", names));
    let mut choice = JobChoice { service: service.to_owned(), job: job.to_owned(), ..JobChoice::default() };
    for part in parts.filter(|part| !part.is_empty()) {
        match part.split_once('=') {
            Some((name, value)) => choice.values.push((name.trim().to_owned(), value.trim().to_owned())),
            None => choice.option = Some(part.to_owned()),
        }
    }
    let mut found = jobs(&format!("{service} {job}"));
    found.sort_by_key(|entry| {
        !(entry.job.eq_ignore_ascii_case(job) && entry.service.eq_ignore_ascii_case(service))
    });
    let Some(entry) = found.first() else { return Ok(choice) }; // the engine says what is near
    for (name, value) in &arguments.values {
        let takes = entry.parameters.iter().any(|parameter| parameter.name == name)
            || ["region", "account"].contains(&name.as_str());
        if takes && !choice.values.iter().any(|(known, _)| known == name) {
            choice.values.push((name.clone(), value.clone()));
        }
    }
    Ok(choice)
}

/// What the statements are for, what to do beside them, and whether all of it holds, a line each.
fn remark(written: &WrittenPolicy) -> String {
    let mut lines = vec!["the policy above".to_owned()];
    for statement in &written.statements {
        lines.push(format!("{}: {}", statement.sid, statement.reasons.join("; ")));
        for condition in statement.conditions.iter().filter(|condition| condition.verified) {
            lines.push(format!("  {}: {}", condition.key, condition.text));
        }
    }
    for job in &written.jobs {
        let verdict = if job.decision == Decision::Allowed { "works" } else { "does not work" };
        lines.push(format!("{verdict}: {}: {}. {}", job.service, job.job, job.summary));
    }
    lines.push(match written.passes_lockout_check {
        true => "The policy passes KMS's lockout safety check.".to_owned(),
        false => "The policy does not pass KMS's lockout safety check.".to_owned(),
    });
    for finding in written.findings.iter().filter(|finding| finding.severity != Severity::Suggestion) {
        lines.push(format!("lint: {} ({})", finding.text, finding.code));
    }
    lines.extend(written.notes.iter().map(|note| format!("note: {}", note.text)));
    for identity in &written.identity_policies {
        lines.push(format!("{} needs this identity-based policy as well:", identity.principal));
        lines.extend(identity.policy.text().lines().map(|line| format!("  {line}")));
    }
    let plain = lines.join("\n  ");
    plain.chars().filter(|it| *it == '\n' || !it.is_control()).collect()
}
