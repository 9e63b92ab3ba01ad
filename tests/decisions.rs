//! Laws of the decision, over situations put together at random: the fast path agrees with the tree, statements have
//! no order, a Deny never opens anything, an Allow never closes anything.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic is how a test fails")]

#[path = "decisions/what_if.rs"]
mod what_if;

use kms_authz::{
    Call, CallerPolicies, Check, CompiledSituation, Decision, Grant, GrantConstraints, Key, KeyInPlace,
    Situation, WrittenPolicy,
};
use kms_catalog::{KeyAttributes, KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage};
use kms_policy::{Arn, Identity, Parse, PolicyKind, Principal, parse};
use kms_tests::generate::{Vocabulary, document, one_of};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/// Who the statements of a key policy name, and the callers of the requests.
const PRINCIPALS: [&str; 9] = [
    r#""*""#,
    r#"{"AWS":"111122223333"}"#,
    r#"{"AWS":"arn:aws:iam::444455556666:root"}"#,
    r#"{"AWS":"arn:aws:iam::111122223333:user/Ana"}"#,
    r#"{"AWS":"arn:aws:iam::111122223333:role/app/Worker"}"#,
    r#"{"AWS":"arn:aws:sts::111122223333:assumed-role/Worker/s1"}"#,
    r#"{"AWS":"arn:aws:sts::111122223333:federated-user/fed"}"#,
    r#"{"Service":"cloudtrail.amazonaws.com"}"#,
    r#"{"AWS":["arn:aws:iam::444455556666:role/Partner","arn:aws:iam::111122223333:role/Other"]}"#,
];

const CALLERS: [(&str, Option<&str>); 8] = [
    ("arn:aws:iam::111122223333:root", None),
    ("arn:aws:iam::111122223333:user/Ana", None),
    ("arn:aws:sts::111122223333:assumed-role/Worker/s1", Some("arn:aws:iam::111122223333:role/app/Worker")),
    ("arn:aws:sts::111122223333:federated-user/fed", Some("arn:aws:iam::111122223333:user/Ana")),
    ("arn:aws:sts::444455556666:assumed-role/Partner/s1", Some("arn:aws:iam::444455556666:role/Partner")),
    ("arn:aws:iam::444455556666:root", None),
    ("cloudtrail.amazonaws.com", None),
    (
        "arn:aws:sts::111122223333:assumed-role/Linked/s1",
        Some("arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/Linked"),
    ),
];

const ACTIONS: [&str; 7] =
    ["kms:*", "kms:Decrypt", "kms:ReEncrypt*", "kms:RetireGrant", "kms:CreateGrant", "kms:List*", "kms:Tag*"];

const CALLS: [&str; 8] = [
    "kms:Decrypt",
    "kms:ReEncrypt",
    "kms:RetireGrant",
    "kms:CreateGrant",
    "kms:ListKeys",
    "kms:TagResource",
    "kms:CreateAlias",
    "kms:PutKeyPolicy",
];

const CONDITIONS: [&str; 6] = [
    "{}",
    r#"{"StringEquals":{"kms:EncryptionContext:Team":"a"}}"#,
    r#"{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}"#,
    r#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/*"}}"#,
    r#"{"Bool":{"aws:PrincipalIsAWSService":"false"}}"#,
    r#"{"StringLike":{"kms:ViaService":"s3.*.amazonaws.com"}}"#,
];

fn vocabulary() -> Vocabulary {
    Vocabulary {
        sids: &[],
        effects: &["Allow", "Allow", "Allow", "Deny"],
        principals: one_of(&PRINCIPALS),
        actions: &ACTIONS,
        resources: &["*"],
        conditions: one_of(&CONDITIONS),
        is_negating: false,
    }
}

/// The policies of a situation as lists of statements.
#[derive(Clone, Debug)]
struct Texts {
    key: Vec<String>,
    identity: Option<Vec<Vec<String>>>,
    boundary: Option<Vec<String>>,
    session: Vec<Vec<String>>,
    service_control: Vec<Vec<Vec<String>>>,
    resource_control: Vec<Vec<Vec<String>>>,
    endpoint: Option<Vec<String>>,
    grantees: Vec<(usize, bool, bool)>,
    caller: usize,
    action: &'static str,
    via_service: Option<&'static str>,
    endpoint_used: bool,
}

