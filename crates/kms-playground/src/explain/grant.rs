//! What came of one grant, demand by demand, in words.
//!
//! KMS Developer Guide, *Grants in AWS KMS* (grants.html, create-grant-overview.html, grant-delete.html).

use std::borrow::Cow;

use kms_authz::{
    CallerKind, ChildConstraintReason, ChildGrant, ConstraintMatch, ConstraintReason, GrantConstraint,
    GrantEvaluation, GrantForce, IssuingAccount, KeyPlace, PairReason, Reach, RetireMatch,
};
use kms_policy::Principal;

use super::{Said, Scene, caller, list, principal, said};
use crate::report::codes::{AssumptionCode, ReasonCode};
use crate::report::{
    Element, ElementOutcome, ElementReport, GrantOutcome, GrantReport, Note, Reason, ValueReport,
};

/// The report of one grant.
pub(super) fn grant(scene: &Scene<'_>, of: &GrantEvaluation, decided: bool) -> GrantReport {
    let grant = scene.grant(of.index);
    let told = Told { scene, of, grant };
    let elements = told.elements();
    let (outcome, said) = match &of.retire {
        Some(retire) => told.retire(retire),
        None => told.outcome(&elements),
    };
    GrantReport {
        index: of.index,
        grant_id: grant.and_then(|grant| grant.id.clone()),
        outcome,
        decided,
        reason: Reason { code: Cow::Borrowed(said.code) },
        text: said.text.trim_end_matches('.').to_owned(),
        elements,
    }
}

/// Grants that list the operation and are for a unique id that is not known to be the caller's: a note for each. They
/// look usable in `list-grants`, and they are nobody's once the user or role is gone.
pub(crate) fn deleted_grantees(scene: &Scene<'_>) -> Vec<Note> {
    let of = scene.check.evaluation.grants.iter();
    let stale = of.filter(|grant| grant.operation.is_some() && grant.is_of_unknown_id());
    let notes = stale.filter_map(|of| {
        let Principal::UniqueId(id) = &scene.grant(of.index)?.grantee else { return None };
        let text = format!(
            "Grant {} is for the unique id `{id}`; the playground assumes that it belongs to a deleted user or role and not to the caller. Retire it, or create it again for the ARN that is used now.",
            of.index + 1
        );
        Some(Note {
            source: Some(Cow::Borrowed(UNIQUE_IDS)),
            ..Note::new(AssumptionCode::GranteeDeleted, text).at(format!("{}grants[{}].granteePrincipal", path_of_key(scene), of.index))
        })
    });
    notes.collect()
}

/// The path of the key's fields in the scenario.
fn path_of_key(scene: &Scene<'_>) -> String {
    match scene.check.key {
        Some(KeyPlace::Other(index)) => format!("otherKeys[{index}]."),
        _ => String::new(),
    }
}

const UNIQUE_IDS: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html";

struct Told<'a> {
    scene: &'a Scene<'a>,
    of: &'a GrantEvaluation,
    grant: Option<&'a kms_authz::Grant>,
}

impl Told<'_> {
    fn outcome(&self, elements: &[ElementReport]) -> (GrantOutcome, Said) {
        let who = caller::short_name(&self.scene.check.request.caller);
        match self.of.reach() {
            Some(Reach::Account) => (
                GrantOutcome::Applies,
                match self.scene.check.request.caller.kind() {
                    CallerKind::RootUser => said(
                        ReasonCode::Account,
                        "Is for the caller's account, whose root user needs no policy",
                    ),
                    _ => said(
                        ReasonCode::Account,
                        "Is for the caller's account: its identity-based policies decide",
                    ),
                },
            ),
            Some(_) => (GrantOutcome::Applies, said(ReasonCode::Applies, format!("Allows {who} to do this"))),
            None => {
                let first = elements.iter().find(|element| element.outcome == ElementOutcome::DoesNotMatch);
                let text = first.map_or_else(String::new, |element| element.text.clone());
                let code = match first.map(|element| element.element) {
                    Some(Element::GrantToken) => ReasonCode::Pending,
                    Some(Element::GranteePrincipal) => ReasonCode::Grantee,
                    Some(Element::Operations) => ReasonCode::Operation,
                    _ => ReasonCode::Constraint,
                };
                (GrantOutcome::DoesNotApply, said(code, text))
            }
        }
    }

    fn retire(&self, retire: &RetireMatch) -> (GrantOutcome, Said) {
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
            return (GrantOutcome::Applies, said(code, text));
        }
        if of.has_retiring_delegate() {
            return (
                GrantOutcome::Applies,
                said(
                    ReasonCode::RetiringDelegate,
                    "The identity-based policies of the caller's account may let it retire the grant",
                ),
            );
        }
        (
            GrantOutcome::DoesNotApply,
            said(ReasonCode::NotEntitled, "Does not entitle the caller to retire it"),
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
        let said = match self.of.force {
            GrantForce::InForce => return None,
            GrantForce::ByToken => said(ReasonCode::ByToken, "New, and the call carries its grant token"),
            GrantForce::PendingWithoutToken => said(
                ReasonCode::PendingWithoutToken,
                "Is so new that it works only with its grant token, which the call does not carry",
            ),
        };
        let matched = self.of.force != GrantForce::PendingWithoutToken;
        Some(element(Element::GrantToken, matched, said, Vec::new(), Vec::new()))
    }

    fn grantee(&self) -> ElementReport {
        let caller = &self.scene.check.request.caller;
        let reason = self.of.grantee;
        let has = vec![caller::written(caller)];
        let said = principal::value(reason, self.grant.map(|grant| &grant.grantee), caller);
        let written = self.grant.map(|grant| caller::principal_text(&grant.grantee)).unwrap_or_default();
        let matched = reason.reach().is_some();
        let value =
            value(written, matched, principal::value(reason, self.grant.map(|grant| &grant.grantee), caller));
        element(Element::GranteePrincipal, matched, said, has, vec![value])
    }

    fn operations(&self) -> ElementReport {
        let wanted = self.scene.check.operation.name;
        let operations = self.grant.map(|grant| grant.operations.as_slice()).unwrap_or_default();
        let said = match self.of.operation {
            Some(_) => said(ReasonCode::Listed, format!("Lists `{wanted}`")),
            None => said(ReasonCode::NotListed, format!("Does not list `{wanted}`")),
        };
        let values = operations.iter().enumerate().map(|(index, operation)| {
            let is_it = self.of.operation == Some(index);
            let said = if is_it {
                said_value(ReasonCode::Exact, "Is what the call needs")
            } else {
                said_value(ReasonCode::OtherOperation, "Another operation")
            };
            value(operation.clone(), is_it, said)
        });
        element(
            Element::Operations,
            self.of.operation.is_some(),
            said,
            vec![wanted.to_owned()],
            values.collect(),
        )
    }

    fn constraint(&self, of: &ConstraintMatch) -> ElementReport {
        let said = constraint(of.reason, self.scene.check.request.permission);
        let pairs = self.pairs(of.constraint).iter().zip(&of.pairs);
        let values = pairs.map(|((key, wanted), reason)| {
            value(format!("{key} = {wanted}"), reason.is_met(), pair(*reason))
        });
        element(element_of(of.constraint), of.reason.is_met(), said, Vec::new(), values.collect())
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
        let said = match (beyond, loose.as_slice()) {
            (0, []) => said(ReasonCode::StaysWithin, "The new grant stays within this one"),
            (0, loose) => said(
                ReasonCode::ConstraintsLooser,
                format!("The new grant demands less than this one in {}", list(loose, "and")),
            ),
            _ => said(ReasonCode::OperationsBeyond, "The new grant lists operations that this one does not"),
        };
        element(Element::Operations, child.stays_within(), said, Vec::new(), Vec::new())
    }
}

