//! A complete key policy for administrators, users and jobs, and the identity-based policies beside it.
//!
//! The account keeps the permission to read and change the key policy, so that the key stays manageable (KMS Developer
//! Guide, *Default key policy*), and no permission to use the key: IAM policies of the account cannot give any. Who uses
//! the key stands in the key policy by name. Nobody believes it: the jobs, the lint rules and the lockout safety check
//! are run on what was written.

use kms_catalog::{JobCall, JobCaller, KeySpec, partition_of};

use super::draft::{self, Draft, Principals};
use super::guard::guards;
use super::home::{account_of, of_key};
use super::resolve::{Resolved, asker, find, nameable};
use super::written::{IdentityPolicy, JobOutcome, NewPolicy, StatementReason, WrittenPolicy};
use super::{JobChoice, JobError, verdict};
use crate::lint::LoosePolicy;
use crate::report::{Decision, Detail, Note, PolicyKind};
use crate::run::run_without_findings;
use crate::scenario::{Caller, Key, NamedPolicy, PolicyText, Request, Scenario};

/// What administrators may do: all that manages a key, and nothing that uses it or gives its use to others.
const ADMINISTRATION: &[&str] = &[
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListKeyRotations",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:RotateKeyOnDemand",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
];

/// What the account keeps where administrators are named: enough to repair the key policy.
const RECOVERY: &[&str] = &["kms:DescribeKey", "kms:GetKeyPolicy", "kms:ListKeyPolicies", "kms:PutKeyPolicy"];

/// What users of a key that no job is for may do.
const DIRECT_USE: &[&str] =
    &["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];

/// Writes a key policy that lets administrators administer, users use and jobs work, and nothing else.
///
/// # Errors
///
/// A choice that fits no job, a job without the user or role that it needs, or a text that is not the ARN it should be.
pub fn write_key_policy(new: &NewPolicy) -> Result<WrittenPolicy, JobError> {
    let written = write_without_findings(new)?;
    let text = written.key_policy.text();
    let findings = LoosePolicy { text, kind: PolicyKind::KeyPolicy, key: Some(&new.key) }.lint().1;
    Ok(WrittenPolicy { findings, ..written })
}

/// [`write_key_policy`] without what a reviewer would say: for whoever has the reviewer elsewhere.
///
/// # Errors
///
/// As there.
pub fn write_without_findings(new: &NewPolicy) -> Result<WrittenPolicy, JobError> {
    let (region, account) = of_key(&new.key)?;
    let mut notes = Vec::new();
    let mut named = |arns: &[String]| -> Result<Vec<String>, JobError> {
        arns.iter().map(|arn| named(arn, &mut notes)).collect()
    };
    let (administrators, users) = (named(&new.administrators)?, named(&new.users)?);
    let jobs = resolve(new, &users)?;
    let mut drafts = Vec::new();
    for (resolved, choice) in &jobs {
        // Who is named for one job asks for this one only.
        let own: Vec<String> = choice.who.iter().map(|who| nameable(who).0).collect();
        let users = if own.is_empty() { &users } else { &own };
        for call in resolved.chosen_calls() {
            drafts.extend(draft::of_call(resolved, call, users)?);
        }
    }
    let asks = jobs.iter().any(|(resolved, _)| resolved.job.has_asker());
    let mut statements = of_account(&region, &account, &administrators);
    if !asks && !users.is_empty() && jobs.iter().all(|(resolved, _)| !resolved.takes_role_from(&users)) {
        statements.push(plain("KeyUsers", users.clone(), DIRECT_USE));
    }
    let of_jobs = draft::merge(drafts);
    statements.extend(of_jobs.iter().cloned());
    let mut key_policy = PolicyText::new(draft::key_policy(&statements));
    key_policy.prefer_object();
    let identity_policies = identity_policies(&of_jobs, &new.key, &account);
    let base = base(new, &key_policy, &identity_policies, &jobs);
    for (resolved, _) in &jobs {
        notes.extend(notes_about(resolved, &account));
    }
    notes.dedup();
    let outcomes = outcomes(&jobs, &base)?;
    let requests = requests(&jobs)?;
    let reasons = reasons(&statements, &jobs, &base)?;
    let passes_lockout_check = passes_lockout_check(&base, administrators.first(), &region, &account);
    Ok(WrittenPolicy {
        key_policy,
        identity_policies,
        statements: reasons,
        notes,
        jobs: outcomes,
        passes_lockout_check,
        findings: Vec::new(),
        scenario: Scenario { requests, ..base },
    })
}

/// The jobs, once for each user that asks for them: the statements are the same, the calls are not.
fn resolve<'n>(new: &'n NewPolicy, users: &[String]) -> Result<Vec<(Resolved, &'n JobChoice)>, JobError> {
    let mut jobs = Vec::new();
    for choice in &new.jobs {
        let job = find(&choice.service, &choice.job)?;
        let takes_role = job.calls.iter().any(|call| matches!(call.by, JobCaller::Role(_)));
        // What the service does under its own name, it does for nobody in particular.
        let whos = match (job.has_asker() || takes_role, users) {
            (false, _) | (true, []) => vec![choice.who.clone()],
            (true, users) => {
                users.iter().map(|user| choice.who.clone().or_else(|| Some(user.clone()))).collect()
            }
        };
        for who in whos {
            let resolved = Resolved::of_choice(&JobChoice { who, ..choice.clone() }, &new.key)?;
            jobs.push((resolved, choice));
        }
    }
    Ok(jobs)
}

