//! Derives the condition keys of a check, driven by the catalogue: every key that there is gets a value with its
//! origin or a reason for its absence.
//!
//! What an operation or this kind of call never carries is absent whatever else is known. What the scenario sets
//! by hand wins over what is derived.

use std::sync::LazyLock;

use kms_catalog::names::keys;
use kms_catalog::{CheckedResource, ConditionKey, ConditionKeyGroup, ConditionKeyUse, KeyTail, Status};

use super::derived::Derived;
use super::subject::Subject;
use super::{
    Absence, Arrival, Certainty, ContextEntry, ContextValues, KeyName, Origin, RequestContext, called_via,
    compare, global, of_operation, service,
};
use crate::call::input_note::InputNote;
use crate::statement::condition::date::Instant;

/// A key, with what is asked of it for every context.
struct Known {
    key: &'static ConditionKey,
    name: KeyName<'static>,
    /// Whether only some operations carry it.
    of_operations: bool,
    /// Of a key that is not of operations: how its value follows from a call.
    rule: Option<global::Rule>,
}

/// Every key in the order of a context, so that a context is derived from its start to its end.
static IN_ORDER: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let known = |key: &'static ConditionKey| Known {
        key,
        name: KeyName::new(key.name),
        of_operations: key.is_of_operations(),
        rule: global::rule_of(key.name),
    };
    let mut all: Vec<Known> = ConditionKey::all().iter().map(known).collect();
    kms_policy::sort_by(&mut all, |left, right| compare(left.name.text, right.name.text));
    all
});

/// How much of a context is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// The keys that the request carries, and why it lacks the others.
    Whole,
    /// The keys that the request carries, and why it lacks those that the scenario sets by hand: enough to decide, and to
    /// say whether such a call can be.
    Typed,
    /// The keys that the request carries: enough to decide.
    Values,
}

/// The context of a check, and what the scenario says that such a call cannot carry.
pub(crate) fn derive(subject: &Subject<'_>, detail: Detail) -> (RequestContext, Vec<InputNote>) {
    let mut context = RequestContext::default();
    let mut input_notes = Vec::new();
    let typed: Vec<&ConditionKey> = match detail {
        Detail::Typed => subject.call.context.iter().filter_map(|(key, _)| ConditionKey::find(key)).collect(),
        Detail::Whole | Detail::Values => Vec::new(),
    };
    for known in IN_ORDER.iter() {
        let Known { key, name, .. } = *known;
        let is_noted = detail == Detail::Whole || typed.iter().any(|typed| std::ptr::eq(*typed, key));
        if !is_noted && known.is_never_derived() {
            continue;
        }
        let absence = match derive_key(known, subject) {
            Derived::Value(values, origin, certainty) => {
                context.append(name, ContextEntry { key: key.name.to_owned(), values, origin, certainty });
                continue;
            }
            Derived::Tails(tails, origin, certainty, absence) => {
                for (tail, value) in tails {
                    let name = format!("{}{tail}", key.stem());
                    // A condition cannot tell keys apart that differ only in case: the first one stands.
                    if context.get(&name).is_some() {
                        input_notes.push(InputNote::EncryptionContextKeysDifferInCase);
                        continue;
                    }
                    let values = ContextValues::One(value);
                    context.set(ContextEntry { key: name, values, origin, certainty });
                }
                absence
            }
            Derived::Absent(absence) => absence,
        };
        if is_noted {
            context.push_absence(key.name, absence);
        }
    }
    context.sort_absences();
    service::leave_out_never_sent(&mut context, subject, &mut input_notes);
    if detail != Detail::Values {
        service::point_at_always_sent(&mut context, subject);
    }
    called_via::derive(&mut context, subject, &mut input_notes);
    set_typed(&mut context, subject, &mut input_notes);
    same_time(&mut context, &mut input_notes);
    (context, input_notes)
}

/// `aws:CurrentTime` and `aws:EpochTime` are one time in two forms, which every request carries (*AWS global
/// condition context keys*): where one is given, so is the other.
fn same_time(context: &mut RequestContext, input_notes: &mut Vec<InputNote>) {
    const KEYS: [&str; 2] = [keys::CURRENT_TIME, keys::EPOCH_TIME];
    let is_typed_absent = |key| context.absence(key) == Absence::Typed;
    let missing: Option<(&str, String)> = match KEYS.map(|key| instant(context, key)) {
        [Some(current), Some(epoch)] => {
            if current != epoch {
                input_notes.push(InputNote::TwoTimes);
            }
            None
        }
        [Some(current), None] => current.epoch().map(|epoch| (keys::EPOCH_TIME, epoch)),
        [None, Some(epoch)] => epoch.iso().map(|iso| (keys::CURRENT_TIME, iso)),
        [None, None] => None,
    };
    let Some((key, text)) = missing.filter(|(key, _)| context.get(key).is_none() && !is_typed_absent(key))
    else {
        return;
    };
    context.set(ContextEntry {
        key: key.to_owned(),
        values: ContextValues::One(text),
        origin: Origin::SameTime,
        certainty: Certainty::Documented,
    });
}