fn texts() -> impl Strategy<Value = Texts> {
    let vocabulary = vocabulary();
    let of = |kind| vocabulary.statements(kind);
    let few = |kind| prop::collection::vec(of(kind), 0..2);
    let levels = |kind| prop::collection::vec(prop::collection::vec(of(kind), 0..3), 0..3);
    let policies = (
        of(PolicyKind::KeyPolicy),
        prop::option::weighted(0.8, few(PolicyKind::IdentityBased)),
        prop::option::weighted(0.3, of(PolicyKind::PermissionsBoundary)),
        few(PolicyKind::SessionPolicy),
        levels(PolicyKind::ServiceControlPolicy),
        levels(PolicyKind::ResourceControlPolicy),
        prop::option::weighted(0.3, of(PolicyKind::VpcEndpointPolicy)),
    );
    let call = (
        0..CALLERS.len(),
        select(&CALLS[..]),
        prop::option::weighted(0.3, Just("s3.us-east-1.amazonaws.com")),
        any::<bool>(),
        prop::collection::vec((0..CALLERS.len(), any::<bool>(), any::<bool>()), 0..3),
    );
    (policies, call).prop_map(
        |(
            (key, identity, boundary, session, service_control, resource_control, endpoint),
            (caller, action, via_service, endpoint_used, grantees),
        )| Texts {
            key,
            identity,
            boundary,
            session,
            service_control,
            resource_control,
            endpoint,
            grantees,
            caller,
            action,
            via_service,
            endpoint_used,
        },
    )
}

/// Every document read.
struct Documents {
    key: Parse,
    identity: Option<Vec<Parse>>,
    boundary: Option<Parse>,
    session: Vec<Parse>,
    service_control: Vec<Vec<Parse>>,
    resource_control: Vec<Vec<Parse>>,
    endpoint: Option<Parse>,
}

impl Texts {
    fn read(&self) -> Documents {
        let one = |statements: &Vec<String>, kind| parse(&document("2012-10-17", statements), kind);
        let many =
            |list: &Vec<Vec<String>>, kind| list.iter().map(|text| one(text, kind)).collect::<Vec<_>>();
        Documents {
            key: one(&self.key, PolicyKind::KeyPolicy),
            identity: self.identity.as_ref().map(|list| many(list, PolicyKind::IdentityBased)),
            boundary: self.boundary.as_ref().map(|text| one(text, PolicyKind::PermissionsBoundary)),
            session: many(&self.session, PolicyKind::SessionPolicy),
            service_control: (self.service_control.iter())
                .map(|level| many(level, PolicyKind::ServiceControlPolicy))
                .collect(),
            resource_control: (self.resource_control.iter())
                .map(|level| many(level, PolicyKind::ResourceControlPolicy))
                .collect(),
            endpoint: self.endpoint.as_ref().map(|text| one(text, PolicyKind::VpcEndpointPolicy)),
        }
    }

    /// The decision by the tree; the fast path must agree.
    fn decide(&self) -> Decision {
        let documents = self.read();
        let situation = self.situation(&documents);
        let compiled = CompiledSituation::new(&situation);
        let call = self.call();
        let checks = compiled.check(&call).unwrap();
        for check in &checks {
            let steps = check.evaluation.steps();
            assert_eq!(
                steps.iter().filter(|step| step.decided).count(),
                1,
                "one question decides: {steps:#?}"
            );
        }
        let decision = Decision::over(checks.iter().map(Check::decision)).unwrap();
        assert_eq!(compiled.decide(&call), Ok(decision), "the fast path agrees with the tree");
        decision
    }

