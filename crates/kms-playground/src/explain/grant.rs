//! What came of one grant, demand by demand, in words.
//!
//! KMS Developer Guide, *Grants in AWS KMS* (grants.html, create-grant-overview.html, grant-delete.html).

use std::borrow::Cow;

use kms_authz::{
    CallerKind, ChildConstraintReason, ChildGrant, ConstraintMatch, ConstraintReason, GrantConstraint,
    GrantEvaluation, GrantForce, IssuingAccount, KeyPlace, PairReason, Reach, RetireMatch,
};
use kms_policy::Principal;

use super::{CheckContext, Sentence, caller, list, principal, sentence};
use crate::report::codes::{AssumptionCode, ReasonCode};
use crate::report::{
    Element, ElementOutcome, ElementReport, GrantOutcome, GrantReport, Note, Reason, ValueReport,
};

/// The report of one grant.
pub(super) fn grant(context: &CheckContext<'_>, of: &GrantEvaluation, decided: bool) -> GrantReport {
    let grant = context.grant(of.index);
    let told = GrantText { context, of, grant };
    let elements = told.elements();
    let (outcome, sentence) = match &of.retire {
        Some(retire) => told.retire(retire),
        None => told.outcome(&elements),
    };
    GrantReport {
        index: of.index,
        grant_id: grant.and_then(|grant| grant.id.clone()),
        outcome,
        decided,
        reason: Reason { code: Cow::Borrowed(sentence.code) },
        text: sentence.text.trim_end_matches('.').to_owned(),
        elements,
    }
}

/// Grants that list the operation and are for a unique id that is not known to be the caller's: a note for each. They
/// look usable in `list-grants`, and they are nobody's once the user or role is gone.
pub(crate) fn deleted_grantees(context: &CheckContext<'_>) -> Vec<Note> {
    let of = context.check.evaluation.grants.iter();
    let stale = of.filter(|grant| grant.operation.is_some() && grant.is_of_unknown_id());
    let notes = stale.filter_map(|of| {
        let Principal::UniqueId(id) = &context.grant(of.index)?.grantee else { return None };
        let text = format!(
            "Grant {} is for the unique id `{id}`; the playground assumes that it belongs to a deleted user or role and not to the caller. Retire it, or create it again for the ARN that is used now.",
            of.index + 1
        );
        Some(Note {
            source: Some(Cow::Borrowed(UNIQUE_IDS)),
            ..Note::new(AssumptionCode::GranteeDeleted, text).at(format!("{}grants[{}].granteePrincipal", path_of_key(context), of.index))
        })
    });
    notes.collect()
}

/// The path of the key's fields in the scenario.
fn path_of_key(context: &CheckContext<'_>) -> String {
    match context.check.key {
        Some(KeyPlace::Other(index)) => format!("otherKeys[{index}]."),
        _ => String::new(),
    }
}

const UNIQUE_IDS: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html";

struct GrantText<'a> {
    context: &'a CheckContext<'a>,
    of: &'a GrantEvaluation,
    grant: Option<&'a kms_authz::Grant>,
}

