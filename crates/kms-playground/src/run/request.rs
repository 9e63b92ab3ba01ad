//! One request: described, checked, reported.

use std::borrow::Cow;

use kms_authz::{
    AuthorizationRequest, Call, CallError, Check, CompiledSituation, LockoutAnswer, LockoutCheck, Situation,
};
use serde_json::Value;

use super::call;
use super::situation::{Described, written};
use crate::explain::{self, CheckContext};
use crate::policy::{NEW_KEY_POLICY, ReadPolicy};
use crate::report::codes::{NoteCode, UnknownCode};
use crate::report::{Decision, Detail, Note, PolicyKind, RequestReport};
use crate::scenario::{PolicyId, Request};

/// Everything that is the same for all requests.
pub(crate) struct RequestRunner<'a> {
    pub(super) policies: &'a [ReadPolicy<'a>],
    pub(super) described: &'a Described<'a>,
    pub(super) compiled: &'a CompiledSituation<'a, 'a>,
    pub(super) detail: Detail,
}

impl RequestRunner<'_> {
    /// The report of the request at this place.
    pub(super) fn report(&self, at: usize, request: &Request) -> RequestReport {
        let path = format!("requests[{at}]");
        let new_key_policy = new_key_policy(request);
        let new_key_policy = new_key_policy.as_deref().map(read_new_key_policy);
        let call =
            call::describe(request, &path, self.described.partition(), new_key_policy.as_ref().map(written));
        let mut left_out: Vec<Note> = self.described.notes.clone();
        left_out.extend(call.notes);
        let mut problems = call.problems;
        problems.extend(self.described.broken_key.clone());
        problems.extend(self.described.other_partition(&call.call, &path));
        if !problems.is_empty() {
            return not_evaluated(request, problems, left_out);
        }
        match self.compiled.check(&call.call) {
            Ok(checks) => self.checked(request, &path, &checks, new_key_policy.as_ref(), left_out),
            Err(error) => not_evaluated(request, vec![call_error(error, request, &path)], left_out),
        }
    }

    /// The decision on a request without its report.
    pub(crate) fn decision(&self, request: &Request) -> Decision {
        let mut decision = None;
        self.described.of_call(request, &mut |call| decision = self.compiled.decide(call).ok());
        decision.map_or(Decision::NotEvaluated, Decision::from)
    }

    /// The checks of a request, each with its tree; none where it cannot be decided.
    pub(super) fn checks(&self, request: &Request) -> Option<Vec<Check>> {
        let mut checks = None;
        self.described.of_call(request, &mut |call| checks = self.compiled.check(call).ok());
        checks
    }

    fn checked(
        &self,
        request: &Request,
        path: &str,
        checks: &[Check],
        new_key_policy: Option<&ReadPolicy<'_>>,
        mut left_out: Vec<Note>,
    ) -> RequestReport {
        let contexts: Vec<CheckContext<'_>> = checks
            .iter()
            .map(|check| CheckContext {
                check,
                situation: &self.described.situation,
                policies: self.policies,
                new_key_policy,
                detail: self.detail,
            })
            .collect();
        let missing = checks.iter().find_map(|check| check.missing);
        let missing = missing.map(|error| call_error(error, request, path));
        let decision = decision_over(checks);
        let mut assumptions = Vec::new();
        let mut depends_on = Vec::new();
        for context in &contexts {
            let evaluation = &context.check.evaluation;
            assumptions.extend(self.taking_part(context.check).flat_map(ReadPolicy::assumptions));
            assumptions.extend(
                evaluation.assumptions().iter().map(|assumption| explain::assumption(context, assumption)),
            );
            assumptions.extend(explain::deleted_grantees(context));
            depends_on
                .extend(evaluation.depends_on().iter().map(|unknown| explain::unknown(context, unknown)));
            for input_note in &context.check.input_notes {
                let notes = if explain::is_left_out(input_note) { &mut left_out } else { &mut assumptions };
                notes.push(explain::input_note(input_note, context.check, path));
            }
            if let Some(check) = &context.check.lockout {
                assumptions.extend(
                    check.assumptions().iter().map(|assumption| explain::assumption(context, assumption)),
                );
                match lockout(context, check, path) {
                    Some((Decision::Undetermined, note)) => depends_on.push(note),
                    Some((_, note)) => left_out.push(note),
                    None => {}
                }
            }
            left_out.extend(self.refused(context.check));
        }
        let mut checks: Vec<_> = contexts.iter().map(explain::check).collect();
        let summary = match &missing {
            Some(note) if decision == Decision::NotEvaluated => note.text.clone(),
            _ => explain::request_summary(&contexts, &checks, decision),
        };
        // Sentences are read from the elements; what nobody asked for goes afterwards.
        checks.iter_mut().for_each(|check| check.keep(self.detail));
        left_out.extend(missing);
        let deciding = contexts.iter().find(|context| Decision::from(context.check.decision()) == decision);
        let message = deciding.and_then(explain::message);
        RequestReport {
            name: request.name.clone(),
            decision,
            expected: request.expect,
            met: request.expect.map(|expected| expected == decision),
            summary,
            cloud_trail: explain::cloud_trail(&contexts, request, decision, message.as_deref()),
            message,
            assumptions: each_once(assumptions),
            depends_on: each_once(depends_on),
            not_evaluated: each_once(left_out),
            checks,
        }
    }

    /// The policies that take part.
    fn taking_part(&self, check: &Check) -> impl Iterator<Item = &ReadPolicy<'_>> {
        let policies = check.evaluation.policies.iter().filter(|policy| policy.takes_part());
        let places: Vec<_> = policies.map(|policy| PolicyId::of(policy.id)).collect();
        self.policies.iter().filter(move |policy| places.contains(&policy.place))
    }

    /// The policies that take part although AWS would not accept them, each with its first fault.
    fn refused(&self, check: &Check) -> Vec<Note> {
        let places = check.evaluation.refused().map(PolicyId::of);
        let policies = places.filter_map(|place| self.policies.iter().find(|policy| policy.place == place));
        policies.map(ReadPolicy::refusal).collect()
    }
}

