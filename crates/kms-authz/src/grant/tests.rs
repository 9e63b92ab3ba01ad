use super::child::ChildRequest;
use super::*;
use crate::situation::{Grant, GrantConstraints};
use kms_policy::Principal;

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn parent(constraints: GrantConstraints) -> Grant {
    Grant {
        id: None,
        grantee: Principal::aws("arn:aws:iam::111122223333:role/Worker"),
        grantee_may_stand_for_others: false,
        retiring: None,
        issuing_account: None,
        operations: vec!["Decrypt".to_owned(), "CreateGrant".to_owned()],
        constraints,
        token: None,
        pending: false,
    }
}

#[test]
fn a_pair_is_met_by_its_exact_value_and_its_key_in_any_case() {
    let given = [("Project", "alpha"), ("team", "X")];
    for (key, value, reason) in [
        ("Project", "alpha", PairReason::Present),
        ("project", "alpha", PairReason::KeyDiffersInCase),
        ("Project", "Alpha", PairReason::ValueDiffersInCase),
        ("Project", "beta", PairReason::OtherValue),
        ("stage", "x", PairReason::Missing),
    ] {
        assert_eq!(PairReason::of(key, value, &given), reason, "{key} = {value}");
    }
}

#[test]
fn a_key_in_the_right_case_goes_before_one_in_another() {
    assert_eq!(PairReason::of("a", "2", &[("A", "1"), ("a", "2")]), PairReason::Present);
}

#[test]
fn a_new_grant_is_compared_constraint_by_constraint() {
    use ChildConstraintReason::{Equal, Looser, Missing, Stricter};
    let subset = GrantConstraints {
        encryption_context_subset: Some(pairs(&[("a", "1")])),
        ..GrantConstraints::default()
    };
    let equals = GrantConstraints {
        encryption_context_equals: Some(pairs(&[("a", "1")])),
        ..GrantConstraints::default()
    };
    let one = Some(vec![("a", "1")]);
    let two = Some(vec![("a", "1"), ("b", "2")]);
    let other = Some(vec![("a", "2")]);
    for (parent_constraints, equals_given, subset_given, reason) in [
        (&subset, None, one.clone(), Equal),
        (&subset, None, two.clone(), Stricter),
        (&subset, one.clone(), None, Stricter),
        (&subset, None, other.clone(), Looser),
        (&subset, None, None, Missing),
        (&equals, one.clone(), None, Equal),
        (&equals, two, None, Looser),
        (&equals, None, one, Looser),
        (&equals, other, None, Looser),
        (&equals, None, None, Missing),
    ] {
        let child =
            ChildRequest { operations: None, equals: equals_given, subset: subset_given, source_arn: None };
        let within = child.within(&parent(parent_constraints.clone()));
        let reasons: Vec<_> = within.constraints.iter().map(|(_, reason)| *reason).collect();
        assert_eq!(reasons, [reason], "{parent_constraints:?}");
        assert_eq!(within.stays_within(), matches!(reason, Equal | Stricter));
    }
}

#[test]
fn a_new_grant_may_not_list_more_than_its_parent() {
    let operations = ["Decrypt", "Encrypt", "CreateGrant"].map(str::to_owned);
    let child = ChildRequest { operations: Some(&operations), equals: None, subset: None, source_arn: None };
    let within = child.within(&parent(GrantConstraints::default()));
    assert_eq!(within.operations_beyond, Some(vec![1]));
    assert!(!within.stays_within());
}
