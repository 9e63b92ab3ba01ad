//! Every form of a principal against every kind of caller, a line a case.

use kms_policy::PrincipalType::{Aws, CanonicalUser, Federated, Service};
use kms_policy::{ServicePrincipal, Span, Spanned};

use super::*;
use crate::context::{Certainty, ContextEntry, ContextValues, Origin};
use crate::testing::request;

const ROOT: &str = "arn:aws:iam::111122223333:root";
const ANA: &str = "arn:aws:iam::111122223333:user/Ana";
const ROLE: &str = "arn:aws:iam::111122223333:role/app/Front";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/Front/s1";
const FEDERATED: &str = "arn:aws:sts::111122223333:federated-user/ana";
const TRAIL: &str = "cloudtrail.amazonaws.com";

fn with_userid(caller: &str, userid: &str) -> AuthorizationRequest {
    let mut request = request(caller, "");
    request.context.set(ContextEntry {
        key: "aws:userid".to_owned(),
        values: ContextValues::One(userid.to_owned()),
        origin: Origin::Typed,
        certainty: Certainty::Documented,
    });
    request
}

fn entry(kind: Option<kms_policy::PrincipalType>, text: &str) -> PrincipalEntry {
    let principal = match kind {
        Some(Service) => ServicePrincipal::new(text).map_or(Principal::Unrecognized, Principal::Service),
        _ => Principal::aws(text),
    };
    PrincipalEntry {
        principal_type: kind.map(|kind| Spanned::new(kind, Span::default())),
        text: Spanned::new(text.to_owned(), Span::default()),
        principal,
    }
}

fn list(entries: &[&str]) -> Elements<PrincipalEntry> {
    let kind = |text: &str| if text.ends_with(".amazonaws.com") { Service } else { Aws };
    let items = entries.iter().map(|text| entry(Some(kind(text)), text)).collect();
    Elements { name: Span::default(), span: Span::default(), items }
}