impl Described<'_> {
    /// What policies are asked about a request, whatever they say; nothing where it cannot be decided.
    pub(crate) fn requests(&self, request: &Request) -> Vec<AuthorizationRequest> {
        self.asked(request, kms_authz::requests)
    }

    /// The same without any context.
    pub(crate) fn requests_without_context(&self, request: &Request) -> Vec<AuthorizationRequest> {
        self.asked(request, kms_authz::requests_without_context)
    }

    fn asked(
        &self,
        request: &Request,
        ask: fn(&Situation<'_>, &Call<'_>) -> Result<Vec<AuthorizationRequest>, CallError>,
    ) -> Vec<AuthorizationRequest> {
        let mut requests = None;
        self.of_call(request, &mut |call| requests = ask(&self.situation, call).ok());
        requests.unwrap_or_default()
    }

    /// Asks about the call of a request; not where it cannot be decided.
    fn of_call(&self, request: &Request, ask: &mut dyn FnMut(&Call<'_>)) {
        let new_key_policy = new_key_policy(request);
        let new_key_policy = new_key_policy.as_deref().map(read_new_key_policy);
        let call = call::describe(request, "", self.partition(), new_key_policy.as_ref().map(written));
        let cannot_be_decided = !call.problems.is_empty()
            || self.broken_key.is_some()
            || self.other_partition(&call.call, "").is_some();
        if !cannot_be_decided {
            ask(&call.call);
        }
    }

    /// The partition of the key.
    fn partition(&self) -> &str {
        self.situation.key.key.arn.partition()
    }

    /// Nobody calls across partitions: an account of one knows nothing of the others (IAM User Guide, *Cross account
    /// resource access in IAM*).
    fn other_partition(&self, call: &Call<'_>, path: &str) -> Option<Note> {
        let (of_caller, of_key) = (call.principal.partition()?, self.partition());
        let text = format!(
            "The caller belongs to the partition `{of_caller}`, the key to `{of_key}`: no call crosses partitions."
        );
        (of_caller != of_key)
            .then(|| Note::new(NoteCode::OtherPartition, text).at(format!("{path}.principal")))
    }
}

