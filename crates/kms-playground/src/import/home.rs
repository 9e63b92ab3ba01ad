//! Where a key lives, as far as its policy says: partition, Region, account, key id.
//!
//! The Region: a key ARN in `Resource`, then service principals with a Region in them (`logs.eu-west-2…`). The
//! account: a key ARN in `Resource`, then the account that is allowed `kms:PutKeyPolicy`, then the only account that
//! the policy names. The value of a condition never says where the key is: `kms:ViaService` names the Region of a
//! service. What is not certain is a question, with the candidates as its choices.

use std::collections::BTreeSet;

use kms_policy::{
    AccountId, ActionElement, Arn, ConditionEntry, Effect, Pattern, PolicyDocument, Principal,
    PrincipalElement, PrincipalEntry, ResourceElement, Statement,
};

/// The key id of AWS's examples: stands for the one that nobody gave.
pub(super) const KEY_ID: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";
/// The account of AWS's examples.
pub(super) const ACCOUNT: &str = "111122223333";
/// The Region that stands for the one that nobody gave.
pub(super) const REGION: &str = "us-east-1";

/// A component of the key's ARN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// The policy says it: the value, and the sentence that says how.
    Said(String, String),
    /// It is to be asked; these are likely.
    Asked(Vec<String>),
}

/// What a policy says of the key that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Home {
    /// The ARN of the key itself, where a `Resource` has it.
    pub(super) arn: Option<String>,
    pub(super) partition: String,
    pub(super) region: Known,
    pub(super) account: Known,
}

impl Known {
    pub(super) fn value(&self) -> Option<&str> {
        match self {
            Self::Said(value, _) => Some(value),
            Self::Asked(_) => None,
        }
    }
}

impl Home {
    /// The ARN that stands for the key's, with examples in place of what is not known.
    pub(super) fn stand_in(&self) -> String {
        if let Some(arn) = &self.arn {
            return arn.clone();
        }
        let first = |known: &Known, example: &str| match known {
            Known::Said(value, _) => value.clone(),
            Known::Asked(choices) => choices.first().cloned().unwrap_or_else(|| example.to_owned()),
        };
        let region = self.region.value().unwrap_or_else(|| region_of_partition(&self.partition));
        format!("arn:{}:kms:{region}:{}:key/{KEY_ID}", self.partition, first(&self.account, ACCOUNT))
    }
}

/// The Region that stands for one of this partition.
pub(super) fn region_of_partition(partition: &str) -> &'static str {
    match partition {
        "aws-cn" => "cn-north-1",
        "aws-us-gov" => "us-gov-west-1",
        "aws-iso" => "us-iso-east-1",
        "aws-iso-b" => "us-isob-east-1",
        "aws-iso-e" => "eu-isoe-west-1",
        "aws-iso-f" => "us-isof-south-1",
        "aws-eusc" => "eusc-de-east-1",
        _ => REGION,
    }
}

/// Whether a key ARN is one that stands for a key that nobody named.
pub(super) fn is_stand_in(arn: &str) -> bool {
    arn.is_empty() || arn.ends_with(KEY_ID)
}

/// Reads where the key of this policy lives.
pub(super) fn home_of(document: &PolicyDocument) -> Home {
    let resources: Vec<Arn> = document.statements.iter().flat_map(key_resources).collect();
    let whole = set(resources.iter().filter(|arn| is_whole(arn)).map(Arn::as_str));
    let arn = match whole.len() {
        1 => whole.first().map(|arn| (*arn).to_owned()),
        _ => None,
    };
    let partition = partition(document, &resources);
    Home { arn, partition, region: region(document, &resources), account: account(document, &resources) }
}

/// The key ARNs that a statement has as its resource, patterns among them.
fn key_resources(statement: &Statement) -> Vec<Arn> {
    let Some(ResourceElement::Resource(list)) = &statement.resource else { return Vec::new() };
    let arns = list.items.iter().filter_map(|item| Arn::new(&item.value));
    arns.filter(|arn| arn.service() == "kms").collect()
}

