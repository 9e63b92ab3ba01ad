//! The three parts side by side, with borders that move.

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::components::{Completions, Divider, Tab, Tabs, fixed, part};
use crate::hooks::use_effect_on;
use crate::parts;
use crate::state::{Action, AppState, Part, Presentation, Shared, Suggestions};

use super::asking::{question, strip, task};
use super::landmarks::{role, tag};
use super::policy::PolicyPane;
use super::request::RequestPane;
use super::result::{ResultPane, Verdict};

#[derive(Properties, PartialEq)]
pub(crate) struct WorkbenchProps {
    pub(crate) state: AppState,
    pub(crate) suggestions: Shared<Suggestions>,
    pub(crate) completions: Completions,
    pub(crate) act: Callback<Action>,
}

/// Where the borders stand, in percent.
#[derive(Clone, Copy, PartialEq)]
struct Borders {
    first: f64,
    second: f64,
    /// At medium width: between the result and what stands left of it.
    beside: f64,
}

impl Borders {
    /// The shares that the style sheet knows, in its units.
    fn shares(self) -> [(&'static str, f64); 5] {
        [
            ("--policy", self.first),
            ("--request", self.second - self.first),
            ("--result", 100.0 - self.second),
            ("--left", self.beside),
            ("--right", 100.0 - self.beside),
        ]
    }
}

/// The tabs of the answer: why the request is decided so, and who can use the key.
const WHY: &str = "Why";
const ACCESS: &str = "Access";

fn tab(label: &'static str) -> Tab {
    Tab { id: label.into(), label: label.into(), count: "".into(), count_says: "".into(), has_error: false }
}

/// The board.
#[component]
pub(crate) fn Workbench(props: &WorkbenchProps) -> Html {
    let WorkbenchProps { state, suggestions, completions, act } = props;
    let shown = state.presentation;
    let workbench = use_node_ref();
    let borders = use_state_eq(|| Borders { first: 35.0, second: 60.0, beside: 48.0 });
    {
        let workbench = workbench.clone();
        use_effect_on(*borders, move |borders| {
            // Through the CSSOM: the Content-Security-Policy forbids style attributes.
            let Some(style) = workbench.cast::<HtmlElement>().map(|workbench| workbench.style()) else {
                return;
            };
            for (name, share) in borders.shares() {
                let _ = style.set_property(name, &(fixed(share, 2) + "fr"));
            }
        });
    }
    let now = *borders;
    let moved = |set: fn(&mut Borders, f64)| {
        let borders = borders.clone();
        Callback::from(move |to| {
            let mut moved = now;
            set(&mut moved, to);
            borders.set(moved);
        })
    };
    let first = moved(|borders, to| borders.first = to);
    let second = moved(|borders, to| borders.second = to);
    let beside = moved(|borders, to| borders.beside = to);
    let chosen = if state.shows_access { ACCESS } else { WHY };
    let on_select = act.reform(|id: AttrValue| Action::ShowAccess(id == ACCESS));
    html! {
        <@{tag(shown, "main")} class="board" ref={workbench}>
            { switch(shown, "Parts of the page", &Part::ALL, state.part, state, act) }
            <div class="question">
                { switch(shown, "Question", &[Part::Policy, Part::Request], state.left, state, act) }
                <section class="column policy" aria-label="Policies" role={role(shown)}>
                    { part!(PolicyPane { state: state.clone(), suggestions: suggestions.clone(), completions: completions.clone(), act: act.clone() }) }
                </section>
                { part!(Divider { class: "first", label: "Border between policies and request", value: now.first, min: 20.0, max: now.second - 17.0, on_move: first }) }
                <section class="column request" aria-label="Request" role={role(shown)}>
                    { part!(RequestPane { state: state.clone(), suggestions: suggestions.clone(), act: act.clone() }) }
                </section>
            </div>
            { part!(Divider { class: "second", label: "Border before the result", value: now.second, min: now.first + 17.0, max: 78.0, on_move: second }) }
            { part!(Divider { class: "beside", label: "Border before the result", value: now.beside, min: 25.0, max: 70.0, on_move: beside }) }
            <div class="answer">
                { task(state, act) }
                { strip(state, act) }
                if let Some(question) = question(state, act) {
                    { question }
                } else {
                    { part!(Verdict { report: state.report.clone(), request: state.request, act: act.clone() }) }
                    { part!(Tabs { label: "Answer", tabs: [WHY, ACCESS].map(tab).to_vec(), selected: chosen, panel: "why", on_select, small: true }) }
                    <section class="column result" aria-label={chosen} role={role(shown)} tabindex="-1" id="why">
                        if state.shows_access {
                            if let Some(part) = parts::analysis() {
                                { (part.access)(state, act) }
                            }
                        } else {
                            { part!(ResultPane { scenario: state.scenario.clone(), report: state.report.clone(), request: state.request, place: state.place, folds: state.folds.clone(), advised: true, act: act.clone() }) }
                        }
                    </section>
                }
            </div>
        </@>
    }
}

/// Which part is shown: one of all of them where there is room for one, one of the question's where there is room for two.
fn switch(
    shown: Presentation,
    label: &'static str,
    parts: &[Part],
    now: Part,
    state: &AppState,
    act: &Callback<Action>,
) -> Html {
    html! {
        <@{tag(shown, "nav")} class={classes!("switch", (parts.len() == 2).then_some("beside"))} aria-label={label} role={role(shown)}>
            { for parts.iter().copied().map(|part| {
                let onclick = act.reform(move |_: MouseEvent| Action::ShowPart(part));
                let count = state.scenario.requests.len();
                html! {
                    <button key={part.name()} type="button" aria-pressed={(part == now).to_string()} {onclick}>
                        { part.label() }
                        if part == Part::Request && count > 1 {
                            <span class="count" aria-hidden="true">{ format!(" {count}") }</span>
                        }
                    </button>
                }
            }) }
        </@>
    }
}
