//! Condition keys that a service's calls never carry, where AWS's pages say so.
//!
//! What a service always sends in its encryption context stands with the service
//! ([`ContextPair`](super::ContextPair)). This table holds the exceptions: keys that calls of this kind can carry,
//! and that one service leaves out of its calls for one purpose.

use super::Template;
use crate::status::Status;

/// Condition keys that a service leaves out of some of its calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NeverSent {
    /// The condition keys, in AWS's spelling.
    pub keys: &'static [&'static str],
    /// The service principal that calls; none for calls with the identity of the service's caller.
    pub principal: Option<Template>,
    /// What the calls are for.
    pub target: Target,
    /// The operations: names, or patterns that end with `*`.
    pub operations: &'static [&'static str],
    /// The fact, in one sentence.
    pub fact: &'static str,
    /// AWS's page.
    pub page: &'static str,
    /// How well it is documented.
    pub status: Status,
}

/// What a service's calls are for, and how a call shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// What the calls are for, such as `an encrypted SNS topic`.
    pub name: &'static str,
    /// The value of `kms:ViaService` of such calls, if they have one.
    pub via_service: Option<Template>,
    /// A key that the encryption context of such calls always has, if AWS names one.
    pub context_key: Option<&'static str>,
    /// A part of `aws:SourceArn` that only such calls could have.
    pub source_part: Option<&'static str>,
    /// Parts of `aws:SourceArn` that show that the call is for something else.
    pub other_source_parts: &'static [&'static str],
}

/// What is known of a call before its condition keys are derived.
#[derive(Clone, Copy, Debug)]
pub struct DescribedCall<'a> {
    /// The name of the permission without its prefix, such as `Decrypt`.
    pub operation: &'a str,
    /// The service principal that calls, if one does.
    pub principal: Option<&'a str>,
    /// The value of `kms:ViaService`, if the call comes through a service.
    pub via_service: Option<&'a str>,
    /// The keys of the encryption context.
    pub context_keys: &'a [&'a str],
    /// The source that the scenario gives, whether or not the call carries it.
    pub source_arn: Option<&'a str>,
}

/// Whether a fact is about a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bearing {
    /// It is.
    Applies,
    /// It is, if the call is for the fact's target; the call does not show what it is for.
    TargetUnknown,
    /// It is not.
    OtherCall,
}

const EVENTS: Template = Template("events.amazonaws.com");
const CLOUDTRAIL: Template = Template("cloudtrail.amazonaws.com");

static NEVER_SENT: &[NeverSent] = &[
    NeverSent {
        keys: &["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID"],
        principal: Some(EVENTS),
        target: Target {
            name: "an encrypted SNS topic",
            via_service: Some(Template("sns.<region>.amazonaws.com")),
            context_key: Some("aws:sns:topicArn"),
            source_part: None,
            other_source_parts: &[":event-bus/"],
        },
        operations: &["GenerateDataKey*", "Decrypt"],
        fact: "To an encrypted SNS topic, EventBridge does not send `aws:SourceArn`, `aws:SourceAccount` or \
            `aws:SourceOrgID`.",
        page: docs!("sns/latest/dg/sns-key-management.html"),
        status: Status::Documented,
    },
    NeverSent {
        keys: &["aws:SourceArn", "aws:SourceAccount"],
        principal: Some(CLOUDTRAIL),
        target: Target {
            name: "a CloudTrail Lake event data store",
            via_service: None,
            context_key: None,
            source_part: Some(":eventdatastore/"),
            other_source_parts: &[":trail/"],
        },
        operations: &["GenerateDataKey", "Decrypt"],
        fact: "For an event data store, CloudTrail does not send `aws:SourceArn` or `aws:SourceAccount`.",
        page: docs!("awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html"),
        status: Status::Documented,
    },
    NeverSent {
        keys: &["kms:GrantIsForAWSResource"],
        principal: None,
        target: Target {
            name: "an Amazon EKS cluster",
            via_service: Some(Template("eks.<region>.amazonaws.com")),
            context_key: None,
            source_part: None,
            other_source_parts: &[],
        },
        operations: &["CreateGrant", "ListGrants", "RevokeGrant"],
        fact: "For CreateCluster, Amazon EKS does not support the condition `kms:GrantIsForAWSResource`.",
        page: docs!("eks/latest/userguide/enable-kms.html"),
        status: Status::Documented,
    },
];

