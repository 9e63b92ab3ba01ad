//! The assumptions behind a decision, and the unknowns that could change it, in words.

use std::borrow::Cow;

use kms_authz::{Absence, Assumption, CallerKind, Certainty, ConditionPlace, Evidence, Rule, Unknown};

use super::{CheckContext, absence, caller, language_rule};
use crate::report::Note;
use crate::report::codes::{AssumptionCode, UnknownCode};

const FORWARD_ACCESS: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html";
const EVALUATION: &str =
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html";
const GRANTS: &str = "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html";
const GRANTS_WITH_SOURCE: &str =
    "https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html";
const GRANT_CONSTRAINTS: &str =
    "https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html";
const RETIRING: &str = "https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html";
const RCPS: &str =
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html";
const PUT_KEY_POLICY: &str = "https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html";

/// The note for one assumption.
pub(crate) fn assumption(context: &CheckContext<'_>, assumption: &Assumption) -> Note {
    match assumption {
        Assumption::Language(of, _) => language_rule::language_rule(*of),
        Assumption::KeyAbsent(place, reason) => key_absent(context, *place, *reason),
        Assumption::KeyValue(place, certainty) => key_value(context, *place, *certainty),
        Assumption::Rule(of) => rule(*of),
    }
}

/// The note for one unknown that could change the decision.
pub(crate) fn unknown(context: &CheckContext<'_>, unknown: &Unknown) -> Note {
    match unknown {
        Unknown::IdentityPolicies => Note::new(
            UnknownCode::IdentityPolicies,
            format!(
                "The result depends on {}'s identity-based policies, which this scenario does not include.",
                caller::short_name(&context.check.request.caller)
            ),
        )
        .at("identityPolicies"),
        Unknown::Key(place) => {
            let key = context.tested_key(*place);
            let give = if key.eq_ignore_ascii_case("aws:PrincipalArn") && is_role_session(context) {
                " Add `sessionIssuer`, the role's ARN with its path."
            } else {
                ""
            };
            Note::new(
                UnknownCode::Key,
                format!(
                    "The result depends on `{key}`, which {} tests and this scenario does not include.{give}",
                    statement(context, *place)
                ),
            )
        }
    }
}

fn is_role_session(context: &CheckContext<'_>) -> bool {
    context.check.request.caller.kind() == CallerKind::RoleSession
}

fn statement(context: &CheckContext<'_>, place: ConditionPlace) -> String {
    context.place(&Evidence::Statement(place.policy, place.statement))
}

fn key_absent(context: &CheckContext<'_>, place: ConditionPlace, reason: Absence) -> Note {
    let key = context.tested_key(place);
    let why = absence::absence(reason, key, &context.check.request);
    let text = format!("{}. {} tests it.", why.text, super::capital(&statement(context, place)));
    match context.check.never_sent_perhaps(key) {
        Some(fact) => Note {
            source: Some(Cow::Borrowed(fact.page)),
            ..Note::new(AssumptionCode::KeyTakenAsAbsent, format!("{text} {}", fact.fact))
        },
        None => Note::new(AssumptionCode::KeyTakenAsAbsent, text),
    }
}

fn key_value(context: &CheckContext<'_>, place: ConditionPlace, certainty: Certainty) -> Note {
    let key = context.tested_key(place);
    let test = super::capital(&statement(context, place));
    if certainty == Certainty::PagesDiffer {
        return pages_differ(key, &test);
    }
    if certainty == Certainty::Assumed
        && let Some(note) = of_service(context, key, &test)
    {
        return note;
    }
    let why = match certainty {
        Certainty::Assumed if key.eq_ignore_ascii_case("aws:PrincipalArn") && is_role_session(context) => {
            "the scenario does not give the role's ARN (`sessionIssuer`); the playground assumes that its path is `/`"
        }
        Certainty::Assumed if is_called_via(key) => {
            "the scenario gives one end of the chain of services only; the playground assumes that it has no others between"
        }
        Certainty::Assumed if key.eq_ignore_ascii_case("aws:RequestedRegion") => {
            "the call is not about a key, so it goes to the Region that the caller chooses; the playground assumes the key's Region"
        }
        Certainty::Documented | Certainty::PagesDiffer => "the scenario leaves open what its value is",
        Certainty::Assumed => "its value depends on something that the scenario leaves open",
        Certainty::Unconfirmed => "AWS does not document its value for such a call",
    };
    Note::new(AssumptionCode::KeyValueAssumed, format!("{test} tests `{key}`, and {why}."))
}

fn is_called_via(key: &str) -> bool {
    key.get(..13).is_some_and(|head| head.eq_ignore_ascii_case("aws:CalledVia"))
}

/// AWS's pages differ on the chain of services of a forward access session.
fn pages_differ(key: &str, test: &str) -> Note {
    let text = format!(
        "{test} tests `{key}`, and AWS's pages differ: *Forward access sessions* says that every such session carries it, *AWS global condition context keys* limits `aws:CalledVia` to services that support it. The playground assumes that the call carries it, and that no other service comes first in the chain."
    );
    Note {
        source: Some(Cow::Borrowed(FORWARD_ACCESS)),
        ..Note::new(AssumptionCode::CalledViaPagesDiffer, text)
    }
}

