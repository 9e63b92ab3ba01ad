//! Where a job takes place, and its templates with everything filled in.

use kms_catalog::{is_region, partition_of};
use kms_policy::{AccountId, Arn, Principal};

use super::JobError;

/// The Region and account of the resource that the service works on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Home {
    pub(super) region: String,
    pub(super) account: String,
}

impl Home {
    /// That of the key, but for what is given and for the account that a caller or a source shows: people use another
    /// account's key for resources of their own.
    pub(super) fn new(
        key: &str,
        shown_account: Option<String>,
        given: &[(String, String)],
    ) -> Result<Self, JobError> {
        let (key_region, key_account) = of_key(key)?;
        let value = |name: &str| given.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value);
        let region = value("region").cloned().unwrap_or(key_region);
        if !is_region(&region) {
            return Err(JobError::NotARegion(region));
        }
        let account = value("account").cloned();
        let shown = || shown_account.filter(|account| AccountId::new(account).is_some());
        let account = account.or_else(shown).unwrap_or(key_account);
        if AccountId::new(&account).is_none() {
            return Err(JobError::NotAnAccount(account));
        }
        Ok(Self { region, account })
    }

    /// What a placeholder that comes from the place stands for.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        match name {
            "partition" => Some(partition_of(&self.region)),
            "region" => Some(&self.region),
            "account" => Some(&self.account),
            _ => None,
        }
    }
}

/// Region and account of a key.
pub(super) fn of_key(arn: &str) -> Result<(String, String), JobError> {
    let not = || JobError::NotAKey(arn.to_owned());
    let key = Arn::new(arn).ok_or_else(not)?;
    let sound = key.service() == "kms" && is_region(key.region()) && AccountId::new(key.account()).is_some();
    if !sound || !key.resource().starts_with("key/") {
        return Err(not());
    }
    Ok((key.region().to_owned(), key.account().to_owned()))
}

/// The account of a user, role, session or root user.
pub(super) fn account_of(arn: &str) -> Option<String> {
    match Principal::caller(arn) {
        Principal::User(it) | Principal::Role(it) => Some(it.home.account.to_string()),
        Principal::AssumedRole { home, .. } | Principal::FederatedUser { home, .. } => {
            Some(home.account.to_string())
        }
        Principal::Account { account, .. } => Some(account.to_string()),
        _ => None,
    }
}

/// The text with every placeholder replaced by what `value` makes of its name.
pub(super) fn fill(text: &str, value: &dyn Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('<') {
        out.push_str(before);
        let Some((name, after)) = behind.split_once('>') else {
            out.push('<');
            rest = behind;
            continue;
        };
        out.push_str(&value(name));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What the placeholders of a template stand for in a value of its form; none if the value has another form.
pub(super) fn capture<'t, 'v>(template: &'t str, value: &'v str) -> Option<Vec<(&'t str, &'v str)>> {
    let Some((head, behind)) = template.split_once('<') else {
        return (template == value).then(Vec::new);
    };
    let (name, tail) = behind.split_once('>')?;
    let rest = value.strip_prefix(head)?;
    // A placeholder ends where the next fixed text begins.
    let next = tail.split('<').next().unwrap_or_default();
    let end = if next.is_empty() { rest.len() } else { rest.find(next)? };
    let (found, rest) = rest.split_at_checked(end)?;
    if found.is_empty() {
        return None;
    }
    let mut all = vec![(name, found)];
    all.extend(capture(tail, rest)?);
    Some(all)
}