impl NeverSent {
    /// Every such fact.
    #[must_use]
    pub fn all() -> &'static [Self] {
        NEVER_SENT
    }

    /// The facts about a call, and about a call that could be for their target.
    pub fn of_call<'a>(call: DescribedCall<'a>) -> impl Iterator<Item = (&'static Self, Bearing)> + use<'a> {
        let known = NEVER_SENT.iter().map(move |fact| (fact, fact.bearing(call)));
        known.filter(|(_, bearing)| *bearing != Bearing::OtherCall)
    }

    /// Whether the fact is about `call`.
    #[must_use]
    pub fn bearing(&self, call: DescribedCall<'_>) -> Bearing {
        let same_caller = match (self.principal, call.principal) {
            (Some(wanted), Some(name)) => wanted.matches(name),
            (None, None) => true,
            _ => false,
        };
        let operation = self.operations.iter().any(|pattern| match pattern.strip_suffix('*') {
            Some(prefix) => call.operation.starts_with(prefix),
            None => call.operation == *pattern,
        });
        if !same_caller || !operation { Bearing::OtherCall } else { self.target.bearing(call) }
    }
}

impl Target {
    /// Whether a call of the right caller and operation is for this target.
    ///
    /// The way of arrival tells it for certain, then the encryption context, then the source that the scenario
    /// gives. A call that shows none of them may be for it, unless calls with the caller's identity are meant:
    /// those always name their service.
    fn bearing(&self, call: DescribedCall<'_>) -> Bearing {
        if let Some(via) = call.via_service {
            let same = self.via_service.is_some_and(|wanted| wanted.matches(via));
            return if same { Bearing::Applies } else { Bearing::OtherCall };
        }
        if call.principal.is_none() {
            return Bearing::OtherCall;
        }
        if let Some(key) = self.context_key.filter(|_| !call.context_keys.is_empty()) {
            let same = call.context_keys.iter().any(|given| given.eq_ignore_ascii_case(key));
            return if same { Bearing::Applies } else { Bearing::OtherCall };
        }
        let has = |part: &&str| call.source_arn.is_some_and(|arn| arn.contains(*part));
        match (self.source_part, self.other_source_parts.iter().any(&has)) {
            (Some(part), _) if has(&part) => Bearing::Applies,
            (_, true) => Bearing::OtherCall,
            _ => Bearing::TargetUnknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: DescribedCall<'_> = DescribedCall {
        operation: "GenerateDataKey",
        principal: Some("events.amazonaws.com"),
        via_service: None,
        context_keys: &[],
        source_arn: None,
    };

    fn bearings(call: DescribedCall<'_>) -> Vec<(&'static str, Bearing)> {
        NeverSent::of_call(call).map(|(fact, bearing)| (fact.target.name, bearing)).collect()
    }

    #[test]
    fn eventbridge_to_a_topic_is_known_by_its_service_or_its_encryption_context() {
        let topic = "an encrypted SNS topic";
        let via = DescribedCall { via_service: Some("sns.eu-west-1.amazonaws.com"), ..EVENT };
        let context = DescribedCall { context_keys: &["aws:sns:topicArn"], ..EVENT };
        assert_eq!(bearings(via), [(topic, Bearing::Applies)]);
        assert_eq!(bearings(context), [(topic, Bearing::Applies)]);
        assert_eq!(bearings(EVENT), [(topic, Bearing::TargetUnknown)]);
        let rule = DescribedCall { source_arn: Some("arn:aws:events:eu-west-1:1:rule/nightly"), ..EVENT };
        assert_eq!(bearings(rule), [(topic, Bearing::TargetUnknown)]);
        for other in [
            DescribedCall { via_service: Some("sqs.eu-west-1.amazonaws.com"), ..EVENT },
            DescribedCall { context_keys: &["aws:sqs:arn"], ..EVENT },
            DescribedCall { source_arn: Some("arn:aws:events:eu-west-1:1:event-bus/orders"), ..EVENT },
            DescribedCall { operation: "DescribeKey", ..EVENT },
            DescribedCall { principal: Some("cloudwatch.amazonaws.com"), ..EVENT },
            DescribedCall { principal: None, ..EVENT },
        ] {
            assert_eq!(bearings(other), [], "{other:?}");
        }
    }

    #[test]
    fn an_event_data_store_is_told_from_a_trail_by_the_source_that_somebody_gives() {
        let call = DescribedCall { principal: Some("cloudtrail.amazonaws.com"), ..EVENT };
        let from = |source_arn| bearings(DescribedCall { source_arn: Some(source_arn), ..call });
        let store = "a CloudTrail Lake event data store";
        assert_eq!(bearings(call), [(store, Bearing::TargetUnknown)]);
        assert_eq!(from("arn:aws:cloudtrail:us-east-1:1:eventdatastore/x"), [(store, Bearing::Applies)]);
        assert_eq!(from("arn:aws:cloudtrail:us-east-1:1:trail/x"), []);
    }

    #[test]
    fn every_fact_names_known_condition_keys_and_operations_and_a_page() {
        for fact in NeverSent::all() {
            assert!(fact.page.starts_with("https://docs.aws.amazon.com/") && fact.fact.ends_with('.'));
            for key in fact.keys {
                assert_eq!(crate::ConditionKey::find(key).map(|known| known.name), Some(*key));
                assert!(fact.fact.contains(key), "{key}: {}", fact.fact);
            }
            assert!(super::super::expand(fact.operations).next().is_some(), "{}", fact.fact);
        }
    }
}
