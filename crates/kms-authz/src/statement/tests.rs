//! Whole statements: what they do to a request, with the tree and without.

use kms_policy::PolicyKind;

use super::*;
use crate::evaluation::reason::ConditionReason;
use crate::evaluation::{MissingElement, StatementOutcome};
use crate::statement::language_rule::LanguageRule;
use crate::testing::{key_policy, policy, request, set_one};

const ANA: &str = "arn:aws:iam::111122223333:user/Ana";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/Front/s1";
const ROLE: &str = "arn:aws:iam::111122223333:role/app/Front";

fn asked() -> AuthorizationRequest {
    let mut request = request(SESSION, ROLE);
    set_one(&mut request, "aws:PrincipalArn", ROLE);
    set_one(&mut request, "kms:ViaService", "s3.us-east-1.amazonaws.com");
    request
}

#[test]
fn a_statement_applies_when_all_of_it_matches() {
    use StatementOutcome::{Applies, CannotApply, DoesNotApply};
    for (statement, outcome) in [
        (r#"{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}"#, Applies(Reach::Everyone)),
        (r#"{"Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*"}"#, Applies(Reach::Everyone)),
        (
            r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"kms:*","Resource":"*","Condition":{}}"#,
            Applies(Reach::Account),
        ),
        (
            r#"{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*",
               "Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/app/*"}}}"#,
            Applies(Reach::EveryoneNamedByPrincipalArn),
        ),
        (
            r#"{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*",
               "Condition":{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/other"}}}"#,
            Applies(Reach::Everyone),
        ),
        (
            r#"{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*",
               "Condition":{"Null":{"aws:PrincipalArn":"false"}}}"#,
            Applies(Reach::Everyone),
        ),
        (r#"{"Effect":"Allow","Principal":"*","Action":"kms:Encrypt","Resource":"*"}"#, DoesNotApply),
        (
            r#"{"Effect":"Allow","Principal":"*","NotAction":"kms:Encrypt","Resource":"*"}"#,
            Applies(Reach::Everyone),
        ),
        (r#"{"Effect":"Allow","Principal":"*","NotAction":"kms:De*","Resource":"*"}"#, DoesNotApply),
        (r#"{"Effect":"Allow","Principal":"*","Action":[],"Resource":"*"}"#, DoesNotApply),
        (
            r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*",
               "Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com","kms:CallerAccount":"1"}}}"#,
            DoesNotApply,
        ),
        (r#"{"Effect":"Allow","Principal":"*","Action":"kms:*"}"#, CannotApply(MissingElement::Resource)),
        (r#"{"Effect":"Allow","Principal":"*","Resource":"*"}"#, CannotApply(MissingElement::Action)),
        (r#"{"Effect":"Allow","Action":"kms:*","Resource":"*"}"#, CannotApply(MissingElement::Principal)),
        (
            r#"{"Effect":"Permit","Principal":"*","Action":"kms:*","Resource":"*"}"#,
            StatementOutcome::NotEvaluated,
        ),
    ] {
        let parse = key_policy(statement);
        let compiled = CompiledPolicy::new(&parse.document, PolicyKind::KeyPolicy);
        let found = &compiled.statements()[0];
        assert_eq!(found.evaluate(&asked()).outcome(), outcome, "{statement}");
        let reach = match outcome {
            Applies(reach) => Some(reach),
            _ => None,
        };
        assert_eq!(found.applies(&asked()), reach, "{statement}");
    }
}

#[test]
fn every_element_is_evaluated_whatever_the_others_say() {
    let parse = key_policy(
        r#"{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"s3:*","Resource":"arn:aws:s3:::b",
           "Condition":{"StringEquals":{"kms:ViaService":"x","kms:KeySpec":"y"},"Bool":{"aws:ViaAWSService":"true"}}}"#,
    );
    let found = evaluate_statement(&parse.document, 0, PolicyKind::KeyPolicy, &asked()).unwrap();
    assert_eq!(found.principal.unwrap().values.len(), 1);
    assert_eq!(found.action.unwrap().values.len(), 1);
    assert_eq!(found.resource.unwrap().values.len(), 1);
    let reasons: Vec<_> = found.conditions.iter().map(|condition| condition.reason).collect();
    assert_eq!(reasons, [ConditionReason::NoValueMatches, ConditionReason::Absent, ConditionReason::Absent]);
}

#[test]
fn a_statement_of_an_identity_based_policy_names_nobody() {
    let parse = policy(
        PolicyKind::IdentityBased,
        "2012-10-17",
        r#"{"Effect":"Allow","Action":"kms:*","Resource":"*"}"#,
    );
    let found = evaluate_statement(&parse.document, 0, PolicyKind::IdentityBased, &asked()).unwrap();
    assert_eq!(found.outcome(), StatementOutcome::Applies(Reach::NoPrincipal));
}

#[test]
fn a_key_that_kms_refuses_in_a_key_policy_is_absent_there() {
    let condition = r#""Effect":"Allow","Action":"kms:*","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/a":"b"}}"#;
    let mut request = request(ANA, "");
    set_one(&mut request, "aws:ResourceTag/a", "b");
    let in_key_policy = key_policy(&format!(r#"{{"Principal":"*",{condition}}}"#));
    let found = evaluate_statement(&in_key_policy.document, 0, PolicyKind::KeyPolicy, &request).unwrap();
    assert_eq!(found.conditions[0].reason, ConditionReason::Absent);
    let in_identity_policy = policy(PolicyKind::IdentityBased, "2012-10-17", &format!("{{{condition}}}"));
    let found =
        evaluate_statement(&in_identity_policy.document, 0, PolicyKind::IdentityBased, &request).unwrap();
    assert_eq!(found.conditions[0].reason, ConditionReason::ValueMatches);
}

#[test]
fn assumptions_are_gathered_each_once() {
    let parse = key_policy(
        r#"{"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"k*:*","Resource":"*",
           "Condition":{"IpAddress":{"aws:SourceIp":["10.0.0.1/8","10.0.0.2/8"]}}}"#,
    );
    let mut request = asked();
    set_one(&mut request, "aws:SourceIp", "10.1.1.1");
    let found = evaluate_statement(&parse.document, 0, PolicyKind::KeyPolicy, &request).unwrap();
    assert_eq!(
        found.assumptions(),
        [
            LanguageRule::NotPrincipalLooksAtEveryLayer,
            LanguageRule::WildcardInActionService,
            LanguageRule::HostBitsIgnored
        ]
    );
}
