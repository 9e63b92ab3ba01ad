//! The chain of services of a forward access session: `aws:CalledVia`, and its first and its last service.
//!
//! AWS's pages differ. *Forward access sessions* (access_forward_access_sessions.html) says that the three keys hold
//! the services that made requests in the session; *AWS global condition context keys*
//! (reference_policies_condition-keys.html) limits `aws:CalledVia` to services that support it. The first is
//! followed, and the report says that the pages differ. That first and last are those of the list is their
//! definition on both.

use super::subject::Subject;
use super::{Absence, Arrival, Certainty, ContextEntry, ContextValues, Origin, RequestContext};
use crate::call::input_note::InputNote;
use kms_catalog::names::keys;

const LIST: &str = keys::CALLED_VIA;
const FIRST: &str = keys::CALLED_VIA_FIRST;
const LAST: &str = keys::CALLED_VIA_LAST;

/// What the scenario sets by hand for one of the keys.
enum Typed<'a> {
    Nothing,
    Absent,
    Values(&'a [String]),
}

/// Derives the three keys: from the list that the scenario gives, else from the service that calls KMS and the first
/// or last service that it gives.
pub(super) fn derive(context: &mut RequestContext, subject: &Subject<'_>, input_notes: &mut Vec<InputNote>) {
    let via = subject.call.via_service.and_then(service_principal_of);
    let chain = match typed(subject, LIST) {
        // A chain without services has no ends either.
        Typed::Absent | Typed::Values([]) => {
            context.set_absent(FIRST, Absence::Typed);
            context.set_absent(LAST, Absence::Typed);
            return;
        }
        Typed::Values(services) => {
            if let (Some(last), Some(via)) = (services.last(), &via) {
                note_other_end(last, via, input_notes);
            }
            Some((services.to_vec(), Origin::CalledVia, Certainty::Documented))
        }
        Typed::Nothing if subject.arrival == Arrival::ForwardAccessSession => via.map(|via| {
            if let Typed::Values([last]) = typed(subject, LAST) {
                note_other_end(last, &via, input_notes);
            }
            let (services, open) = with_ends(subject, via);
            let certainty = if open { Certainty::Assumed } else { Certainty::PagesDiffer };
            (services, Origin::Arrival, certainty)
        }),
        Typed::Nothing => None,
    };
    let Some((services, origin, certainty)) = chain else { return };
    let mut set = |key: &str, values| {
        context.set(ContextEntry { key: key.to_owned(), values, origin, certainty });
    };
    if let Some(first) = services.first() {
        set(FIRST, ContextValues::One(first.clone()));
    }
    if let Some(last) = services.last() {
        set(LAST, ContextValues::One(last.clone()));
    }
    // Without a service between, the list is set against the nature of the call, which is said elsewhere.
    if subject.arrival == Arrival::ForwardAccessSession {
        set(LIST, ContextValues::Many(services));
    }
}

fn note_other_end(last: &str, via: &str, input_notes: &mut Vec<InputNote>) {
    if !last.eq_ignore_ascii_case(via) {
        input_notes.push(InputNote::CalledViaEndsElsewhere { last: last.to_owned(), via: via.to_owned() });
    }
}

/// The chain that ends with the service that calls KMS. A first service set by hand that is another one stands
/// before it, and what may be between them is open.
fn with_ends(subject: &Subject<'_>, via: String) -> (Vec<String>, bool) {
    let one = |key| match typed(subject, key) {
        Typed::Values([only]) => Some(only.clone()),
        _ => None,
    };
    let last = one(LAST).unwrap_or(via);
    match one(FIRST).filter(|first| *first != last) {
        Some(first) => (vec![first, last], true),
        None => (vec![last], false),
    }
}

fn typed<'a>(subject: &Subject<'a>, key: &str) -> Typed<'a> {
    let found = subject.call.context.iter().rev().find(|(name, _)| name.eq_ignore_ascii_case(key));
    match found {
        None => Typed::Nothing,
        Some((_, None)) => Typed::Absent,
        Some((_, Some(values))) => Typed::Values(values.as_slice()),
    }
}

/// `dynamodb.us-east-1.amazonaws.com` is the service whose principal is `dynamodb.amazonaws.com`.
fn service_principal_of(via_service: &str) -> Option<String> {
    let (service, rest) = via_service.split_once('.')?;
    let (_, suffix) = rest.split_once('.')?;
    Some(format!("{service}.{suffix}")).filter(|name| name.ends_with(".amazonaws.com"))
}

#[cfg(test)]
mod tests {
    use super::service_principal_of;

    #[test]
    fn the_region_is_no_part_of_a_name_in_the_chain() {
        let of = |via| service_principal_of(via);
        assert_eq!(of("dynamodb.us-east-1.amazonaws.com").as_deref(), Some("dynamodb.amazonaws.com"));
        assert_eq!(of("s3.cn-north-1.amazonaws.com").as_deref(), Some("s3.amazonaws.com"));
        for other in ["s3.amazonaws.com", "s3", "", "s3.us-east-1.example.com", "s3..com"] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
