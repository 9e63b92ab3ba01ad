//! The organization as a small tree, and the way to send a request through the endpoint. A part of what is fetched after
//! the first paint.

use kms_playground::{ContextValue, NamedPolicy, Request, Scenario};
use yew::prelude::*;

use crate::components::{Picture, button, hint, icon};
use crate::state::{Action, AppState, Edit, Levels, Owner, PolicySlot, PolicyTab, Role};

/// The service control policy and the resource control policy that AWS attaches everywhere by itself.
const FULL_ACCESS: [(&str, &str); 2] = [
    (
        "FullAWSAccess",
        r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "*",
      "Resource": "*"
    }
  ]
}
"#,
    ),
    (
        "RCPFullAWSAccess",
        r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": "*",
      "Resource": "*"
    }
  ]
}
"#,
    ),
];

const ENDPOINT: &str = "vpce-0abcdef1234567890";

/// The tree on the organization's tab, the button on the endpoint's; nothing elsewhere.
pub(crate) fn beside(state: &AppState, tab: PolicyTab, act: &Callback<Action>) -> Html {
    match tab {
        PolicyTab::Organization => {
            let owner = state.shown_owner(tab);
            let (service, resource) = owner.limits(&state.scenario);
            html! {
                <>
                    if let Some(levels) = service {
                        { tree(state, owner, false, levels, act) }
                    }
                    if let Some(levels) = resource {
                        { tree(state, owner, true, levels, act) }
                    }
                </>
            }
        }
        PolicyTab::Endpoint => through_the_endpoint(state, act),
        PolicyTab::Key | PolicyTab::Iam | PolicyTab::Grants => Html::default(),
    }
}

/// Root, organizational units and account, each with its policies.
fn tree(state: &AppState, owner: Owner, is_resource: bool, levels: &Levels, act: &Callback<Action>) -> Html {
    let slot = move |level: usize, index: usize| PolicySlot {
        owner,
        role: if is_resource {
            Role::ResourceControl(level, index)
        } else {
            Role::ServiceControl(level, index)
        },
    };
    let (title, kind) = if is_resource {
        ("Resource control policies of the key's account", "RCP")
    } else {
        ("Service control policies of the caller's account", "SCP")
    };
    let known = levels.as_deref().unwrap_or_default();
    let shown = state.shown_policy(PolicyTab::Organization);
    let add = |level: usize, index: usize, says: String, label: String| {
        let onclick = act.reform(move |_: MouseEvent| Action::Edit(Edit::AddPolicy(slot(level, index))));
        html! { <button type="button" class="button quiet small" aria-label={says} {onclick}>{ icon(Picture::Plus) }{ label }</button> }
    };
    let view_level = |(level, policies): (usize, &Vec<NamedPolicy>)| {
        let place = place(level, known.len());
        let view_policy = |(index, policy): (usize, &NamedPolicy)| {
            let this = slot(level, index);
            let onclick = act.reform(move |_: MouseEvent| Action::ShowPolicy(this));
            let name = if policy.name.is_empty() { kind.to_owned() } else { policy.name.clone() };
            html! { <button key={index} type="button" class="button small" aria-pressed={(shown == Some(this)).to_string()} {onclick}>{ name }</button> }
        };
        html! {
            <li key={level}>
                <b>{ place.clone() }</b>
                { for policies.iter().enumerate().map(view_policy) }
                { add(level, policies.len(), format!("{kind} at {place}"), kind.to_owned()) }
            </li>
        }
    };
    let defaults = {
        let scenario = state.scenario.clone();
        act.reform(move |_: MouseEvent| {
            Action::Edit(Edit::Replace(Box::new(with_defaults(&scenario, is_resource, slot))))
        })
    };
    html! {
        <div class="organization" role="group" aria-label={title}>
            <span class="label">{ title }</span>
            if known.is_empty() {
                { hint("None: they limit nothing.") }
                <div><button type="button" class="button small" onclick={defaults}>{ icon(Picture::Plus) }{ format!("Root, OU and account with {}", default_of(is_resource).0) }</button></div>
            } else {
                <ol class="tree">{ for known.iter().enumerate().map(view_level) }</ol>
            }
            <div>{ add(known.len(), 0, format!("{kind} on a new level"), "Level".to_owned()) }</div>
        </div>
    }
}

/// What a level is: the root, the account, or an organizational unit between them.
fn place(level: usize, count: usize) -> String {
    match level {
        0 => "Root".to_owned(),
        _ if level + 1 == count => "Account".to_owned(),
        1 if count == 3 => "OU".to_owned(),
        _ => format!("OU {level}"),
    }
}

const fn default_of(is_resource: bool) -> (&'static str, &'static str) {
    let [service, resource] = FULL_ACCESS;
    if is_resource { resource } else { service }
}

/// The scenario with AWS's policy at the root, at one organizational unit and at the account.
fn with_defaults(
    scenario: &Scenario,
    is_resource: bool,
    slot: impl Fn(usize, usize) -> PolicySlot,
) -> Scenario {
    let (name, text) = default_of(is_resource);
    let mut scenario = scenario.clone();
    for level in 0..3 {
        let policy = NamedPolicy { name: name.to_owned(), text: text.to_owned().into() };
        slot(level, 0).insert(&mut scenario, policy);
    }
    scenario
}

/// An endpoint policy counts for requests that name the endpoint: a button does that for the one that is shown.
fn through_the_endpoint(state: &AppState, act: &Callback<Action>) -> Html {
    let is_key = |key: &str| key.eq_ignore_ascii_case("aws:SourceVpce");
    let Some(request) = state.current_request() else { return Html::default() };
    if state.scenario.vpc_endpoint_policy.is_none() || request.context.iter().any(|(key, _)| is_key(key)) {
        return Html::default();
    }
    let (index, request) = (state.request, request.clone());
    let onclick = act.reform(move |_: MouseEvent| {
        let mut request: Request = request.clone();
        request.context.0.push(("aws:SourceVpce".to_owned(), Some(ContextValue::One(ENDPOINT.to_owned()))));
        Action::Edit(Edit::Request(index, Box::new(request), None))
    });
    html! {
        <div class="row">
            <span class="hint grow">{ "The shown request does not come through the endpoint." }</span>
            { button("button small", "Set aws:SourceVpce", onclick) }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_called_by_its_place_in_the_organization() {
        let names = |count: usize| (0..count).map(|level| place(level, count)).collect::<Vec<_>>().join(", ");
        assert_eq!(names(1), "Root");
        assert_eq!(names(2), "Root, Account");
        assert_eq!(names(3), "Root, OU, Account");
        assert_eq!(names(4), "Root, OU 1, OU 2, Account");
    }

    #[test]
    fn the_policies_that_aws_attaches_by_itself_limit_nothing() {
        let mut state =
            AppState::new(kms_playground::example("verified-permissions").unwrap().scenario().unwrap());
        let decisions =
            |state: &AppState| state.report.requests.iter().map(|one| one.decision).collect::<Vec<_>>();
        let before = decisions(&state);
        for is_resource in [false, true] {
            let slot = |level, index| {
                PolicySlot::of_scenario(if is_resource {
                    Role::ResourceControl(level, index)
                } else {
                    Role::ServiceControl(level, index)
                })
            };
            let with = with_defaults(&state.scenario, is_resource, slot);
            state.apply(Action::Edit(Edit::Replace(Box::new(with))));
        }
        assert_eq!(state.policies(PolicyTab::Organization).count(), 6);
        assert!(state.report.policies.iter().all(|policy| policy.accepted));
        assert_eq!(decisions(&state), before);
    }
}
