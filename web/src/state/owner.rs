//! Whose policies and grants, by name, and what a new caller or a new key begins with.

use kms_playground::{Caller, Key, OtherKey, Scenario};

use super::arrival::is_service;

pub(crate) use kms_playground::{Levels, PolicyOwner as Owner};

/// The key's id, Region and account: what its ARN says that is not the same for every key.
pub(crate) fn key_name(arn: &str) -> String {
    let parts: Vec<&str> = arn.split(':').collect();
    match parts.as_slice() {
        [_, _, _, region, account, resource] => {
            let id = resource.strip_prefix("key/").unwrap_or(resource);
            format!("{id} · {region} · {account}")
        }
        _ => arn.to_owned(),
    }
}

/// What an ARN of IAM says that is not the same for every principal: account, kind and name.
pub(crate) fn principal_name(principal: &str) -> &str {
    principal.split_once("::").map_or(principal, |(_, name)| name)
}

/// A caller with an entry of its own, for the principal that calls in a request unless that has one. It begins with
/// what holds for it already, so that no decision changes.
pub(crate) fn new_caller(scenario: &Scenario, request: usize) -> Caller {
    let shown = scenario.requests.get(request).into_iter();
    let mut principals = shown.chain(&scenario.requests).filter(|request| !is_service(&request.principal));
    let principal = principals.find_map(|request| {
        let named = request.session_issuer.clone().or_else(|| role_of(&request.principal));
        let principal = named.unwrap_or_else(|| request.principal.clone());
        let is_new = scenario.callers.iter().all(|caller| caller.principal != principal);
        (is_new && !principal.is_empty()).then_some(principal)
    });
    Caller {
        principal: principal.unwrap_or_else(|| {
            let (partition, account) = home(&scenario.key);
            format!("arn:{partition}:iam::{account}:role/ExampleRole")
        }),
        identity_policies: scenario.identity_policies.clone(),
        permissions_boundary: scenario.permissions_boundary.clone(),
        session_policies: scenario.session_policies.clone(),
        service_control_policies: scenario.service_control_policies.clone(),
    }
}

/// The role of a session whose ARN tells it.
fn role_of(principal: &str) -> Option<String> {
    let (partition, rest) = principal.strip_prefix("arn:")?.split_once(":sts::")?;
    let (account, session) = rest.split_once(":assumed-role/")?;
    let (role, _) = session.split_once('/')?;
    Some(format!("arn:{partition}:iam::{account}:role/{role}"))
}

/// A further key beside that of the scenario, with the key policy that KMS gives a key when its creator gives none.
///
/// AWS KMS Developer Guide, *Default key policy* (key-policy-default.html).
pub(crate) fn new_key(scenario: &Scenario) -> OtherKey {
    let known = |arn: &str| scenario.other_keys.iter().any(|other| other.key.arn == arn);
    let (before, _) = scenario.key.arn.rsplit_once('/').unwrap_or((&scenario.key.arn, ""));
    let arn = (21..)
        .map(|number| format!("{before}/0987dcba-09fe-87dc-65ba-ab09876543{number}"))
        .find(|arn| !known(arn) && *arn != scenario.key.arn);
    let (partition, account) = home(&scenario.key);
    let policy = format!(
        r#"{{
  "Version": "2012-10-17",
  "Id": "key-default-1",
  "Statement": [
    {{
      "Sid": "Enable IAM User Permissions",
      "Effect": "Allow",
      "Principal": {{
        "AWS": "arn:{partition}:iam::{account}:root"
      }},
      "Action": "kms:*",
      "Resource": "*"
    }}
  ]
}}
"#
    );
    OtherKey { key: Key::new(arn.unwrap_or_default()), key_policy: policy.into(), ..OtherKey::default() }
}

/// Partition and account of a key.
fn home(key: &Key) -> (&str, &str) {
    let mut parts = key.arn.split(':').skip(1);
    (parts.next().unwrap_or("aws"), parts.nth(2).unwrap_or("111122223333"))
}

#[cfg(test)]
mod tests {
    use kms_playground::{NamedPolicy, Request};

    use super::*;

    #[test]
    fn a_new_caller_is_the_role_behind_the_session_that_calls_and_changes_no_decision() {
        let session = "arn:aws:sts::111122223333:assumed-role/Worker/one".to_owned();
        let text = r#"{"Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*"}]}"#;
        let mut scenario = Scenario {
            key_policy: new_key(&Scenario::default()).key_policy,
            identity_policies: Some(vec![NamedPolicy { name: "all".to_owned(), text: text.into() }]),
            requests: vec![Request {
                principal: session,
                action: "kms:Decrypt".to_owned(),
                ..Request::default()
            }],
            ..Scenario::default()
        };
        let before = kms_playground::run(&scenario).requests[0].decision;
        let caller = new_caller(&scenario, 0);
        assert_eq!(caller.principal, "arn:aws:iam::111122223333:role/Worker");
        scenario.callers.push(caller);
        let after = kms_playground::run(&scenario);
        assert_eq!(after.requests[0].decision, before);
        assert!(
            after.requests[0].checks[0].statements.iter().any(|line| line.policy.starts_with("callers/0/"))
        );
        assert!(new_caller(&scenario, 0).principal.ends_with(":role/ExampleRole"));
    }

    #[test]
    fn a_new_key_lies_beside_the_scenarios_and_delegates_to_its_account() {
        let mut scenario =
            Scenario { key: Key::new("arn:aws-cn:kms:cn-north-1:444455556666:key/a"), ..Scenario::default() };
        for count in 1..=2 {
            scenario.other_keys.push(new_key(&scenario));
            let report = kms_playground::run(&scenario);
            assert!(report.policy(&format!("otherKeys/{}/keyPolicy", count - 1)).unwrap().accepted);
        }
        let [one, two] = scenario.other_keys.as_slice() else { panic!("two keys") };
        assert_ne!(one.key.arn, two.key.arn);
        assert!(one.key.arn.starts_with("arn:aws-cn:kms:cn-north-1:444455556666:key/"), "{}", one.key.arn);
        assert!(one.key_policy.text().contains("arn:aws-cn:iam::444455556666:root"));
    }

    #[test]
    fn short_names_leave_out_what_all_have_in_common() {
        assert_eq!(key_name("arn:aws:kms:us-east-1:111122223333:key/a"), "a · us-east-1 · 111122223333");
        assert_eq!(key_name("no ARN"), "no ARN");
        assert_eq!(principal_name("arn:aws:iam::111122223333:user/Ana"), "111122223333:user/Ana");
        assert_eq!(principal_name("Ana"), "Ana");
    }
}
