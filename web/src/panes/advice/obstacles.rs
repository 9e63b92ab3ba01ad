//! Everything that blocks the request, in AWS's order.

use kms_playground::advice::{CheckObstacles, ObstacleReport};
use yew::prelude::*;

use crate::components::{identifier, part, prose, small};
use crate::state::{Action, Line, Place, Presentation};

pub(super) fn view(checks: &[CheckObstacles], act: &Callback<Action>) -> Html {
    let several = checks.len() > 1;
    html! {
        { for checks.iter().filter(|check| !check.obstacles.is_empty()).map(|check| html! {
            <>
                if several {
                    <h3>{ identifier(&check.permission) }</h3>
                }
                <ol class="obstacles" aria-label={format!("What blocks {}", check.permission)}>
                    { for check.obstacles.iter().map(|obstacle| part!(Obstacle { obstacle: obstacle.clone(), act: act.clone() })) }
                </ol>
            </>
        }) }
    }
}

#[derive(Properties, PartialEq)]
struct ObstacleProps {
    obstacle: ObstacleReport,
    act: Callback<Action>,
}

#[component]
fn Obstacle(props: &ObstacleProps) -> Html {
    let ObstacleProps { obstacle, act } = props;
    let in_view = use_context::<Presentation>().unwrap_or_default().shows_policies();
    let place = || {
        let policy = obstacle.policy.as_ref()?.parse().ok()?;
        Some(Place { policy, line: Line::Statement(obstacle.statement?) })
    };
    let place = place().filter(|_| in_view);
    html! {
        <li>
            { prose(&obstacle.text) }
            if let Some(place) = place {
                { " " }
                <button type="button" class="link-button" onclick={act.reform(move |_: MouseEvent| Action::Point(place))}>{ small("Show in the policy") }</button>
            }
            if obstacle.in_message {
                { " " }<span class="badge">{ "AWS's message names this one" }</span>
            }
            if obstacle.refuses_next {
                { " " }<span class="badge">{ "would refuse next" }</span>
            }
        </li>
    }
}
