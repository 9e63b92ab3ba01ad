//! Every form of a resource, a line a case.

use kms_policy::{Arn, PolicyKind};

use super::*;
use crate::statement::CompiledPolicy;
use crate::testing::{KEY, policy, request, set_many, set_one};

const ANA: &str = "arn:aws:iam::111122223333:user/Ana";

fn evaluate(version: &str, element: &str, text: &str, resource: &RequestResource) -> ResourceMatch {
    let statement = format!(r#"{{"Effect":"Allow","Action":"*","{element}":"{text}"}}"#);
    let parse = policy(PolicyKind::IdentityBased, version, &statement);
    let mut asked = request(ANA, "");
    asked.resource = resource.clone();
    set_one(&mut asked, "aws:PrincipalTag/key", "1234abcd-12ab-34cd-56ef-1234567890ab");
    set_one(&mut asked, "aws:PrincipalTag/any", "*");
    set_one(&mut asked, "aws:PrincipalAccount", "111122223333");
    set_many(&mut asked, "aws:TagKeys", &["x"]);
    let mut found = CompiledPolicy::new(&parse.document, PolicyKind::IdentityBased).evaluate(&asked);
    found.remove(0).resource.unwrap()
}

#[test]
fn an_entry_covers_the_resources_that_it_names() {
    use ArnComponent as A;
    use ResourceReason as R;
    let key = RequestResource::Key(Arn::new(KEY).unwrap());
    let alias = RequestResource::Alias(Arn::new("arn:aws:kms:us-east-1:111122223333:alias/stores").unwrap());
    let role = RequestResource::RetiringPrincipal(Arn::new("arn:aws:iam::111122223333:role/Admin").unwrap());
    let none = RequestResource::None;
    for (text, resource, reason) in [
        ("*", &key, R::Everything),
        ("*", &none, R::Everything),
        (KEY, &key, R::Exact),
        ("arn:aws:kms:*:111122223333:key/*", &key, R::Pattern),
        ("arn:aws:kms:us-east-1:111122223333:*", &key, R::Pattern),
        ("arn:aws:kms:us-????-1:*:key/1234*", &key, R::Pattern),
        ("arn:aws*:kms:*:*:key/*", &key, R::Pattern),
        ("arn:aws-cn:kms:us-east-1:111122223333:key/*", &key, R::OtherComponent(A::Partition)),
        ("arn:aws:s3:us-east-1:111122223333:key/*", &key, R::OtherComponent(A::Service)),
        ("arn:aws:kms:eu-west-1:111122223333:key/*", &key, R::OtherComponent(A::Region)),
        ("arn:aws:kms:us-east-1:444455556666:key/*", &key, R::OtherComponent(A::Account)),
        ("arn:aws:kms:us-east-1:111122223333:key/other", &key, R::OtherComponent(A::Resource)),
        (
            "arn:aws:kms:us-east-1:111122223333:key/1234ABCD-12ab-34cd-56ef-1234567890ab",
            &key,
            R::DiffersInCase,
        ),
        ("arn:aws:kms:us-east-1:111122223333:alias/stores", &key, R::AliasButResourceIsKey),
        ("arn:aws:kms:*:*:alias/*", &key, R::AliasButResourceIsKey),
        ("arn:aws:kms:us-east-1:111122223333:alias/stores", &alias, R::Exact),
        ("arn:aws:kms:us-east-1:111122223333:alias/*", &alias, R::Pattern),
        ("arn:aws:kms:us-east-1:111122223333:key/*", &alias, R::KeyButResourceIsAlias),
        ("arn:aws:kms:us-east-1:111122223333:*", &alias, R::Pattern),
        (KEY, &none, R::NeedsEverything),
        ("arn:aws:kms:*:*:*", &none, R::NeedsEverything),
        ("arn:aws:iam::111122223333:role/*", &role, R::Pattern),
        ("arn:aws:kms:*", &key, R::FinalStar),
        ("arn:aws:kms:us-east-1:*", &key, R::FinalStar),
        ("arn:aws:kms:us-east-1:*", &alias, R::FinalStar),
        ("arn:aws:kms:eu-*", &key, R::OtherComponent(A::Region)),
        ("arn:aws:kms:*:key/*", &key, R::StarBeyondColon),
        ("arn:aws:kms:*:key/*", &alias, R::OtherComponent(A::Resource)),
        ("arn:*", &key, R::StarBeyondColon),
        ("arn:aws:k*", &key, R::WildcardInService),
        ("arn:aws:*", &key, R::WildcardInService),
        ("arn:aws:kms:*", &none, R::NeedsEverything),
        ("arn:aws:iam::*", &role, R::FinalStar),
        ("arn:aws:kms:us-east-1", &key, R::NotAnArn),
        ("arn:aws:kms:us-east-1:111122223333:*", &key, R::Pattern),
        ("key/1234", &key, R::NotAnArn),
        ("arn:aws:*:us-east-1:111122223333:key/*", &key, R::WildcardInService),
        ("arn:aws:kms:us-east-1:111122223333:key/${aws:PrincipalTag/key}", &key, R::Exact),
        ("arn:aws:kms:*:111122223333:key/${aws:PrincipalTag/key}", &key, R::Pattern),
        (
            "arn:aws:kms:us-east-1:111122223333:key/${aws:PrincipalTag/any}",
            &key,
            R::OtherComponent(A::Resource),
        ),
        ("arn:aws:kms:us-east-1:111122223333:key/${aws:PrincipalTag/none}", &key, R::VariableUnresolved),
        (
            "arn:aws:kms:us-east-1:111122223333:key/${aws:PrincipalTag/none, 'x'}",
            &key,
            R::OtherComponent(A::Resource),
        ),
        ("arn:aws:kms:us-east-1:111122223333:key/${aws:TagKeys}", &key, R::VariableOfMultivaluedKey),
        ("arn:aws:kms:us-east-1:${aws:PrincipalAccount}:key/*", &key, R::VariableTooEarly),
    ] {
        assert_eq!(evaluate("2012-10-17", "Resource", text, resource).values[0].reason, reason, "{text}");
    }
    let text = "arn:aws:kms:us-east-1:111122223333:key/${aws:PrincipalTag/key}";
    assert_eq!(evaluate("2008-10-17", "Resource", text, &key).values[0].reason, R::VariableNotInVersion);
}

#[test]
fn not_resource_covers_what_no_entry_covers() {
    let key = RequestResource::Key(Arn::new(KEY).unwrap());
    for (text, matched) in [
        ("*", false),
        (KEY, false),
        ("arn:aws:kms:*", false),
        ("arn:aws:kms:eu-west-1:*", true),
        ("arn:aws:kms:us-east-1:111122223333:key/other", true),
        ("arn:aws:kms:us-east-1:111122223333:key/${aws:PrincipalTag/none}", true),
    ] {
        assert_eq!(evaluate("2012-10-17", "NotResource", text, &key).matched(), matched, "{text}");
    }
}

#[test]
fn a_replaced_variable_shows_its_text() {
    let key = RequestResource::Key(Arn::new(KEY).unwrap());
    let text = "arn:aws:kms:us-east-1:111122223333:key/${aws:PrincipalTag/key}";
    assert_eq!(evaluate("2012-10-17", "Resource", text, &key).values[0].resolved.as_deref(), Some(KEY));
}
