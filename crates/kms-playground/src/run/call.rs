//! From a request of the scenario to the evaluator's call, and what of the request cannot be read yet.
//!
//! A request may be half typed; then it says what is missing instead of being decided.

use std::collections::{BTreeMap, BTreeSet};

use kms_authz::{Call, ContextValues, ParameterValue, WrittenPolicy};
use kms_catalog::Operation;
use kms_policy::{AccountId, IdentifierFault, Identity, Principal, placeholder_in};
use serde_json::{Map, Value};

use crate::report::Note;
use crate::report::codes::NoteCode;
use crate::scenario::{ContextValue, Pairs, Request};

/// A request as far as it can be read.
pub(crate) struct DescribedCall<'a> {
    pub(crate) call: Call<'a>,
    /// What stops the request; nothing: it can be decided.
    pub(crate) problems: Vec<Note>,
    /// What has no effect.
    pub(crate) notes: Vec<Note>,
}

/// The caller or grantee in any form in which AWS writes it; `partition` is that of the key.
pub(super) fn caller(text: &str, partition: &str) -> Principal {
    match Principal::caller(text) {
        Principal::Unrecognized => {
            Principal::principal_id(text, partition).unwrap_or(Principal::Unrecognized)
        }
        principal => principal,
    }
}

/// `aws:SourceAccount` is twelve digits; anything else is compared as it is written.
fn source_account(text: &str) -> Option<Note> {
    if AccountId::new(text).is_some() {
        return None;
    }
    let text =
        faults(text).unwrap_or_else(|| format!("`{text}` is not an account id. Write its twelve digits."));
    Some(Note::new(NoteCode::SourceAccountInvalid, text))
}

/// Describes the request of this path (`requests[0]`).
pub(crate) fn describe<'a>(
    request: &'a Request,
    path: &str,
    partition: &str,
    new_key_policy: Option<WrittenPolicy<'a>>,
) -> DescribedCall<'a> {
    let mut problems = Vec::new();
    let mut notes = Vec::new();
    let principal = caller(&request.principal, partition);
    if let Some(note) = given(&request.source_account).and_then(source_account) {
        notes.push(note.at(format!("{path}.sourceAccount")));
    }
    problems.extend(
        principal_problem(&request.principal, &principal).map(|note| note.at(format!("{path}.principal"))),
    );
    problems.extend(action_problem(&request.action).map(|note| note.at(format!("{path}.action"))));
    let issuer = given(&request.session_issuer).map(|text| issuer(text, &request.principal, &principal));
    let session_issuer = match issuer {
        Some(Issuer::Behind(identity)) => Some(identity),
        Some(Issuer::LeftAside(note)) => {
            notes.push(note.at(format!("{path}.sessionIssuer")));
            None
        }
        Some(Issuer::Contradicts(note)) => {
            problems.push(note.at(format!("{path}.sessionIssuer")));
            None
        }
        None => None,
    };
    let call = Call {
        action: &request.action,
        principal,
        session_issuer,
        via_service: given(&request.via_service),
        source_arn: given(&request.source_arn),
        source_account: given(&request.source_account),
        encryption_context: pairs(&request.encryption_context),
        destination_encryption_context: pairs(&request.destination_encryption_context),
        destination_key_id: given(&request.destination_key_id),
        key_id: given(&request.key_id),
        grant_tokens: request.grant_tokens.iter().map(String::as_str).collect(),
        parameters: members(&request.parameters),
        new_key_policy,
        context: request
            .context
            .iter()
            .map(|(key, value)| (key.to_owned(), value.as_ref().map(context_values)))
            .collect(),
    };
    DescribedCall { call, problems, notes }
}

/// An empty field of a form is one that nobody filled in.
fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

/// Of a name that stands twice the last value counts, as in every JSON reader.
fn pairs(pairs: &Pairs<String>) -> Option<Vec<(String, String)>> {
    // Not collected, which would sort first and weigh more.
    let mut last: BTreeMap<&str, &String> = BTreeMap::new();
    last.extend(pairs.iter());
    let mut written = BTreeSet::new();
    let first_of_each = pairs.iter().filter(|(name, _)| written.insert(*name));
    let once = first_of_each.filter_map(|(name, _)| Some((name.to_owned(), (*last.get(name)?).clone())));
    (!pairs.is_empty()).then(|| once.collect())
}

/// What the request says of the identity behind its session.
enum Issuer {
    /// The role or user behind it.
    Behind(Identity),
    /// Nothing, for this reason.
    LeftAside(Note),
    /// Something that the session's ARN contradicts: no such call can be made.
    Contradicts(Note),
}