/// Whether an ARN names one key.
fn is_whole(arn: &Arn) -> bool {
    let id = arn.resource().strip_prefix("key/").unwrap_or_default();
    !id.is_empty()
        && is_region(arn.region())
        && AccountId::new(arn.account()).is_some()
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn region(document: &PolicyDocument, resources: &[Arn]) -> Known {
    let in_resources = set(resources.iter().map(Arn::region).filter(|region| is_region(region)));
    if let Some(only) = only(&in_resources) {
        return Known::Said(only.to_owned(), format!("a `Resource` of the policy names a key in {only}"));
    }
    if !in_resources.is_empty() {
        return Known::Asked(owned(in_resources));
    }
    let services = set(document.statements.iter().flat_map(principals).filter_map(service_region));
    if let Some(only) = only(&services) {
        return Known::Said(only.to_owned(), format!("the policy names a service principal of {only}"));
    }
    let mut choices = owned(services);
    for region in document.statements.iter().flat_map(condition_regions) {
        if !choices.contains(&region) && choices.len() < 8 {
            choices.push(region);
        }
    }
    Known::Asked(choices)
}

fn account(document: &PolicyDocument, resources: &[Arn]) -> Known {
    let in_resources =
        set(resources.iter().map(Arn::account).filter(|account| AccountId::new(account).is_some()));
    if let Some(only) = only(&in_resources) {
        let why = format!("a `Resource` of the policy names a key of account {only}");
        return Known::Said(only.to_owned(), why);
    }
    let administers = document.statements.iter().filter(|statement| may_change_policy(statement));
    let administrators =
        set(administers.flat_map(principals).filter_map(|entry| account_of(&entry.principal)));
    if let [only] = administrators.iter().collect::<Vec<_>>().as_slice() {
        let why = format!("the policy allows account {only} to manage the key");
        return Known::Said((*only).clone(), why);
    }
    let mut named = set(document.statements.iter().flat_map(accounts));
    // A caller's or source's account that a condition compares with is named as well.
    named.extend(document.statements.iter().flat_map(condition_accounts));
    if administrators.is_empty()
        && let [only] = named.iter().collect::<Vec<_>>().as_slice()
    {
        let why = format!("{only} is the only account that the policy names");
        return Known::Said((*only).clone(), why);
    }
    let mut choices: Vec<String> = administrators.into_iter().collect();
    for account in named {
        if !choices.contains(&account) && choices.len() < 8 {
            choices.push(account);
        }
    }
    Known::Asked(choices)
}

/// The partition of the first ARN with one that AWS has.
fn partition(document: &PolicyDocument, resources: &[Arn]) -> String {
    let of_principal =
        |entry: &PrincipalEntry| Arn::new(&entry.text.value).map(|arn| arn.partition().to_owned());
    let known = |partition: &String| partition == "aws" || partition.starts_with("aws-");
    let known = |partition: &String| known(partition) && !partition.contains(['$', '<', '*']);
    let from_resources = resources.iter().map(|arn| arn.partition().to_owned()).find(known);
    let principals = || document.statements.iter().flat_map(principals).filter_map(of_principal).find(known);
    from_resources.or_else(principals).unwrap_or_else(|| "aws".to_owned())
}

/// The principals that a statement names, not those that it excludes.
pub(super) fn principals(statement: &Statement) -> impl Iterator<Item = &PrincipalEntry> {
    let items = match &statement.principal {
        Some(PrincipalElement::Principal(list)) => list.items.as_slice(),
        _ => &[],
    };
    items.iter()
}

/// Whether a statement allows to change the key policy: that is the key's own account, as a rule.
fn may_change_policy(statement: &Statement) -> bool {
    let allows = statement.effect.as_ref().is_some_and(|effect| effect.value == Effect::Allow);
    let Some(ActionElement::Action(list)) = &statement.action else { return false };
    let covers = |action: &str| Pattern::new(action).matches_ignoring_case("kms:PutKeyPolicy");
    allows && list.items.iter().any(|action| covers(&action.value))
}

/// The account that a principal belongs to.
pub(super) fn account_of(principal: &Principal) -> Option<String> {
    let home = match principal {
        Principal::Account { account, .. } => return Some(account.to_string()),
        Principal::User(it) | Principal::Role(it) => &it.home,
        Principal::AssumedRole { home, .. } | Principal::FederatedUser { home, .. } => home,
        _ => return None,
    };
    Some(home.account.to_string())
}

fn accounts(statement: &Statement) -> Vec<String> {
    let list = match &statement.principal {
        Some(PrincipalElement::Principal(list) | PrincipalElement::NotPrincipal(list)) => {
            list.items.as_slice()
        }
        None => &[],
    };
    list.iter().filter_map(|entry| account_of(&entry.principal)).collect()
}

/// The Region in the name of a service: `logs.eu-west-2.amazonaws.com`.
fn service_region(entry: &PrincipalEntry) -> Option<&str> {
    region_of_service(&entry.text.value)
}

/// The Region in the name of a service.
pub(super) fn region_of_service(name: &str) -> Option<&str> {
    let (_, rest) = name.split_once('.')?;
    let (region, rest) = rest.split_once('.')?;
    (is_region(region) && rest.starts_with("amazonaws.")).then_some(region)
}

fn condition_values(statement: &Statement) -> impl Iterator<Item = (&ConditionEntry, &str)> {
    let blocks = statement.condition.iter().flat_map(|condition| &condition.blocks);
    let entries = blocks.flat_map(|block| &block.entries);
    entries.flat_map(|entry| entry.values.iter().map(move |value| (entry, value.value.text.as_str())))
}

/// Regions in conditions: no more than choices.
fn condition_regions(statement: &Statement) -> Vec<String> {
    let of_value = |value: &str| {
        let of_arn = Arn::split(value).map(|[_, _, _, region, ..]| region).filter(|region| is_region(region));
        region_of_service(value).or(of_arn).map(str::to_owned)
    };
    condition_values(statement).filter_map(|(_, value)| of_value(value)).collect()
}

fn condition_accounts(statement: &Statement) -> Vec<String> {
    let of_value = |(entry, value): (&ConditionEntry, &str)| {
        let key = entry.key.value.to_ascii_lowercase();
        let names_account =
            matches!(key.as_str(), "kms:calleraccount" | "aws:sourceaccount" | "aws:principalaccount");
        let bare = names_account.then(|| AccountId::new(value)).flatten();
        let of_arn = Arn::split(value).and_then(|[_, _, _, _, account, _]| AccountId::new(account));
        bare.or(of_arn).map(|account| account.to_string())
    };
    condition_values(statement).filter_map(of_value).collect()
}

/// A set filled value by value: collecting sorts first, and each instance of sorting weighs some kilobytes.
fn set<T: Ord>(values: impl Iterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(values);
    set
}

fn only<'a>(values: &BTreeSet<&'a str>) -> Option<&'a str> {
    (values.len() == 1).then(|| values.first().copied()).flatten()
}

