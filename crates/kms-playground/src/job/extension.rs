//! The statements that jobs need beside those that a key policy has already.

use kms_policy::edit::Editor;
use serde_json::Value;

use super::draft::{self, Draft};
use super::home::of_key;
use super::policy::{identity_policies, notes_about, outcomes, passes_lockout_check, reasons};
use super::resolve::{Resolved, nameable};
use super::written::{IdentityPolicy, JobOutcome, StatementReason, WrittenPolicy};
use super::{JobChoice, JobError};
use crate::report::{Decision, Note};
use crate::run::decide;
use crate::scenario::{Caller, NamedPolicy, Request, Scenario};

/// What a key policy gets for jobs, and what comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyExtension {
    /// The scenario with the statements, and with the identity-based policies that principals of other accounts need.
    pub scenario: Scenario,
    /// The new statements, each with its text; empty where the jobs need none.
    pub statements: Vec<(String, StatementReason)>,
    /// The new identity-based policies.
    pub identity_policies: Vec<IdentityPolicy>,
    /// What to know, and what to do beside it.
    pub notes: Vec<Note>,
    /// The jobs afterwards.
    pub jobs: Vec<JobOutcome>,
    /// Whether the policy still passes KMS's lockout safety check for the account.
    pub passes_lockout_check: bool,
}

/// Adds the statements that these jobs lack to the key policy of the scenario; what is there stays as it is.
///
/// # Errors
///
/// A choice that fits no job, a job without the user or role that it needs, or a key policy that is not JSON.
pub fn extend_key_policy(choices: &[JobChoice], scenario: &Scenario) -> Result<PolicyExtension, JobError> {
    let (region, account) = of_key(&scenario.key.arn)?;
    let mut jobs: Vec<(Resolved, &JobChoice)> = Vec::new();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut notes = Vec::new();
    for choice in choices {
        let resolved = Resolved::in_scenario(choice, scenario)?;
        // Who asks is named by the policy as well: a role rather than its session.
        let users: Vec<String> = resolved.asker.iter().map(|asker| nameable(&asker.principal).0).collect();
        for call in resolved.chosen_calls() {
            let own = draft::of_call(&resolved, call, &users)?;
            if !own.is_empty() && !is_allowed(&resolved.request(call, None)?, scenario) {
                drafts.extend(own);
            }
        }
        notes.extend(notes_about(&resolved, &account));
        jobs.push((resolved, choice));
    }
    notes.dedup();
    let mut missing = draft::merge(drafts);
    let identity_policies = identity_policies(&missing, &scenario.key.arn, &account);
    let there = statements_of(scenario.key_policy.text());
    missing.retain(|draft| !there.iter().any(|known| says_the_same(known, draft)));
    name_apart(&mut missing, &there);
    let mut after = scenario.clone();
    let mut text = scenario.key_policy.text().to_owned();
    for draft in &missing {
        let editor = Editor::new(&text).ok_or(JobError::UnreadablePolicy)?;
        let edit = editor.add_statement(draft::json_of(draft)).ok_or(JobError::UnreadablePolicy)?;
        text = edit.apply(&text).ok_or(JobError::UnreadablePolicy)?;
    }
    if !missing.is_empty() {
        after.key_policy.replace(text);
    }
    identity_policies.iter().for_each(|policy| attach(&mut after, policy));
    let outcomes = outcomes(&jobs, &after)?;
    let texts = missing.iter().map(draft::statement_text);
    let statements = texts.zip(reasons(&missing, &jobs, &after)?).collect();
    let passes_lockout_check = passes_lockout_check(&after, None, &region, &account);
    Ok(PolicyExtension {
        scenario: after,
        statements,
        identity_policies,
        notes,
        jobs: outcomes,
        passes_lockout_check,
    })
}

/// The scenario with a written key policy in place of its own, and with the identity-based policies beside it.
pub fn with_written_policy(written: &WrittenPolicy, scenario: &Scenario) -> Scenario {
    let mut after = scenario.clone();
    after.key_policy.replace(written.key_policy.text().to_owned());
    written.identity_policies.iter().for_each(|policy| attach(&mut after, policy));
    after
}

fn is_allowed(request: &Request, scenario: &Scenario) -> bool {
    let alone = Scenario { requests: vec![request.clone()], ..scenario.clone() };
    decide(&alone).first() == Some(&Decision::Allowed)
}

/// The statements of a policy as JSON; none of a text that is no JSON.
fn statements_of(text: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(text).unwrap_or_default();
    match document.get("Statement") {
        Some(Value::Array(statements)) => statements.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    }
}

/// Whether a statement says what the draft says, its name aside.
fn says_the_same(known: &Value, draft: &Draft) -> bool {
    let nameless = |mut statement: Value| {
        if let Some(members) = statement.as_object_mut() {
            members.remove("Sid");
        }
        statement
    };
    let own: Value = serde_json::from_str(&draft::statement_text(draft)).unwrap_or_default();
    nameless(known.clone()) == nameless(own)
}

/// Gives the statements names that the policy does not have yet.
fn name_apart(missing: &mut [Draft], there: &[Value]) {
    let taken: Vec<&str> = there.iter().filter_map(|statement| statement.get("Sid")?.as_str()).collect();
    for draft in missing {
        let name = draft.sid.clone();
        let mut number = 1;
        while taken.contains(&draft.sid.as_str()) {
            number += 1;
            draft.sid = format!("{name}{number}");
        }
    }
}

/// Attaches an identity-based policy to its principal, whose other policies stay what they are in the scenario.
fn attach(scenario: &mut Scenario, policy: &IdentityPolicy) {
    let named = NamedPolicy { name: "use of the key".to_owned(), text: policy.policy.clone() };
    if let Some(caller) = scenario.callers.iter_mut().find(|caller| caller.principal == policy.principal) {
        caller.identity_policies.get_or_insert_default().push(named);
        return;
    }
    // The entry of a caller replaces the policies of the scenario: it takes them over.
    let mut attached = scenario.identity_policies.clone().unwrap_or_default();
    attached.push(named);
    scenario.callers.push(Caller {
        principal: policy.principal.clone(),
        identity_policies: Some(attached),
        permissions_boundary: scenario.permissions_boundary.clone(),
        session_policies: scenario.session_policies.clone(),
        service_control_policies: scenario.service_control_policies.clone(),
    });
}
