//! What a person did between two versions of a scenario, in a few words.

use crate::explain::words::capital;
use crate::scenario::{Request, Scenario, request_name};

/// What differs between two versions: `Key policy, request “Ops decrypts”`. Empty if nothing does.
pub fn what_changed(before: &Scenario, after: &Scenario) -> String {
    let is_another = before.title != after.title
        && before.key_policy != after.key_policy
        && before.requests != after.requests;
    if is_another {
        let title = after.title.as_deref().filter(|title| !title.trim().is_empty());
        return title.map_or_else(|| "Another scenario".to_owned(), |title| format!("Opened “{title}”"));
    }
    let iam = |of: &Scenario| {
        (of.identity_policies.clone(), of.permissions_boundary.clone(), of.session_policies.clone())
    };
    let organization =
        |of: &Scenario| (of.service_control_policies.clone(), of.resource_control_policies.clone());
    let differs = [
        (before.title != after.title, "title"),
        (before.notes != after.notes, "notes"),
        (before.key != after.key, "key"),
        (before.key_policy != after.key_policy, "key policy"),
        (iam(before) != iam(after), "IAM policies"),
        (before.callers != after.callers, "policies of a caller"),
        (organization(before) != organization(after), "organization policies"),
        (before.vpc_endpoint_policy != after.vpc_endpoint_policy, "VPC endpoint policy"),
        (before.other_keys != after.other_keys, "other keys"),
        (before.grants != after.grants, "grants"),
        (before.lint != after.lint, "findings that are reported"),
    ];
    let parts = differs.into_iter().filter(|(differs, _)| *differs).map(|(_, name)| name.to_owned());
    let mut parts: Vec<String> = parts.chain(requests(&before.requests, &after.requests)).collect();
    if parts.is_empty() && before != after {
        parts.push("assumptions".to_owned());
    }
    capital(&parts.join(", "))
}

fn requests(before: &[Request], after: &[Request]) -> Option<String> {
    let counted =
        |count: usize| if count == 1 { "1 request".to_owned() } else { format!("{count} requests") };
    match (before.len(), after.len()) {
        (old, new) if old < new => return Some(format!("{} added", counted(new - old))),
        (old, new) if old > new => return Some(format!("{} removed", counted(old - new))),
        _ => {}
    }
    let mut changed = after.iter().enumerate().filter(|(at, request)| before.get(*at) != Some(*request));
    let (at, first) = changed.next()?;
    match changed.count() {
        0 => Some(format!("request “{}”", request_name(first, at))),
        _ if after.iter().all(|request| before.contains(request)) => Some("order of the requests".to_owned()),
        more => Some(counted(more + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example;

    fn changed(change: fn(&mut Scenario)) -> String {
        let before = example("verified-permissions").unwrap().scenario().unwrap();
        let mut after = before.clone();
        change(&mut after);
        what_changed(&before, &after)
    }

    #[test]
    fn a_change_is_told_by_what_it_touched() {
        assert_eq!(changed(|_| ()), "");
        assert_eq!(changed(|after| after.title = Some("Mine".to_owned())), "Title");
        assert_eq!(changed(|after| after.key_policy = "{}".into()), "Key policy");
        assert_eq!(changed(|after| after.requests[0].name = Some("Mine".to_owned())), "Request “Mine”");
        assert_eq!(changed(|after| _ = after.requests.pop()), "1 request removed");
        assert_eq!(changed(|after| after.requests.extend(vec![Request::default(); 2])), "2 requests added");
        assert_eq!(changed(|after| after.requests.swap(0, 1)), "Order of the requests");
        let both = |after: &mut Scenario| {
            after.identity_policies = None;
            after.grants = vec![crate::Grant::default()];
            after.requests.iter_mut().take(2).for_each(|request| request.action = "kms:Sign".to_owned());
        };
        assert_eq!(changed(both), "IAM policies, grants, 2 requests");
        assert_eq!(changed(|after| after.assumed = vec![crate::Assumed::default()]), "Assumptions");
    }

    #[test]
    fn another_scenario_is_told_by_its_title() {
        let all = |after: &mut Scenario| *after = example("iam-one-region").unwrap().scenario().unwrap();
        assert!(changed(all).starts_with("Opened “"), "{}", changed(all));
        assert_eq!(changed(|after| *after = Scenario::default()), "Another scenario");
    }
}