fn said_value(code: ReasonCode, text: &str) -> Said {
    said(code, text)
}

fn element_of(constraint: GrantConstraint) -> Element {
    match constraint {
        GrantConstraint::EncryptionContextEquals => Element::EncryptionContextEquals,
        GrantConstraint::EncryptionContextSubset => Element::EncryptionContextSubset,
        GrantConstraint::SourceArn => Element::SourceArn,
    }
}

fn constraint(reason: ConstraintReason, permission: &str) -> Said {
    match reason {
        ConstraintReason::NotOfOperation => said(
            ReasonCode::NotOfOperation,
            format!("`{permission}` takes no encryption context, so this does not bear on it"),
        ),
        ConstraintReason::NotOfRetireGrant => {
            said(ReasonCode::NotOfRetireGrant, "Does not bear on RetireGrant")
        }
        ConstraintReason::LeftToChildGrant => {
            said(ReasonCode::LeftToChildGrant, "Bears on the new grant, which must demand as much")
        }
        ConstraintReason::EncryptionContextFits => {
            said(ReasonCode::EncryptionContextFits, "The call's encryption context fits")
        }
        ConstraintReason::SourceFits => said(ReasonCode::SourceFits, "The call comes from this source"),
        ConstraintReason::SourcePatternFits => {
            said(ReasonCode::SourcePatternFits, "The call comes from a source that this pattern matches")
        }
        ConstraintReason::PairsMissing => said(
            ReasonCode::PairsMissing,
            "The call's encryption context lacks a pair, or has another value for it",
        ),
        ConstraintReason::FurtherPairs => said(
            ReasonCode::FurtherPairs,
            "The call's encryption context has further pairs, and `EncryptionContextEquals` allows none",
        ),
        ConstraintReason::OtherSource => said(ReasonCode::OtherSource, "The call comes from another source"),
        ConstraintReason::NoSource => said(ReasonCode::NoSource, "The call carries no `aws:SourceArn`"),
    }
}

fn pair(reason: PairReason) -> Said {
    match reason {
        PairReason::Present => said(ReasonCode::Present, "The call has it"),
        PairReason::KeyDiffersInCase => {
            said(ReasonCode::KeyDiffersInCase, "The call has it, its key in other capitals")
        }
        PairReason::OtherValue => said(ReasonCode::OtherValue, "The call has another value"),
        PairReason::ValueDiffersInCase => said(
            ReasonCode::ValueDiffersInCase,
            "The call has the value in other capitals; values are compared with their case",
        ),
        PairReason::Missing => said(ReasonCode::Missing, "The call has no such key"),
    }
}

fn element(
    element: Element,
    matched: bool,
    said: Said,
    has: Vec<String>,
    values: Vec<ValueReport>,
) -> ElementReport {
    ElementReport {
        element,
        operator: None,
        key: None,
        outcome: ElementOutcome::of(matched),
        reason: Reason { code: Cow::Borrowed(said.code) },
        text: said.text,
        span: None,
        has,
        values,
    }
}

fn value(value: String, matched: bool, said: Said) -> ValueReport {
    ValueReport {
        value,
        resolved: None,
        outcome: ElementOutcome::of(matched),
        reason: Reason { code: Cow::Borrowed(said.code) },
        text: said.text,
        span: None,
    }
}