/// A role session's ARN names its role, without the path; a federated user's the account of its user.
fn issuer(text: &str, session: &str, caller: &Principal) -> Issuer {
    let issuer = Principal::aws(text);
    let why = match (caller, issuer) {
        (Principal::AssumedRole { home, role, .. }, Principal::Role(issuer))
            if issuer.home == *home && issuer.name == *role =>
        {
            return Issuer::Behind(issuer);
        }
        (Principal::Role(role), Principal::Role(issuer)) if issuer == *role => return Issuer::Behind(issuer),
        (Principal::FederatedUser { home, .. }, Principal::User(issuer)) if issuer.home == *home => {
            return Issuer::Behind(issuer);
        }
        (_, issuer) if !matches!(issuer, Principal::Role(_) | Principal::User(_)) => {
            let text = faults(text)
                .unwrap_or_else(|| format!("`{text}` is not the ARN of a role or user, so it is ignored"));
            return Issuer::LeftAside(Note::new(NoteCode::SessionIssuerInvalid, text));
        }
        (Principal::AssumedRole { .. } | Principal::Role(_), _) => "a role session's issuer is its own role",
        (Principal::FederatedUser { .. }, _) => {
            "a federated user session's issuer is a user of the same account"
        }
        _ => {
            let text = "Only a session has an issuer: `sessionIssuer` sets nothing here.";
            return Issuer::LeftAside(Note::new(NoteCode::SessionIssuerWithoutSession, text));
        }
    };
    let text = format!("`{session}` cannot have `{text}` as its issuer: {why}.");
    Issuer::Contradicts(Note::new(NoteCode::IssuerDoesNotFitSession, text))
}

fn context_values(value: &ContextValue) -> ContextValues {
    match value {
        ContextValue::One(value) => ContextValues::One(value.clone()),
        ContextValue::Many(values) => ContextValues::Many(values.clone()),
    }
}

fn members(object: &Map<String, Value>) -> Vec<(String, ParameterValue)> {
    object.iter().filter_map(|(name, value)| Some((name.clone(), parameter(value)?))).collect()
}

fn parameter(value: &Value) -> Option<ParameterValue> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(flag) => ParameterValue::Flag(*flag),
        Value::Number(number) => ParameterValue::Number(number.to_string()),
        Value::String(text) => ParameterValue::Text(text.clone()),
        Value::Array(items) => ParameterValue::List(items.iter().filter_map(parameter).collect()),
        Value::Object(object) => ParameterValue::Object(members(object)),
    })
}

/// Why nobody calls; none if somebody does.
fn principal_problem(text: &str, principal: &Principal) -> Option<Note> {
    let code = NoteCode::PrincipalInvalid;
    if text.is_empty() {
        return Some(Note::new(
            code,
            "Nobody calls yet: give the ARN of a user, a role or a session, or a service principal.",
        ));
    }
    let why = match principal {
        Principal::Everyone => "is everyone; a call is made by somebody",
        Principal::UniqueId(_) => "is a unique id; give the ARN of the user or role that it stands for",
        Principal::Unrecognized => {
            if let Some(text) = faults(text) {
                return Some(Note::new(code, text));
            }
            unrecognized(text)
        }
        _ => return None,
    };
    Some(Note::new(code, format!("`{text}` {why}.")))
}

/// What is wrong with a text that names no principal, and what to write, where it can be told.
pub(super) fn faults(text: &str) -> Option<String> {
    match placeholder_in(text) {
        Some(blank) if blank == text => {
            Some(format!("`{text}` looks like a placeholder. Replace it with the real value."))
        }
        Some(blank) => {
            Some(format!("`{blank}` in `{text}` looks like a placeholder. Replace it with the real value."))
        }
        None => IdentifierFault::of(text).map(|fault| faulty(text, &fault)),
    }
}

/// What is wrong with a principal or an account, and what to write.
fn faulty(text: &str, fault: &IdentifierFault) -> String {
    let fix = fault.fix();
    let mut letters = fix.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    format!(
        "`{text}` {}. {}{}.",
        fault.cause(),
        first.map(String::from).unwrap_or_default(),
        letters.as_str()
    )
}

/// What a person probably wanted to write.
fn unrecognized(text: &str) -> &'static str {
    match text {
        _ if text.contains(":group/") => "is a group, and groups do not call; give one of its users",
        _ if text.contains(['*', '?']) => "has a wildcard; a call is made by one principal",
        _ if text.contains(":assumed-role/") => {
            "is not the ARN of a role session: `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`"
        }
        _ if text.starts_with("arn:") => {
            "is not the ARN of a user, a role, a session or an account's root user"
        }
        _ => "is neither an ARN nor a service principal such as `cloudtrail.amazonaws.com`",
    }
}