#[test]
fn an_entry_says_whom_it_names() {
    use PrincipalReason as R;
    for (text, caller, issuer, reason) in [
        // Everyone, services included.
        ("*", ANA, "", R::Everyone),
        ("*", TRAIL, "", R::Everyone),
        ("*", "arn:aws:iam::444455556666:root", "", R::Everyone),
        // The account, in both spellings, is every principal of it.
        ("111122223333", ANA, "", R::Account),
        (ROOT, ANA, "", R::Account),
        (ROOT, ROOT, "", R::Account),
        (ROOT, SESSION, ROLE, R::Account),
        (ROOT, FEDERATED, "", R::Account),
        (ROOT, "arn:aws:iam::444455556666:user/Ana", "", R::OtherAccount),
        (ROOT, "arn:aws-cn:iam::111122223333:user/Ana", "", R::OtherPartition),
        ("111122223333", "arn:aws-cn:iam::111122223333:user/Ana", "", R::Account),
        (ROOT, TRAIL, "", R::IdentityButCallerIsService),
        // A user, and the federated sessions that it makes.
        (ANA, ANA, "", R::User),
        (ANA, "arn:aws:iam::111122223333:user/ana", "", R::UserDiffersInCase),
        (ANA, "arn:aws:iam::111122223333:user/team/Ana", "", R::OtherUserPath),
        (ANA, "arn:aws:iam::111122223333:user/Bob", "", R::OtherUser),
        (ANA, "arn:aws:iam::444455556666:user/Ana", "", R::OtherAccount),
        (ANA, FEDERATED, ANA, R::UserOfFederatedSession),
        (ANA, FEDERATED, "arn:aws:iam::111122223333:user/Bob", R::OtherUser),
        (ANA, FEDERATED, "", R::UserButFederatingUserNotGiven),
        (ANA, SESSION, ROLE, R::UserButCallerIsRoleSession),
        (ANA, ROOT, "", R::UserButCallerIsRoot),
        (ANA, TRAIL, "", R::IdentityButCallerIsService),
        // A role, and its sessions, which do not show its path.
        (ROLE, SESSION, ROLE, R::Role),
        (ROLE, SESSION, "", R::Role),
        (ROLE, ROLE, "", R::Role),
        (ROLE, SESSION, "arn:aws:iam::111122223333:role/Front", R::OtherRolePath),
        (ROLE, "arn:aws:iam::111122223333:role/Front", "", R::OtherRolePath),
        (ROLE, "arn:aws:sts::111122223333:assumed-role/front/s1", "", R::RoleDiffersInCase),
        (ROLE, "arn:aws:sts::111122223333:assumed-role/Back/s1", "", R::OtherRole),
        (ROLE, "arn:aws:sts::444455556666:assumed-role/Front/s1", "", R::OtherAccount),
        (ROLE, ANA, "", R::RoleButCallerIsNone),
        (ROLE, ROOT, "", R::RoleButCallerIsNone),
        (ROLE, FEDERATED, ANA, R::RoleButCallerIsNone),
        // One session of a role.
        (SESSION, SESSION, ROLE, R::Session),
        (SESSION, "arn:aws:sts::111122223333:assumed-role/Front/s2", ROLE, R::OtherSession),
        (SESSION, "arn:aws:sts::111122223333:assumed-role/Front/S1", ROLE, R::OtherSession),
        (SESSION, "arn:aws:sts::111122223333:assumed-role/Back/s1", "", R::SessionOfOtherRole),
        (SESSION, ROLE, "", R::SessionNotGiven),
        (SESSION, "arn:aws:iam::111122223333:role/Back", "", R::SessionOfOtherRole),
        (SESSION, ANA, "", R::RoleButCallerIsNone),
        ("arn:aws:sts::111122223333:assumed-role/Front", SESSION, ROLE, R::NoSessionName),
        ("arn:aws:sts::111122223333:assumed-role/Front/*", SESSION, ROLE, R::Wildcard),
        // A federated-user session.
        (FEDERATED, FEDERATED, "", R::FederatedSession),
        (FEDERATED, "arn:aws:sts::111122223333:federated-user/bob", "", R::OtherFederatedSession),
        (FEDERATED, ANA, "", R::FederatedSessionButCallerIsNone),
        // AWS services.
        (TRAIL, TRAIL, "", R::Service),
        (TRAIL, "CloudTrail.amazonaws.com", "", R::ServiceDiffersInCase),
        (TRAIL, "s3.amazonaws.com", "", R::OtherService),
        (TRAIL, ANA, "", R::ServiceButCallersIdentity),
        ("logs.us-east-1.amazonaws.com", "logs.us-west-2.amazonaws.com", "", R::ServiceOfOtherRegion),
        ("s3.amazonaws.com", "s3.ap-east-1.amazonaws.com", "", R::ServiceOfOtherRegion),
        ("aiops.amazonaws.com", "aiops.alarms.cloudwatch.amazonaws.com", "", R::OtherService),
        // What AWS does not take.
        ("arn:aws:iam::111122223333:role/*", SESSION, ROLE, R::Wildcard),
        ("arn:aws:iam::111122223333:group/Admins", ANA, "", R::Group),
        ("Ana", ANA, "", R::NotAPrincipal),
        ("", ANA, "", R::NotAPrincipal),
        (ANA, "*", "", R::NotAPrincipal),
    ] {
        let kind = if text.ends_with(".amazonaws.com") { Service } else { Aws };
        let found = naming::reason(&entry(Some(kind), text), &request(caller, issuer));
        assert_eq!(found, reason, "{text} against {caller}, issuer {issuer:?}");
    }
}