/// The decision on a request of these checks.
pub(crate) fn decision_over(checks: &[Check]) -> Decision {
    let missing = checks.iter().find_map(|check| check.missing);
    let unanswered = missing.map(|_| kms_authz::Decision::NotEvaluated);
    let decision = kms_authz::Decision::over(checks.iter().map(Check::decision).chain(unanswered));
    decision.map_or(Decision::NotEvaluated, Decision::from)
}

/// The policy that PutKeyPolicy, CreateKey or ReplicateKey would put in place: a text, or the object itself.
fn new_key_policy(request: &Request) -> Option<Cow<'_, str>> {
    match request.parameters.get("Policy")? {
        Value::String(text) => Some(Cow::Borrowed(text)),
        object @ Value::Object(_) => Some(Cow::Owned(object.to_string())),
        _ => None,
    }
}

fn read_new_key_policy(text: &str) -> ReadPolicy<'_> {
    ReadPolicy::read("parameters/Policy".to_owned(), NEW_KEY_POLICY, PolicyKind::KeyPolicy, text)
}

/// What the lockout safety check would say of the new key policy where it cannot be told for certain.
fn lockout(context: &CheckContext<'_>, lockout: &LockoutCheck, path: &str) -> Option<(Decision, Note)> {
    let path = format!("{path}.parameters.Policy");
    match lockout.answer() {
        LockoutAnswer::Undetermined => {
            let text = "Whether the new key policy passes KMS's lockout safety check depends on the caller's identity-based policies, which this scenario does not include.";
            Some((Decision::Undetermined, Note::new(UnknownCode::LockoutUndetermined, text).at(path)))
        }
        LockoutAnswer::NotEvaluated => {
            let policy = context.new_key_policy.or_else(|| context.policies.first())?;
            Some((Decision::NotEvaluated, policy.refusal().at(path)))
        }
        LockoutAnswer::Passed | LockoutAnswer::LockedOut | LockoutAnswer::Bypassed => None,
    }
}

/// A request that cannot be decided says why in its summary.
fn not_evaluated(request: &Request, problems: Vec<Note>, left_out: Vec<Note>) -> RequestReport {
    let summary = problems.first().map(|note| note.text.clone()).unwrap_or_default();
    RequestReport {
        name: request.name.clone(),
        decision: Decision::NotEvaluated,
        expected: request.expect,
        met: request.expect.map(|expected| expected == Decision::NotEvaluated),
        summary,
        message: None,
        cloud_trail: None,
        assumptions: Vec::new(),
        depends_on: Vec::new(),
        not_evaluated: problems.into_iter().chain(left_out).collect(),
        checks: Vec::new(),
    }
}

fn call_error(error: CallError, request: &Request, path: &str) -> Note {
    match error {
        CallError::UnknownAction => {
            Note::new(NoteCode::ActionUnknown, format!("KMS has no operation `{}`.", request.action))
                .at(format!("{path}.action"))
        }
        CallError::NoSuchKey(field) | CallError::NoSuchDestinationKey(field) => {
            let (name, path) = match field {
                "keyId" => (request.key_id.as_deref(), format!("{path}.{field}")),
                "destinationKeyId" => (request.destination_key_id.as_deref(), format!("{path}.{field}")),
                parameter => (
                    request.parameters.get(parameter).and_then(Value::as_str),
                    format!("{path}.parameters.{parameter}"),
                ),
            };
            let text = format!(
                "`{}` is not a key or alias in this scenario. Add the key to `otherKeys`, or the alias to its key.",
                name.unwrap_or_default()
            );
            Note::new(NoteCode::KeyUnknown, text).at(path)
        }
        CallError::ContextTooLarge => Note::new(
            NoteCode::ContextTooLarge,
            "The request has more than 1,000 condition keys, more than 1,000 values for one, or a value of more than 64 KiB. KMS takes far less; leave some out.",
        )
        .at(path),
    }
}

fn each_once(notes: Vec<Note>) -> Vec<Note> {
    let mut once: Vec<Note> = Vec::new();
    for note in notes {
        if !once.contains(&note) {
            once.push(note);
        }
    }
    once
}