/// The role or user to name for an ARN, with a remark where the ARN was that of a session.
fn named(arn: &str, notes: &mut Vec<Note>) -> Result<String, JobError> {
    asker(arn)?;
    let (name, was_session) = nameable(arn);
    if was_session {
        let text = format!(
            "The policy names `{name}`, the role of the session `{arn}`. If the role has a path, add it."
        );
        notes.push(Note::new("roleOfSession", text));
    }
    Ok(name)
}

fn plain(sid: &str, principals: Vec<String>, actions: &[&str]) -> Draft {
    Draft {
        sid: sid.to_owned(),
        principals: Principals::Aws(principals),
        actions: actions.iter().map(|action| (*action).to_owned()).collect(),
        conditions: Vec::new(),
        jobs: Vec::new(),
    }
}

/// The statements of the account and of the administrators.
fn of_account(region: &str, account: &str, administrators: &[String]) -> Vec<Draft> {
    let root = vec![format!("arn:{}:iam::{account}:root", partition_of(region))];
    if administrators.is_empty() {
        return vec![plain("AccountAdministration", root, ADMINISTRATION)];
    }
    vec![
        plain("AccountRecovery", root, RECOVERY),
        plain("KeyAdministrators", administrators.to_vec(), ADMINISTRATION),
    ]
}

/// The policies for principals of other accounts, and for accounts as a whole, which the key policy alone lets nothing do.
pub(super) fn identity_policies(drafts: &[Draft], key: &str, key_account: &str) -> Vec<IdentityPolicy> {
    let mut principals: Vec<&String> = Vec::new();
    for draft in drafts {
        let Principals::Aws(names) = &draft.principals else { continue };
        let needs = |name: &&String| {
            let is_linked = name.contains(":role/aws-service-role/");
            let elsewhere = account_of(name).is_some_and(|account| account != key_account);
            (elsewhere || name.ends_with(":root")) && !is_linked
        };
        principals
            .extend(names.iter().filter(needs).filter(|name| !principals.contains(name)).collect::<Vec<_>>());
    }
    let policy = |principal: &&String| {
        let own: Vec<Draft> = drafts
            .iter()
            .filter(|draft| matches!(&draft.principals, Principals::Aws(names) if names.contains(principal)))
            .cloned()
            .collect();
        let mut policy = PolicyText::new(draft::identity_policy(&own, key));
        policy.prefer_object();
        IdentityPolicy { principal: (*principal).clone(), policy }
    };
    principals.iter().map(policy).collect()
}

/// The key under its new policy, with the policies of those who need one, and no requests yet.
fn base(
    new: &NewPolicy,
    key_policy: &PolicyText,
    identity_policies: &[IdentityPolicy],
    jobs: &[(Resolved, &JobChoice)],
) -> Scenario {
    let mut key = Key::new(new.key.clone());
    let signs = |(resolved, _): &(Resolved, &JobChoice)| {
        resolved.job.calls.iter().any(|call| call.operation == "Sign")
    };
    if jobs.iter().any(signs) {
        key.key_spec = Some(KeySpec::EccNistP256);
    }
    let callers = identity_policies.iter().map(|policy| Caller {
        principal: policy.principal.clone(),
        identity_policies: Some(vec![NamedPolicy {
            name: "use of the key".to_owned(),
            text: policy.policy.clone(),
        }]),
        ..Caller::default()
    });
    Scenario {
        title: Some("A new key policy".to_owned()),
        key,
        key_policy: key_policy.clone(),
        identity_policies: Some(Vec::new()),
        callers: callers.collect(),
        ..Scenario::default()
    }
}

/// What comes of each job.
pub(super) fn outcomes(
    jobs: &[(Resolved, &JobChoice)],
    base: &Scenario,
) -> Result<Vec<JobOutcome>, JobError> {
    jobs.iter().map(|(resolved, _)| outcome(resolved, base)).collect()
}

/// Why each statement is there.
pub(super) fn reasons(
    drafts: &[Draft],
    jobs: &[(Resolved, &JobChoice)],
    base: &Scenario,
) -> Result<Vec<StatementReason>, JobError> {
    drafts.iter().map(|draft| reason(draft, jobs, base)).collect()
}

fn outcome(resolved: &Resolved, base: &Scenario) -> Result<JobOutcome, JobError> {
    let report = verdict::report(resolved, base)?;
    let worst = report.variants.iter().find(|variant| variant.decision == report.decision);
    Ok(JobOutcome {
        service: report.service,
        job: report.job,
        decision: report.decision,
        summary: worst.map(|variant| variant.summary.clone()).unwrap_or_default(),
    })
}