    fn situation<'a>(&self, documents: &'a Documents) -> Situation<'a> {
        let written = |parse: &'a Parse| WrittenPolicy {
            document: &parse.document,
            accepted: parse.accepted().is_some(),
        };
        let list = |list: &'a Vec<Parse>| list.iter().map(written).collect::<Vec<_>>();
        let grant = |(grantee, constrained, retire): &(usize, bool, bool)| {
            let grantee = Principal::caller(CALLERS[*grantee].1.unwrap_or(CALLERS[*grantee].0));
            let pairs = constrained.then(|| vec![("Team".to_owned(), "a".to_owned())]);
            Grant {
                id: None,
                retiring: retire.then(|| grantee.clone()),
                grantee,
                grantee_may_stand_for_others: false,
                issuing_account: None,
                operations: ["Decrypt", "ReEncryptFrom", "CreateGrant"].map(str::to_owned).to_vec(),
                constraints: GrantConstraints {
                    encryption_context_subset: pairs,
                    ..GrantConstraints::default()
                },
                token: None,
                pending: false,
            }
        };
        Situation {
            key: KeyInPlace {
                key: Key {
                    arn: Arn::new(KEY).unwrap(),
                    aliases: vec!["alias/a".to_owned()],
                    attributes: KeyAttributes {
                        spec: KeySpec::SymmetricDefault,
                        usage: KeyUsage::EncryptDecrypt,
                        origin: KeyOrigin::AwsKms,
                        multi_region: None,
                    },
                    state: KeyState::Enabled,
                    manager: KeyManager::Customer,
                    tags: Vec::new(),
                },
                policy: written(&documents.key),
                grants: self.grantees.iter().map(grant).collect(),
                resource_control_policies: documents.resource_control.iter().map(list).collect(),
            },
            other_keys: Vec::new(),
            policies: CallerPolicies {
                identity_based: documents.identity.as_ref().map(list),
                permissions_boundary: documents.boundary.as_ref().map(written),
                session: list(&documents.session),
                service_control_policies: documents.service_control.iter().map(list).collect(),
            },
            callers: Vec::new(),
            vpc_endpoint_policy: documents.endpoint.as_ref().map(written),
        }
    }

    fn call(&self) -> Call<'static> {
        let (principal, issuer) = CALLERS[self.caller];
        let issuer: Option<Identity> = issuer.and_then(|issuer| match Principal::aws(issuer) {
            Principal::Role(identity) | Principal::User(identity) => Some(identity),
            _ => None,
        });
        let endpoint = kms_authz::ContextValues::One("vpce-1".to_owned());
        Call {
            action: self.action,
            principal: Principal::caller(principal),
            session_issuer: issuer,
            via_service: self.via_service,
            source_arn: None,
            source_account: None,
            encryption_context: Some(vec![("Team".to_owned(), "a".to_owned())]),
            destination_encryption_context: None,
            destination_key_id: None,
            key_id: None,
            grant_tokens: Vec::new(),
            parameters: Vec::new(),
            new_key_policy: None,
            context: if self.endpoint_used {
                vec![("aws:SourceVpce".to_owned(), Some(endpoint))]
            } else {
                Vec::new()
            },
        }
    }

    /// Every list of statements, to be changed.
    fn lists(&mut self) -> Vec<(PolicyKind, &mut Vec<String>)> {
        let mut all = vec![(PolicyKind::KeyPolicy, &mut self.key)];
        all.extend(self.identity.iter_mut().flatten().map(|list| (PolicyKind::IdentityBased, list)));
        all.extend(self.boundary.iter_mut().map(|list| (PolicyKind::PermissionsBoundary, list)));
        all.extend(self.session.iter_mut().map(|list| (PolicyKind::SessionPolicy, list)));
        let service = self.service_control.iter_mut().flatten();
        all.extend(service.map(|list| (PolicyKind::ServiceControlPolicy, list)));
        // An RCP without any Allow stands beside RCPFullAWSAccess: an Allow more would take that away.
        all.extend(self.endpoint.iter_mut().map(|list| (PolicyKind::VpcEndpointPolicy, list)));
        all
    }
}

fn refuses(decision: Decision) -> bool {
    matches!(decision, Decision::ExplicitDeny | Decision::ImplicitDeny | Decision::NotEvaluated)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_fast_path_agrees_with_the_tree(texts in texts()) {
        texts.decide();
    }

    #[test]
    fn the_order_of_statements_changes_nothing(texts in texts()) {
        let mut turned = texts.clone();
        turned.lists().into_iter().for_each(|(_, list)| list.reverse());
        prop_assert_eq!(texts.decide(), turned.decide());
    }

    #[test]
    fn a_deny_more_never_turns_a_refusal_into_allow(
        texts in texts(),
        at in any::<prop::sample::Index>(),
        kinds in subsequence(PRINCIPALS.to_vec(), 1..=3),
    ) {
        let before = texts.decide();
        let mut more = texts.clone();
        {
            let mut lists = more.lists();
            let (kind, list) = &mut lists[at.index(texts.clone().lists().len())];
            for principal in kinds {
                let principal = if kind.names_principals() { format!(r#""Principal":{principal},"#) } else { String::new() };
                list.push(format!(r#"{{"Effect":"Deny",{principal}"Action":"kms:*","Resource":"*"}}"#));
            }
        }
        if refuses(before) {
            prop_assert_ne!(more.decide(), Decision::Allowed);
        }
    }

    #[test]
    fn an_allow_more_never_turns_allow_into_a_refusal(texts in texts(), at in any::<prop::sample::Index>()) {
        let before = texts.decide();
        let mut more = texts.clone();
        {
            let mut lists = more.lists();
            let (kind, list) = &mut lists[at.index(texts.clone().lists().len())];
            let principal = if kind.names_principals() { r#""Principal":"*","# } else { "" };
            list.push(format!(r#"{{"Effect":"Allow",{principal}"Action":"kms:*","Resource":"*"}}"#));
        }
        if before == Decision::Allowed {
            prop_assert_eq!(more.decide(), Decision::Allowed);
        }
    }
}