fn instant<'c>(context: &'c RequestContext, key: &str) -> Option<Instant<'c>> {
    match &context.get(key)?.values {
        ContextValues::One(text) => Instant::complete(text),
        ContextValues::Many(_) => None,
    }
}

impl Known {
    /// Whether nothing that a call gives makes a value of the key.
    fn is_never_derived(&self) -> bool {
        match self.of_operations {
            // No measurement of an enclave is: the attestation document is not read.
            true => self.key.group == ConditionKeyGroup::Attestation,
            false => self.rule.is_none(),
        }
    }
}

fn derive_key(known: &Known, subject: &Subject<'_>) -> Derived {
    let key = known.key;
    if !known.of_operations {
        return match subject.arrival.excludes(key) {
            Some(absence) => Derived::Absent(absence),
            None => global::derive(key, known.rule, subject),
        };
    }
    let Some(used) = key_use(key, subject) else {
        return Derived::Absent(not_of_operation(key, subject));
    };
    if let Some(absence) = subject.arrival.excludes(key) {
        return Derived::Absent(absence);
    }
    let certainty =
        if used.status == Status::Documented { Certainty::Documented } else { Certainty::Unconfirmed };
    of_operation::derive(used.key, subject).certain(certainty)
}

/// How the check carries the key, if it does; a deprecated name stands for the key that replaced it.
fn key_use(key: &ConditionKey, subject: &Subject<'_>) -> Option<&'static ConditionKeyUse> {
    let name = key.replaced_by.unwrap_or(key.name);
    if subject.on == CheckedResource::Alias {
        return subject.operation.condition_keys_alias_half.iter().find(|used| used.key == name);
    }
    subject.operation.use_of(name)
}

fn not_of_operation(key: &ConditionKey, subject: &Subject<'_>) -> Absence {
    if key.tail == KeyTail::EncryptionContextKey || key.name == keys::ENCRYPTION_CONTEXT_KEYS {
        return Absence::NoEncryptionContextTaken;
    }
    if subject.key.is_none() { Absence::NotOnKey } else { Absence::NotOfPermission }
}

/// What the scenario sets by hand wins; what it sets against the nature of the call is remarked on.
fn set_typed(context: &mut RequestContext, subject: &Subject<'_>, input_notes: &mut Vec<InputNote>) {
    for (key, values) in &subject.call.context {
        let name =
            ConditionKey::canonical_name(key).map_or_else(|| key.clone(), std::borrow::Cow::into_owned);
        let absence = context.get(key).is_none().then(|| context.absence(key));
        if let Some(derived) = contradicted(context, subject, key, values.as_ref()) {
            input_notes.push(InputNote::ContradictsCall { key: key.clone(), derived });
        }
        let Some(values) = values else {
            context.set_absent(&name, Absence::Typed);
            continue;
        };
        let certainty = match absence {
            Some(Absence::Undocumented) => Certainty::Unconfirmed,
            _ => Certainty::Documented,
        };
        if let Some(absence) = absence.filter(|absence| absence.is_impossible()) {
            input_notes.push(InputNote::ImpossibleContext { key: key.clone(), absence });
        } else if is_grant_flag(key) && says_true(values) && subject.arrival == Arrival::Direct {
            input_notes.push(InputNote::GrantFlagWithoutService);
        }
        context.set(ContextEntry { key: name, values: values.clone(), origin: Origin::Typed, certainty });
    }
}

/// What such a call carries for certain, where the scenario sets something else.
fn contradicted(
    context: &RequestContext,
    subject: &Subject<'_>,
    key: &str,
    typed: Option<&ContextValues>,
) -> Option<ContextValues> {
    let derived = context.get(key).filter(|entry| entry.certainty == Certainty::Documented)?;
    // A default stands for a parameter that nobody gave, so that a value set by hand gives it.
    // Whether a half of ReEncrypt that is asked alone has both halves on one key nobody said.
    let lone_half = derived.origin == Origin::BothKeys && subject.call.destination_key_id.is_none();
    if matches!(derived.origin, Origin::Default(_)) || lone_half {
        return None;
    }
    let same = typed.is_some_and(|typed| same_values(&derived.values, typed));
    (!same).then(|| derived.values.clone())
}

/// Whether two keys have the same values; `true` and `True` are one, and the order of a set does not count.
fn same_values(derived: &ContextValues, typed: &ContextValues) -> bool {
    let (derived, typed) = (derived.as_slice(), typed.as_slice());
    let boolean = |text: &str| ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word));
    let same =
        |left: &String, right: &String| left == right || boolean(left) && left.eq_ignore_ascii_case(right);
    derived.len() == typed.len() && derived.iter().all(|value| typed.iter().any(|other| same(value, other)))
}

fn is_grant_flag(key: &str) -> bool {
    key.eq_ignore_ascii_case(keys::GRANT_IS_FOR_AWS_RESOURCE)
}

fn says_true(values: &ContextValues) -> bool {
    matches!(values.as_slice(), [value] if value.eq_ignore_ascii_case("true"))
}