/// Every call of the jobs that does not come under a grant.
fn requests(jobs: &[(Resolved, &JobChoice)]) -> Result<Vec<Request>, JobError> {
    let mut requests: Vec<Request> = Vec::new();
    for (resolved, _) in jobs {
        for call in resolved.chosen_calls().into_iter().filter(|call| call.by != JobCaller::Grantee) {
            let mut request = resolved.request(call, None)?;
            request.expect = Some(Decision::Allowed);
            if !requests.contains(&request) {
                requests.push(request);
            }
        }
    }
    Ok(requests)
}

/// What a statement is for, and what its conditions keep out.
fn reason(
    draft: &Draft,
    jobs: &[(Resolved, &JobChoice)],
    base: &Scenario,
) -> Result<StatementReason, JobError> {
    let reasons = match draft.sid.as_str() {
        "AccountRecovery" => {
            vec!["The account can repair the key policy, also when the administrators are gone.".to_owned()]
        }
        "AccountAdministration" => {
            vec!["IAM policies of the account decide who administers the key.".to_owned()]
        }
        "KeyAdministrators" => vec![
            "The administrators manage the key; to use it they would have to change this policy.".to_owned(),
        ],
        "KeyUsers" => vec!["The users use the key directly.".to_owned()],
        _ => draft.jobs.iter().map(|(service, name)| format!("{service}: {name}")).collect(),
    };
    let mut conditions = Vec::new();
    if let Some(request) = allowed_by(draft, jobs)? {
        conditions = guards(draft, &request, base);
    }
    Ok(StatementReason { sid: draft.sid.clone(), reasons, conditions })
}

/// A call that the statement is for: the first whose own statement is a part of it.
fn allowed_by(draft: &Draft, jobs: &[(Resolved, &JobChoice)]) -> Result<Option<Request>, JobError> {
    for (resolved, _) in jobs {
        if !draft.jobs.contains(&(resolved.job.service, resolved.job.name)) {
            continue;
        }
        let calls = resolved.chosen_calls();
        for call in &calls {
            let users: Vec<String> =
                resolved.asker.iter().map(|asker| nameable(&asker.principal).0).collect();
            let own = draft::of_call(resolved, call, &users)?;
            if own.iter().any(|own| draft.covers(own)) {
                return Ok(Some(resolved.request(call, None)?));
            }
        }
    }
    Ok(None)
}

/// What to know about a job beside its statements.
pub(super) fn notes_about(resolved: &Resolved, key_account: &str) -> Vec<Note> {
    let calls = resolved.chosen_calls();
    let job = resolved.job;
    let mut notes = Vec::new();
    let open = resolved.assumed(&calls);
    for value in open.iter().filter(|value| value.parameter.known && value.parameter.name != "role") {
        let text = format!(
            "{}: the {} is not given, so the policy does not limit it. Give it as `{}`.",
            job.name, value.parameter.about, value.parameter.name
        );
        notes.push(Note::new("parameterOpen", text));
    }
    if !job.status().is_documented() {
        let text = format!(
            "{}: {}'s page names the permissions; not every call is documented. Check with CloudTrail.",
            job.name, job.service
        );
        notes.push(Note { source: Some(job.page.into()), ..Note::new("jobInferred", text) });
    }
    let linked = |call: &&&'static JobCall| matches!(call.by, JobCaller::ServiceLinkedRole(_));
    if calls.iter().any(|call| linked(&call)) && resolved.home.account != key_account {
        let text = format!(
            "{}: nobody can attach a policy to the service-linked role of account {}, so the key policy alone does not let it in. A grant does.",
            job.name, resolved.home.account
        );
        notes.push(Note::new("serviceLinkedRoleElsewhere", text));
    }
    notes.extend(job.notes.iter().map(|note| Note::new("jobNote", *note)));
    notes
}

/// Whether KMS would take the policy from the first administrator, or from the account's root user if there is none.
pub(super) fn passes_lockout_check(
    base: &Scenario,
    first: Option<&String>,
    region: &str,
    account: &str,
) -> bool {
    let root = || format!("arn:{}:iam::{account}:root", partition_of(region));
    let request = Request {
        principal: first.cloned().unwrap_or_else(root),
        action: "kms:PutKeyPolicy".to_owned(),
        ..Request::default()
    };
    let scenario = Scenario { requests: vec![request], ..base.clone() };
    let report = run_without_findings(&scenario, Detail::None);
    report
        .requests
        .first()
        .is_some_and(|request| request.decision == Decision::Allowed && request.failure().is_none())
}

impl Resolved {
    /// The calls with every setting that was chosen.
    pub(super) fn chosen_calls(&self) -> Vec<&'static JobCall> {
        let mut all: Vec<&'static JobCall> = Vec::new();
        for option in &self.options {
            all.extend(
                self.calls(*option).into_iter().filter(|call| !all.contains(call)).collect::<Vec<_>>(),
            );
        }
        all
    }

    /// Whether one of the users acts as the role that the service assumes.
    fn takes_role_from(&self, users: &[String]) -> bool {
        self.given_role("role").is_some_and(|role| users.contains(&role))
    }
}
