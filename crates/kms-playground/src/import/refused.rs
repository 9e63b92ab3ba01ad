//! Calls that AWS's messages tell of, with the service that they came through.

use kms_catalog::Operation;
use kms_policy::{Arn, Span};

use super::denial::{self, Denial};
use super::draft::{Draft, FoundRequest};
use super::lay::expectation;
use super::propose;
use super::result::ImportKind;
use super::service::{self, Caller};
use super::squeezed::Squeezed;
use super::text::Text;
use crate::report::codes::ImportCode;
use crate::scenario::Request;

/// How much around a message is looked at.
const AROUND: usize = 900;
/// How many messages of one text are read.
const MAX: usize = 200;

/// Reads the messages of a text; those within `taken` belong to something that was read already.
pub(super) fn read(draft: &mut Draft, text: &Text, squeezed: &Squeezed, taken: &[Span]) {
    let denials = denial::find(text, squeezed);
    let is_taken = |denial: &Denial| {
        let span = denial.span;
        taken.iter().any(|it| it.start() <= span.start() && span.end() <= it.end())
    };
    let mut requests: Vec<FoundRequest> = Vec::new();
    let mut others = Vec::new();
    let mut before = 0;
    for (nth, denial) in denials.iter().enumerate().filter(|(_, denial)| !is_taken(denial)).take(MAX) {
        let all = text.as_str();
        let next = denials.get(nth + 1).map_or(all.len(), |next| next.range.0);
        let start = all.ceil_char_boundary(denial.range.0.saturating_sub(AROUND)).max(before);
        let end = all.floor_char_boundary((denial.range.1 + AROUND).min(next));
        let around = (
            all.get(start..denial.range.0).unwrap_or_default(),
            all.get(denial.range.1..end.max(denial.range.1)).unwrap_or_default(),
        );
        before = denial.range.1;
        let of_kms = denial.action.as_ref().is_none_or(|(action, _)| is_of_kms(action));
        if !of_kms {
            others.extend(denial.action.clone());
            continue;
        }
        let found = request(denial, around.0, around.1);
        // The same message again, as tracebacks print it: one may be cut off.
        match requests.iter_mut().find(|known| is_same(known, &found)) {
            Some(known) => merge(known, found),
            None => requests.push(found),
        }
    }
    for found in &requests {
        draft.recognise(ImportKind::AccessDenied, found.span, sentence(found));
    }
    if requests.is_empty()
        && draft.is_empty()
        && let Some((action, _)) = others.first()
    {
        let text = format!("The message refuses `{action}`, which is no action of AWS KMS.");
        draft.note(ImportCode::OtherService, text);
    }
    draft.requests.extend(requests);
}

/// The call that a message tells of.
pub(super) fn request(denial: &Denial, before: &str, behind: &str) -> FoundRequest {
    let mut found = FoundRequest { span: denial.span, ..FoundRequest::default() };
    let mut request = Request::default();
    if let Some((principal, span)) = denial.principal.as_ref().filter(|(it, _)| is_caller(it)) {
        request.principal.clone_from(principal);
        found.fields.push(("principal", *span));
    }
    match &denial.action {
        Some((action, span)) => {
            request.action = spelt(action);
            found.fields.push(("action", *span));
            if let Some(likely) = propose::listed(action).filter(|_| action.contains('*')) {
                let why = format!("The message says `{action}`; this is the likely one of its operations.");
                request.action = likely;
                found.assumed.push(("action", why));
            }
        }
        None => {
            request.action = "kms:Decrypt".to_owned();
            found.fields.push(("action", denial.span));
            found.assumed.push((
                "action",
                "The message speaks of a ciphertext; its caller decrypts, as a rule.".to_owned(),
            ));
        }
    }
    if let Some((resource, span)) = &denial.resource {
        found.key = Some(resource.clone());
        found.fields.push(("key", *span));
    }
    let action = request.action.clone();
    if let Some(Caller::Through(label)) = service::around(before, behind, &action) {
        found.via = Some((label.to_owned(), denial.span));
        let why = if service::is_documented(label) {
            format!("The text around the message is of {label}, which called KMS for the caller.")
        } else {
            format!(
                "The text around the message is of {label}. AWS does not document the value of `kms:ViaService` for it."
            )
        };
        found.assumed.push(("viaService", why));
    }
    request.expect = Some(expectation(denial.refusal.explicit));
    found.refusal = Some(denial.refusal.clone());
    found.request = request;
    found
}

/// Whether a text can be a caller: an ARN, also a masked one, or the name of a service.
fn is_caller(text: &str) -> bool {
    let is_arn = Arn::split(text).is_some_and(|[_, _, service, ..]| matches!(service, "iam" | "sts"));
    is_arn || text.ends_with(".amazonaws.com") && !text.contains(':')
}

fn is_of_kms(action: &str) -> bool {
    action.split(':').next().is_some_and(|service| service.eq_ignore_ascii_case("kms"))
}

/// An action as AWS spells it; those for the two sides of ReEncrypt are checked by one call.
fn spelt(action: &str) -> String {
    match Operation::find(action) {
        Some(operation) => format!("kms:{}", operation.name),
        None => action.to_owned(),
    }
}

fn is_same(a: &FoundRequest, b: &FoundRequest) -> bool {
    let cut_off = |a: &str, b: &str| a == b || a.is_empty() || b.is_empty();
    a.request.action == b.request.action
        && cut_off(&a.request.principal, &b.request.principal)
        && (a.key == b.key || a.key.is_none() || b.key.is_none())
        && (a.via == b.via
            || a.via.is_none()
            || b.via.is_none()
            || a.via.as_ref().map(|it| &it.0) == b.via.as_ref().map(|it| &it.0))
}

fn merge(known: &mut FoundRequest, more: FoundRequest) {
    let says_more = |refusal: &Option<super::draft::FoundRefusal>| {
        refusal.as_ref().is_some_and(|it| it.layer.is_some() || it.explicit)
    };
    if !says_more(&known.refusal) && says_more(&more.refusal) {
        known.refusal = more.refusal;
        known.request.expect = more.request.expect;
    }
    if known.request.principal.is_empty() {
        known.request.principal = more.request.principal;
    }
    known.key = known.key.take().or(more.key);
    if known.via.is_none() {
        known.via = more.via;
        known.assumed.extend(more.assumed);
    }
    let fields = more.fields.into_iter();
    for (field, span) in fields {
        if known.fields.iter().all(|(name, _)| *name != field) {
            known.fields.push((field, span));
        }
    }
}

fn sentence(found: &FoundRequest) -> String {
    let who = match found.request.principal.as_str() {
        "" => "a caller that it does not name".to_owned(),
        principal => format!("`{principal}`"),
    };
    format!("AWS refused `{}` to {who}.", found.request.action)
}