impl GrantText<'_> {
    fn outcome(&self, elements: &[ElementReport]) -> (GrantOutcome, Sentence) {
        let who = caller::short_name(&self.context.check.request.caller);
        match self.of.reach() {
            Some(Reach::Account) => (
                GrantOutcome::Applies,
                match self.context.check.request.caller.kind() {
                    CallerKind::RootUser => sentence(
                        ReasonCode::Account,
                        "Is for the caller's account, whose root user needs no policy",
                    ),
                    _ => sentence(
                        ReasonCode::Account,
                        "Is for the caller's account: its identity-based policies decide",
                    ),
                },
            ),
            Some(_) => {
                (GrantOutcome::Applies, sentence(ReasonCode::Applies, format!("Allows {who} to do this")))
            }
            None => {
                let first = elements.iter().find(|element| element.outcome == ElementOutcome::DoesNotMatch);
                let text = first.map_or_else(String::new, |element| element.text.clone());
                let code = match first.map(|element| element.element) {
                    Some(Element::GrantToken) => ReasonCode::Pending,
                    Some(Element::GranteePrincipal) => ReasonCode::Grantee,
                    Some(Element::Operations) => ReasonCode::Operation,
                    _ => ReasonCode::Constraint,
                };
                (GrantOutcome::DoesNotApply, sentence(code, text))
            }
        }
    }

    fn retire(&self, retire: &RetireMatch) -> (GrantOutcome, Sentence) {
        let of = self.of;
        let entitled = [
            (
                of.is_retiring_principal(),
                ReasonCode::RetiringPrincipal,
                "The caller is its retiring principal",
            ),
            (
                of.is_retiring_grantee(),
                ReasonCode::RetiringGrantee,
                "The caller is its grantee, and it lists `RetireGrant`",
            ),
            (
                of.is_retiring_root_user(),
                ReasonCode::RetiringRootUser,
                "The caller is the root user of the account in which it was created",
            ),
        ];
        if let Some((_, code, text)) = entitled.into_iter().find(|(holds, ..)| *holds) {
            let taken = retire.root_of_issuing_account == IssuingAccount::TakenForKeyOwner
                && code == ReasonCode::RetiringRootUser;
            let text = if taken { format!("{text}, taken to be the key's owner") } else { text.to_owned() };
            return (GrantOutcome::Applies, sentence(code, text));
        }
        if of.has_retiring_delegate() {
            return (
                GrantOutcome::Applies,
                sentence(
                    ReasonCode::RetiringDelegate,
                    "The identity-based policies of the caller's account may let it retire the grant",
                ),
            );
        }
        (
            GrantOutcome::DoesNotApply,
            sentence(ReasonCode::NotEntitled, "Does not entitle the caller to retire it"),
        )
    }

    fn elements(&self) -> Vec<ElementReport> {
        let mut all = vec![self.grantee(), self.operations()];
        all.extend(self.of.constraints.iter().map(|constraint| self.constraint(constraint)));
        all.extend(self.of.child.iter().map(|child| self.child(child)));
        all.extend(self.force());
        all
    }

    /// What the grant's age means; nothing where it is in force.
    fn force(&self) -> Option<ElementReport> {
        let sentence = match self.of.force {
            GrantForce::InForce => return None,
            GrantForce::ByToken => sentence(ReasonCode::ByToken, "New, and the call carries its grant token"),
            GrantForce::PendingWithoutToken => sentence(
                ReasonCode::PendingWithoutToken,
                "Is so new that it works only with its grant token, which the call does not carry",
            ),
        };
        let matched = self.of.force != GrantForce::PendingWithoutToken;
        Some(element(Element::GrantToken, matched, sentence, Vec::new(), Vec::new()))
    }

    fn grantee(&self) -> ElementReport {
        let caller = &self.context.check.request.caller;
        let reason = self.of.grantee;
        let has = vec![caller::written(caller)];
        let sentence = principal::value(reason, self.grant.map(|grant| &grant.grantee), caller);
        let written = self.grant.map(|grant| caller::principal_text(&grant.grantee)).unwrap_or_default();
        let matched = reason.reach().is_some();
        let value =
            value(written, matched, principal::value(reason, self.grant.map(|grant| &grant.grantee), caller));
        element(Element::GranteePrincipal, matched, sentence, has, vec![value])
    }

    fn operations(&self) -> ElementReport {
        let wanted = self.context.check.operation.name;
        let operations = self.grant.map(|grant| grant.operations.as_slice()).unwrap_or_default();
        let sentence = match self.of.operation {
            Some(_) => sentence(ReasonCode::Listed, format!("Lists `{wanted}`")),
            None => sentence(ReasonCode::NotListed, format!("Does not list `{wanted}`")),
        };
        let values = operations.iter().enumerate().map(|(index, operation)| {
            let is_it = self.of.operation == Some(index);
            let sentence = if is_it {
                said_value(ReasonCode::Exact, "Is what the call needs")
            } else {
                said_value(ReasonCode::OtherOperation, "Another operation")
            };
            value(operation.clone(), is_it, sentence)
        });
        element(
            Element::Operations,
            self.of.operation.is_some(),
            sentence,
            vec![wanted.to_owned()],
            values.collect(),
        )
    }

    fn constraint(&self, of: &ConstraintMatch) -> ElementReport {
        let sentence = constraint(of.reason, self.context.check.request.permission);
        let pairs = self.pairs(of.constraint).iter().zip(&of.pairs);
        let values = pairs.map(|((key, wanted), reason)| {
            value(format!("{key} = {wanted}"), reason.is_met(), pair(*reason))
        });
        element(element_of(of.constraint), of.reason.is_met(), sentence, Vec::new(), values.collect())
    }

    fn pairs(&self, constraint: GrantConstraint) -> &[(String, String)] {
        let Some(grant) = self.grant else { return &[] };
        let pairs = match constraint {
            GrantConstraint::EncryptionContextEquals => {
                grant.constraints.encryption_context_equals.as_deref()
            }
            GrantConstraint::EncryptionContextSubset => {
                grant.constraints.encryption_context_subset.as_deref()
            }
            GrantConstraint::SourceArn => None,
        };
        pairs.unwrap_or_default()
    }

    /// A grantee that creates a grant may not give more than it has.
    fn child(&self, child: &ChildGrant) -> ElementReport {
        let loose: Vec<String> = child
            .constraints
            .iter()
            .filter(|(_, reason)| {
                matches!(reason, ChildConstraintReason::Looser | ChildConstraintReason::Missing)
            })
            .map(|(constraint, _)| format!("`{}`", element_of(*constraint).name()))
            .collect();
        let beyond = child.operations_beyond.as_ref().map_or(0, Vec::len);
        let sentence = match (beyond, loose.as_slice()) {
            (0, []) => sentence(ReasonCode::StaysWithin, "The new grant stays within this one"),
            (0, loose) => sentence(
                ReasonCode::ConstraintsLooser,
                format!("The new grant demands less than this one in {}", list(loose, "and")),
            ),
            _ => sentence(
                ReasonCode::OperationsBeyond,
                "The new grant lists operations that this one does not",
            ),
        };
        element(Element::Operations, child.stays_within(), sentence, Vec::new(), Vec::new())
    }
}