/// Why KMS cannot be asked; none if it can.
fn action_problem(action: &str) -> Option<Note> {
    let code = NoteCode::ActionUnknown;
    if action.is_empty() {
        return Some(Note::new(code, "No operation is chosen yet, such as `kms:Decrypt`."));
    }
    let name = action.get(..4).filter(|prefix| prefix.eq_ignore_ascii_case("kms:")).and(action.get(4..));
    if name.is_some_and(|name| !Operation::checks(name).is_empty()) {
        return None;
    }
    let text = match (name, action.contains(['*', '?']), action.split_once(':')) {
        (_, true, _) => format!("`{action}` has a wildcard; a call is of one operation."),
        (None, _, Some((service, _))) => {
            format!("`{action}` is an action of `{service}`; KMS's begin with `kms:`.")
        }
        _ => format!("KMS has no operation `{action}`{}", nearest(name.unwrap_or(action))),
    };
    Some(Note::new(code, text))
}

fn nearest(name: &str) -> String {
    let exact = Operation::checks(name).first().map(|_| name);
    let near = exact.or_else(|| Operation::nearest(name).map(|operation| operation.name));
    near.map_or_else(|| ".".to_owned(), |near| format!("; did you mean `kms:{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(principal: &str, action: &str) -> String {
        let request = Request { principal: principal.into(), action: action.into(), ..Request::default() };
        let described = describe(&request, "requests[0]", "aws", None);
        described
            .problems
            .iter()
            .map(|note| format!("{}: {}\n", note.path.as_deref().unwrap(), note.text))
            .collect()
    }

    #[test]
    fn a_half_typed_request_says_what_is_missing() {
        const USER: &str = "arn:aws:iam::111122223333:user/Ana";
        insta::assert_snapshot!(
            [
                problems("", ""),
                problems("*", "kms:*"),
                problems("arn:aws:iam::111122223333:group/Admins", "kms:Decryp"),
                problems("arn:aws:sts::111122223333:assumed-role/Work", "Decrypt"),
                problems("arn:aws:iam::111122223333:rol/Work", "s3:GetObject"),
                problems("Ana", "kms:Whatever"),
                problems("AIDACKCEVSQ6C2EXAMPLE", "KMS:decrypt"),
                problems(USER, "kms:ReEncrypt"),
                problems("cloudtrail.amazonaws.co", "kms:Decrypt"),
                problems("arn:aws:iam::111122223333:role/Work ", "kms:Decrypt"),
                problems("arn:aws-nowhere:iam::111122223333:role/Work", "kms:Decrypt"),
                problems("cloudtrail.amazonaws.com ", "kms:Decrypt"),
                problems("1111-2222-3333", "kms:Decrypt"),
                problems("11112222333", "kms:Decrypt"),
                problems("arn:aws:iam::1111222233334:user/Ana", "kms:Decrypt"),
                problems("111122223333:aws:ec2-infrastructure:i-0a1b2c3d", "kms:Decrypt"),
            ]
            .concat()
        );
    }

    #[test]
    fn what_is_said_to_be_behind_a_session_fits_its_arn_or_stops_the_request() {
        const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/Front/s1";
        const FEDERATED: &str = "arn:aws:sts::111122223333:federated-user/ana";
        let of = |principal: &str, issuer: &str| {
            let request = Request {
                principal: principal.into(),
                action: "kms:Decrypt".into(),
                session_issuer: Some(issuer.into()),
                ..Request::default()
            };
            let described = describe(&request, "requests[0]", "aws", None);
            let code = |notes: &[Note]| notes.first().map(|note| note.code.to_string());
            (described.call.session_issuer.is_some(), code(&described.problems), code(&described.notes))
        };
        let contradiction = (false, Some("issuerDoesNotFitSession".to_owned()), None);
        for (principal, issuer, outcome) in [
            (SESSION, "arn:aws:iam::111122223333:role/app/Front", (true, None, None)),
            (FEDERATED, "arn:aws:iam::111122223333:user/Ana", (true, None, None)),
            (SESSION, "arn:aws:iam::111122223333:role/app/Back", contradiction.clone()),
            (SESSION, "arn:aws:iam::444455556666:role/app/Front", contradiction.clone()),
            (SESSION, "arn:aws-cn:iam::111122223333:role/app/Front", contradiction.clone()),
            (SESSION, "arn:aws:iam::111122223333:user/Front", contradiction.clone()),
            (FEDERATED, "arn:aws:iam::111122223333:role/Ana", contradiction.clone()),
            (FEDERATED, "arn:aws:iam::444455556666:user/Ana", contradiction),
            (SESSION, "Front", (false, None, Some("sessionIssuerInvalid".to_owned()))),
            (
                "arn:aws:iam::111122223333:user/Ana",
                "arn:aws:iam::111122223333:role/app/Front",
                (false, None, Some("sessionIssuerWithoutSession".to_owned())),
            ),
        ] {
            assert_eq!(of(principal, issuer), outcome, "{principal} {issuer}");
        }
    }
}
