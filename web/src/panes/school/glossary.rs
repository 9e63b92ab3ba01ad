//! The glossary, and the links to it from a trace.

use kms_playground::CheckReport;
use kms_playground::glossary::{TERMS, Term, term, terms_of_question};
use yew::prelude::*;

use crate::components::{bring_into_view, prose_line, value_of};
use crate::hooks::use_effect_on;
use crate::state::{Action, Dialog, LearnTab};

#[derive(Properties, PartialEq)]
pub(super) struct GlossaryProps {
    /// The term that is to be shown.
    pub(super) term: Option<&'static str>,
}

/// What is searched for: a type of its own, so that other parts need not be in two pieces for its sake.
#[derive(Default, PartialEq)]
struct Search(String);

/// The terms, searchable.
#[component]
pub(super) fn Glossary(props: &GlossaryProps) -> Html {
    let search = use_state_eq(Search::default);
    let shown = use_node_ref();
    {
        let shown = shown.clone();
        use_effect_on(props.term, move |_| {
            if let Some(entry) = shown.cast::<web_sys::HtmlElement>() {
                let _ = entry.focus();
                bring_into_view(&entry);
            }
        });
    }
    let oninput = {
        let search = search.clone();
        move |event: InputEvent| search.set(Search(value_of(event.target())))
    };
    let found: Vec<&Term> =
        TERMS.iter().filter(|term| search.0.is_empty() || term.mentions(&search.0)).collect();
    html! {
        <>
            <div class="search">
                <input class="input" type="search" aria-label="Search the glossary" placeholder="Search: grant, SCP, boundary" value={search.0.clone()} autocomplete="off" {oninput} />
                <span class="hint" role="status">{ format!("{} of {}", found.len(), TERMS.len()) }</span>
            </div>
            <div class="glossary">
                { for found.into_iter().map(|term| {
                    let is_meant = props.term == Some(term.name);
                    html! {
                        <section key={term.name} class={classes!(is_meant.then_some("meant"))} tabindex={is_meant.then_some("-1")} autofocus={is_meant}
                            ref={if is_meant { shown.clone() } else { NodeRef::default() }} aria-label={term.name}>
                            <h3>{ term.name }</h3>
                            if !term.also.is_empty() {
                                <p class="hint">{ term.also.join(" · ") }</p>
                            }
                            { prose_line(term.text) }
                            { super::task::pages(&[term.page.to_owned()]) }
                        </section>
                    }
                }) }
            </div>
        </>
    }
}

/// The words that the questions of a trace are made of, each of which opens its entry.
pub(crate) fn terms(check: &CheckReport, act: &Callback<Action>) -> Html {
    let mut names: Vec<&'static str> = Vec::new();
    for step in check.steps.iter().filter(|step| step.decided || step.reason.is_none()) {
        let terms = terms_of_question(&step.code).iter().filter_map(|name| term(name));
        for term in terms {
            if !names.contains(&term.name) {
                names.push(term.name);
            }
        }
    }
    html! {
        <p class="terms">
            <span class="hint">{ "Words: " }</span>
            { for names.into_iter().map(|name| {
                let onclick = act.reform(move |_: MouseEvent| Action::Open(Dialog::Learn(LearnTab::Glossary(Some(name)))));
                html! { <button key={name} type="button" class="link-button" {onclick}>{ name }</button> }
            }) }
        </p>
    }
}
