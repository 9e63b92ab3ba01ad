//! What the catalogue says of one condition key or action, for a reader who asks about it alone.

use kms_catalog::{Cardinality, ConditionKey, CrossAccount, Operation, Status};
use serde::Serialize;

/// A condition key or an action, and what there is to know about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Facts {
    /// AWS's spelling: `kms:ViaService`, `kms:Decrypt`.
    pub name: &'static str,
    /// What it is, in one sentence.
    pub about: &'static str,
    /// What to know of it, a sentence or two each.
    pub facts: Vec<String>,
    /// AWS's page about it.
    pub page: &'static str,
}

/// The facts of a condition key or an action, its name in any case and with any open end.
///
/// ```
/// let facts = kms_playground::catalog::facts("kms:calleraccount").unwrap();
/// assert_eq!(facts.name, "kms:CallerAccount");
/// assert!(facts.facts.iter().any(|fact| fact.contains("not the one that owns the key")));
/// ```
pub fn facts(name: &str) -> Option<Facts> {
    let (prefix, _) = name.split_once(':')?;
    let action = || Operation::find(name).filter(|_| prefix.eq_ignore_ascii_case("kms")).map(of_action);
    ConditionKey::find(name).map(of_key).or_else(action)
}

fn of_key(key: &ConditionKey) -> Facts {
    let mut facts = vec![format!("Requests carry it {}.", key.present)];
    if !key.absent.is_empty() {
        facts.push(format!("Requests lack it {}.", key.absent));
    }
    if key.cardinality == Cardinality::Multi {
        facts.push(
            "A request can have several values: use it with `ForAllValues:` or `ForAnyValue:`.".to_owned(),
        );
    }
    if !key.values.is_empty() {
        facts.push(format!("Its values are {}.", key.values.join(", ")));
    }
    facts.extend(key.traps.iter().map(|trap| (*trap).to_owned()));
    Facts { name: key.name, about: key.summary, facts, page: key.page }
}

fn of_action(operation: &Operation) -> Facts {
    let mut facts = Vec::new();
    if operation.cross_account == CrossAccount::Unsupported {
        facts.push("Principals of other accounts cannot call it, whatever the policies say.".to_owned());
    }
    if operation.grantable {
        facts.push("A grant can list it.".to_owned());
    }
    if operation.accepts_recipient {
        facts.push("It accepts a `Recipient`: the attestation document of a Nitro enclave.".to_owned());
    }
    facts.extend(operation.dependent_permissions.iter().map(|further| match further.status {
        Status::Documented => format!("The caller also needs `{}` {}.", further.permission, further.on),
        _ => {
            format!(
                "Whether the caller also needs `{}` is not certain: it is {}.",
                further.permission, further.on
            )
        }
    }));
    Facts { name: operation.permission(), about: operation.summary, facts, page: operation.page }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_names_the_further_permissions_that_it_needs() {
        let facts = facts("kms:ReplicateKey").unwrap();
        assert!(
            facts.facts.contains(
                &"The caller also needs `kms:CreateKey` in an identity-based policy, in the Region of the replica."
                    .to_owned()
            ),
            "{facts:?}"
        );
    }

    #[test]
    fn what_is_neither_has_no_facts() {
        for name in ["Decrypt", "s3:GetObject", "kms:Decript", "key policy", ""] {
            assert_eq!(facts(name), None, "{name}");
        }
    }
}