#[test]
fn a_unique_id_is_compared_with_the_callers() {
    use PrincipalReason as R;
    let (user, role) = ("AIDACKCEVSQ6C2EXAMPLE", "AROADBQP57FF2AEXAMPLE");
    for (text, caller, userid, reason) in [
        (user, ANA, user, R::UniqueIdOfUser),
        (user, ANA, "AIDAOTHERC2EXAMPLE000", R::OtherUniqueId),
        (user, SESSION, "AROADBQP57FF2AEXAMPLE:s1", R::OtherUniqueId),
        (role, SESSION, "AROADBQP57FF2AEXAMPLE:s1", R::UniqueIdOfRole),
        (role, ROLE, "AROADBQP57FF2AEXAMPLE:s2", R::UniqueIdOfRole),
        (role, SESSION, "AROAOTHERC2EXAMPLE000:s1", R::OtherUniqueId),
        (role, ANA, user, R::OtherUniqueId),
        (role, TRAIL, role, R::IdentityButCallerIsService),
    ] {
        let found = naming::reason(&entry(Some(Aws), text), &with_userid(caller, userid));
        assert_eq!(found, reason, "{text} against {caller} with {userid}");
    }
    assert_eq!(naming::reason(&entry(Some(Aws), user), &request(ANA, "")), R::UniqueIdNotGiven);
}

#[test]
fn only_aws_and_service_are_principals_of_a_key_policy() {
    let request = request(ANA, "");
    let reason = |kind, text| naming::reason(&entry(kind, text), &request);
    assert_eq!(reason(Some(Federated), "*"), PrincipalReason::Federated);
    assert_eq!(reason(Some(CanonicalUser), "79a59df900b949e5"), PrincipalReason::CanonicalUser);
    assert_eq!(reason(Some(Service), "*"), PrincipalReason::Wildcard);
    assert_eq!(reason(None, "*"), PrincipalReason::Everyone);
}

#[test]
fn of_several_ways_the_most_direct_reaches_the_caller() {
    let session = request(SESSION, ROLE);
    for (entries, reach) in [
        (&[ROOT][..], Some(Reach::Account)),
        (&[ROOT, ROLE], Some(Reach::Role)),
        (&[SESSION, ROLE, ROOT], Some(Reach::Session)),
        (&["*", ROOT], Some(Reach::Everyone)),
        (&[ANA], None),
        (&[], None),
    ] {
        let element = PrincipalElement::Principal(list(entries));
        assert_eq!(evaluate(&element, Some(Effect::Allow), &session).reach(), reach, "{entries:?}");
        assert_eq!(super::reach(&element, Some(Effect::Allow), &session), reach, "{entries:?}");
    }
}

#[test]
fn a_caller_escapes_not_principal_only_if_every_layer_is_listed() {
    for (caller, issuer, entries, reached) in [
        (ANA, "", &[ANA, ROOT][..], false),
        (ANA, "", &[ANA], true),
        (ANA, "", &[ROOT], true),
        (ANA, "", &["*"], false),
        (ANA, "", &["arn:aws:iam::111122223333:user/Bob", ROOT], true),
        (SESSION, ROLE, &[SESSION, ROLE, ROOT], false),
        (SESSION, ROLE, &[ROLE, ROOT], true),
        (SESSION, ROLE, &[SESSION, ROOT], true),
        (ROLE, "", &[SESSION, ROLE, ROOT], true),
        (FEDERATED, ANA, &[FEDERATED, ANA, ROOT], false),
        (FEDERATED, ANA, &[ANA, ROOT], true),
        (ROOT, "", &["111122223333"], false),
        (TRAIL, "", &[TRAIL], false),
        (TRAIL, "", &[ROOT], true),
    ] {
        let element = PrincipalElement::NotPrincipal(list(entries));
        let mut request = request(caller, issuer);
        let found = evaluate(&element, Some(Effect::Deny), &request).reach();
        assert_eq!(found, reached.then_some(Reach::Unlisted), "{caller} with {entries:?} listed");
        request.caller.has_permissions_boundary = true;
        let found = evaluate(&element, Some(Effect::Deny), &request).reach();
        assert_eq!(found, Some(Reach::Unlisted), "{caller} with a permissions boundary");
    }
}

#[test]
fn not_principal_in_an_allow_reaches_those_whom_it_does_not_list() {
    for (entries, reach) in [(&[ANA][..], None), (&[ROOT], None), (&[ROLE], Some(Reach::Unlisted))] {
        let element = PrincipalElement::NotPrincipal(list(entries));
        assert_eq!(evaluate(&element, Some(Effect::Allow), &request(ANA, "")).reach(), reach, "{entries:?}");
    }
}
