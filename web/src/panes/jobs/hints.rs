//! What the service really sends, beside the form of a call that comes from it.

use kms_playground::job::Hint;
use kms_playground::{Request, Scenario};
use yew::prelude::*;

use crate::components::{IfEditable, button, prose};
use crate::state::{Action, Edit};

/// The hints about a request of the scenario.
pub(crate) fn hints(scenario: &Scenario, index: usize, act: &Callback<Action>) -> Html {
    let Some(request) = scenario.requests.get(index) else { return Html::default() };
    let hints = kms_playground::job::hints(request, &scenario.key.arn);
    if hints.is_empty() {
        return Html::default();
    }
    html! {
        <section class="service-hints" aria-label="What the service sends">
            <ul>{ for hints.into_iter().map(|hint| view(hint, index, act)) }</ul>
        </section>
    }
}

fn view(hint: Hint, index: usize, act: &Callback<Action>) -> Html {
    let fill = hint.fixed.map(|fixed: Request| {
        let onclick = act
            .reform(move |_: MouseEvent| Action::Edit(Edit::Request(index, Box::new(fixed.clone()), None)));
        html! { <IfEditable>{ button("button small", "Fill in an example", onclick) }</IfEditable> }
    });
    html! { <li><span>{ prose(&hint.text) }</span>{ for fill }</li> }
}