/// A value that depends on what the service's call is for.
fn of_service(context: &CheckContext<'_>, key: &str, test: &str) -> Option<Note> {
    if let Some(fact) = context.check.never_sent_perhaps(key) {
        let text = format!(
            "{test} tests `{key}`. {} The scenario does not say what the call is for; the playground assumes that it is not for {}.",
            fact.fact, fact.target.name
        );
        return Some(Note {
            source: Some(Cow::Borrowed(fact.page)),
            ..Note::new(AssumptionCode::ServiceTargetAssumed, text)
        });
    }
    let (service, kinds) = context.check.kinds_of_value(key)?;
    let sent = kinds.iter().filter_map(|pair| Some(format!("`{}` when {}", pair.value, pair.value_when?)));
    let sent: Vec<_> = sent.collect();
    let name = service.name.split(" (").next().unwrap_or(service.name);
    let text = format!(
        "{test} tests `{key}`. {name} sends {}; the playground assumes that the value in the scenario is the one sent.",
        sent.join(", and ")
    );
    Some(Note {
        source: Some(Cow::Borrowed(service.page)),
        ..Note::new(AssumptionCode::ServiceValueAssumed, text)
    })
}

pub(super) fn rule(rule: Rule) -> Note {
    let (code, text, source) = match rule {
        Rule::NoUnknownIdentityDeny => (
            AssumptionCode::NoUnknownIdentityDeny,
            "The scenario does not include the identity-based policies; the playground assumes that none of them denies the call.",
            EVALUATION,
        ),
        Rule::EveryoneSurvivesImplicitDeny => (
            AssumptionCode::EveryoneSurvivesImplicitDeny,
            "AWS does not document whether an Allow for `*` survives the implicit deny of a permissions boundary or session policy; the playground assumes that it does.",
            EVALUATION,
        ),
        Rule::RootUserOfOtherAccount => (
            AssumptionCode::RootUserOfOtherAccount,
            "AWS does not document whether the root user of another account needs an identity-based policy there; the playground assumes that it does not.",
            EVALUATION,
        ),
        Rule::GrantLimitedAsStatement => (
            AssumptionCode::GrantLimitedAsStatement,
            "AWS does not document how permissions boundaries and session policies limit a grant; the playground assumes that they limit it like a key policy statement that names the grantee.",
            GRANTS,
        ),
        Rule::GrantToAccount => (
            AssumptionCode::GrantToAccount,
            "AWS does not document what a grant to an account allows; the playground assumes that it delegates to that account's identity-based policies.",
            GRANTS,
        ),
        Rule::GrantPairKeyCase => (
            AssumptionCode::GrantPairKeyCase,
            "AWS's pages differ on whether the keys of a grant constraint are case-sensitive; the playground follows the API reference, which says that they are not.",
            GRANT_CONSTRAINTS,
        ),
        Rule::GrantSourceArnComparison => (
            AssumptionCode::GrantSourceArnComparison,
            "AWS does not document how a grant's source ARN is compared; the playground assumes that `*` and `?` work as in `ArnLike`.",
            GRANTS_WITH_SOURCE,
        ),
        Rule::GrantSourceArnWithoutService => (
            AssumptionCode::GrantSourceArnWithoutService,
            "AWS's page says that a grant's source ARN is evaluated only for AWS services, and also that the grant is effective only with a matching source ARN; the playground assumes the latter.",
            GRANTS_WITH_SOURCE,
        ),
        Rule::GranteeServiceAsWritten => (
            AssumptionCode::GranteeServiceAsWritten,
            "AWS says that a service in `GranteePrincipal` might represent several different grantee principals; the playground assumes that the grant is for the service principal as written, and for no other form of its name.",
            "https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantListEntry.html",
        ),
        Rule::GrantCreatedByKeyOwner => (
            AssumptionCode::GrantCreatedByKeyOwner,
            "The scenario does not say which account created the grant; the playground assumes that it is the key's owner.",
            RETIRING,
        ),
        Rule::RetireGrantIsLimited => (
            AssumptionCode::RetireGrantIsLimited,
            "AWS does not document whether SCPs, permissions boundaries and session policies limit RetireGrant; the playground assumes that they do.",
            RETIRING,
        ),
        Rule::RetireGrantSurvivesImplicitDeny => (
            AssumptionCode::RetireGrantSurvivesImplicitDeny,
            "AWS does not document whether the implicit deny of a permissions boundary or session policy applies to those who can retire a grant; the playground assumes that it does not.",
            RETIRING,
        ),
        Rule::ResourceControlFullAccess => (
            AssumptionCode::ResourceControlFullAccess,
            "The scenario lists no Allow for a level of RCPs; the playground assumes the `RCPFullAWSAccess` that AWS attaches everywhere.",
            RCPS,
        ),
        Rule::NewGrantStaysWithin => (
            AssumptionCode::NewGrantStaysWithin,
            "The call does not say which operations the new grant lists; the playground assumes that the grant that allows the call lists them all.",
            GRANTS,
        ),
        Rule::PermissionOfOneSource => (
            AssumptionCode::PermissionOfOneSource,
            "Only one of AWS's references lists this permission.",
            "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html",
        ),
        Rule::LockoutContext => (
            AssumptionCode::LockoutContext,
            "AWS does not document which condition keys the lockout safety check sees; the playground assumes those of the call itself.",
            PUT_KEY_POLICY,
        ),
        Rule::LockoutDelegation => (
            AssumptionCode::LockoutDelegation,
            "AWS does not document how the lockout safety check treats a statement for the account; the playground assumes that the caller's identity-based policies must allow as well.",
            PUT_KEY_POLICY,
        ),
    };
    Note { source: Some(Cow::Borrowed(source)), ..Note::new(code, text) }
}