fn owned(values: BTreeSet<&str>) -> Vec<String> {
    values.into_iter().take(8).map(str::to_owned).collect()
}

/// Whether a text has the form of a Region's name: `eu-west-2`, `us-gov-west-1`.
pub(super) fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return false };
    let letters = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    (2..=4).contains(&first.len())
        && letters(first)
        && !middle.is_empty()
        && middle.iter().all(letters)
        && (1..=2).contains(&last.len())
        && last.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(statements: &str) -> Home {
        let policy = format!("{{\"Version\":\"2012-10-17\",\"Statement\":[{statements}]}}");
        home_of(&kms_policy::parse(&policy, kms_policy::PolicyKind::KeyPolicy).document)
    }

    fn statement(principal: &str, action: &str, rest: &str) -> String {
        format!(
            "{{\"Effect\":\"Allow\",\"Principal\":{principal},\"Action\":\"{action}\",\"Resource\":\"*\"{rest}}}"
        )
    }

    const OWNER: &str = r#"{"AWS":"arn:aws:iam::666677778888:root"}"#;
    const PARTNER: &str = r#"{"AWS":"arn:aws:iam::222244446666:root"}"#;

    #[test]
    fn the_region_comes_from_resources_then_from_services_and_never_from_conditions() {
        let logs = statement(r#"{"Service":"logs.sa-east-1.amazonaws.com"}"#, "kms:Decrypt", "");
        assert_eq!(home(&logs).region.value(), Some("sa-east-1"));
        let resource =
            statement(OWNER, "kms:*", "").replace("\"*\"}", "\"arn:aws:kms:ap-south-1:666677778888:key/*\"}");
        assert_eq!(home(&format!("{resource},{logs}")).region.value(), Some("ap-south-1"));
        let via = statement(
            OWNER,
            "kms:*",
            r#","Condition":{"StringEquals":{"kms:ViaService":"s3.ca-central-1.amazonaws.com"}}"#,
        );
        assert_eq!(home(&via).region, Known::Asked(vec!["ca-central-1".to_owned()]));
        assert!(home(&via).stand_in().contains(":us-east-1:"), "a condition's Region is a choice, no more");
        let two = format!("{logs},{}", logs.replace("sa-east-1", "eu-north-1"));
        assert_eq!(home(&two).region, Known::Asked(vec!["eu-north-1".to_owned(), "sa-east-1".to_owned()]));
    }

    #[test]
    fn the_account_is_the_one_that_manages_the_key() {
        let partner_first =
            format!("{},{}", statement(PARTNER, "kms:Decrypt", ""), statement(OWNER, "kms:*", ""));
        assert_eq!(home(&partner_first).account.value(), Some("666677778888"));
        let admin = r#"{"AWS":"arn:aws:iam::666677778888:role/ops/Admin"}"#;
        let by_role =
            format!("{},{}", statement(PARTNER, "kms:Decrypt", ""), statement(admin, "kms:Put*", ""));
        assert_eq!(home(&by_role).account.value(), Some("666677778888"));
        assert_eq!(home(&statement(PARTNER, "kms:Decrypt", "")).account.value(), Some("222244446666"));
        let source = statement(
            r#"{"Service":"sns.amazonaws.com"}"#,
            "kms:Decrypt",
            r#","Condition":{"StringEquals":{"aws:SourceAccount":"666677778888"}}"#,
        );
        assert_eq!(home(&source).account.value(), Some("666677778888"));
        let both = format!("{},{}", statement(PARTNER, "kms:Decrypt", ""), source);
        assert_eq!(home(&both).account.value(), None, "neither of two accounts manages the key");
        let two_managers = format!("{},{}", statement(PARTNER, "kms:*", ""), statement(OWNER, "kms:*", ""));
        assert_eq!(home(&two_managers).account.value(), None);
    }

    #[test]
    fn a_denied_account_manages_nothing_and_a_key_arn_says_it_all() {
        let deny = statement(PARTNER, "kms:*", "").replace("Allow", "Deny");
        let both = format!("{deny},{}", statement(OWNER, "kms:*", ""));
        assert_eq!(home(&both).account.value(), Some("666677778888"));
        let arn = "arn:aws-us-gov:kms:us-gov-east-1:666677778888:key/mrk-0a1b";
        let named = statement(PARTNER, "kms:*", "").replace("\"*\"}", &format!("\"{arn}\"}}"));
        assert_eq!(home(&named).stand_in(), arn);
    }
}