fn said_value(code: ReasonCode, text: &str) -> Sentence {
    sentence(code, text)
}

fn element_of(constraint: GrantConstraint) -> Element {
    match constraint {
        GrantConstraint::EncryptionContextEquals => Element::EncryptionContextEquals,
        GrantConstraint::EncryptionContextSubset => Element::EncryptionContextSubset,
        GrantConstraint::SourceArn => Element::SourceArn,
    }
}

fn constraint(reason: ConstraintReason, permission: &str) -> Sentence {
    match reason {
        ConstraintReason::NotOfOperation => sentence(
            ReasonCode::NotOfOperation,
            format!("`{permission}` takes no encryption context, so this does not apply"),
        ),
        ConstraintReason::NotOfRetireGrant => {
            sentence(ReasonCode::NotOfRetireGrant, "Does not bear on RetireGrant")
        }
        ConstraintReason::LeftToChildGrant => {
            sentence(ReasonCode::LeftToChildGrant, "Bears on the new grant, which must demand as much")
        }
        ConstraintReason::EncryptionContextFits => {
            sentence(ReasonCode::EncryptionContextFits, "The call's encryption context fits")
        }
        ConstraintReason::SourceFits => sentence(ReasonCode::SourceFits, "The call comes from this source"),
        ConstraintReason::SourcePatternFits => {
            sentence(ReasonCode::SourcePatternFits, "The call comes from a source that this pattern matches")
        }
        ConstraintReason::PairsMissing => sentence(
            ReasonCode::PairsMissing,
            "The call's encryption context lacks a pair, or has another value for it",
        ),
        ConstraintReason::FurtherPairs => sentence(
            ReasonCode::FurtherPairs,
            "The call's encryption context has further pairs, and `EncryptionContextEquals` allows none",
        ),
        ConstraintReason::OtherSource => {
            sentence(ReasonCode::OtherSource, "The call comes from another source")
        }
        ConstraintReason::NoSource => sentence(ReasonCode::NoSource, "The call carries no `aws:SourceArn`"),
    }
}

fn pair(reason: PairReason) -> Sentence {
    match reason {
        PairReason::Present => sentence(ReasonCode::Present, "The call has it"),
        PairReason::KeyDiffersInCase => {
            sentence(ReasonCode::KeyDiffersInCase, "The call has it, its key in other capitals")
        }
        PairReason::OtherValue => sentence(ReasonCode::OtherValue, "The call has another value"),
        PairReason::ValueDiffersInCase => sentence(
            ReasonCode::ValueDiffersInCase,
            "The call has the value in other capitals; values are compared with their case",
        ),
        PairReason::Missing => sentence(ReasonCode::Missing, "The call has no such key"),
    }
}

fn element(
    element: Element,
    matched: bool,
    sentence: Sentence,
    has: Vec<String>,
    values: Vec<ValueReport>,
) -> ElementReport {
    ElementReport {
        element,
        operator: None,
        key: None,
        outcome: ElementOutcome::of(matched),
        reason: Reason { code: Cow::Borrowed(sentence.code) },
        text: sentence.text,
        span: None,
        has,
        values,
    }
}

fn value(value: String, matched: bool, sentence: Sentence) -> ValueReport {
    ValueReport {
        value,
        resolved: None,
        outcome: ElementOutcome::of(matched),
        reason: Reason { code: Cow::Borrowed(sentence.code) },
        text: sentence.text,
        span: None,
    }
}
