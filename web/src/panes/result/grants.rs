//! Every grant on the key: whether it applies, and why.

use kms_playground::{CheckReport, GrantReport};
use yew::prelude::*;

use crate::components::{Tone, h2, mark, prose};
use crate::state::Action;

use super::elements::{self, Elements};
use super::tones;

pub(super) fn view(check: &CheckReport, act: &Callback<Action>) -> Html {
    if check.grants.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            { h2("Grants on the key") }
            <div class="statements">{ for check.grants.iter().map(|grant| view_grant(grant, act)) }</div>
        </section>
    }
}

fn view_grant(grant: &GrantReport, act: &Callback<Action>) -> Html {
    let tone = tones::of_grant(grant.outcome);
    let title = grant
        .grant_id
        .as_ref()
        .map_or_else(|| format!("Grant {}", grant.index + 1), |id| format!("{} · {id}", grant.index + 1));
    let class =
        classes!("statement", grant.decided.then_some("decided"), (tone == Tone::Off).then_some("aside"));
    let table = Elements {
        check: 0,
        slot: None,
        in_view: false,
        statement: grant.index,
        elements: &grant.elements,
        place: None,
        act,
    };
    html! {
        <details key={grant.index} {class} open={grant.decided}>
            <summary>
                { mark(tone) }
                <span><b>{ title }</b><small>{ prose(&grant.text) }</small></span>
                <span class="tail"><span class="badge">{ "Grant" }</span></span>
            </summary>
            { elements::view(&table) }
        </details>
    }
}
