//! The jobs to choose from, found by service and by what people type.

use kms_playground::job::{JobEntry, jobs};
use yew::prelude::*;

use crate::components::{button, paragraph, value_of};
use crate::state::{Action, Dialog};

/// What a choice is told by.
type Names = (&'static str, &'static str);

pub(super) fn view(
    search: &UseStateHandle<String>,
    first: &NodeRef,
    choose: &Callback<Names>,
    act: &Callback<Action>,
) -> Html {
    let found = jobs(search);
    let oninput = {
        let search = search.clone();
        move |event: InputEvent| search.set(value_of(event.target()))
    };
    let onkeydown = {
        let best = found.first().map(|entry| (entry.service, entry.job));
        let (choose, is_searching) = (choose.clone(), !search.trim().is_empty());
        move |event: KeyboardEvent| {
            if let Some(best) = best.filter(|_| event.key() == "Enter" && is_searching) {
                event.prevent_default();
                choose.emit(best);
            }
        }
    };
    let count = match found.len() {
        0 => "No job".to_owned(),
        1 => "1 job".to_owned(),
        count => format!("{count} jobs"),
    };
    html! {
        <>
            { paragraph("A job is something that a service does with the key. It adds the KMS calls that the service makes, with one verdict for all of them.") }
            <div class="search">
                <input id="jobs-search" class="input" type="search" ref={first} aria-label="Search the jobs" placeholder="Service, task or error: snapshot copy, upload, KMSAccessDenied"
                    value={(**search).clone()} autocomplete="off" {oninput} {onkeydown} />
                <span class="hint" role="status">{ count }</span>
            </div>
            <div class="job-cards">
                { for found.chunk_by(|one, next| one.service == next.service).enumerate().map(|(at, group)| view_group(at, group, choose)) }
            </div>
            <p class="hint">
                { if found.is_empty() { "No job has all of these words. " } else { "Is the job missing? " } }
                { button("button small", "All calls of a service", act.reform(|_: MouseEvent| Action::Open(Dialog::ServiceCalls))) }
            </p>
        </>
    }
}

fn view_group(at: usize, group: &[JobEntry], choose: &Callback<Names>) -> Html {
    let Some(first) = group.first() else { return Html::default() };
    html! {
        <section key={at}>
            <h3>{ first.service }</h3>
            { for group.iter().map(|entry| view_card(entry, choose)) }
        </section>
    }
}

fn view_card(entry: &JobEntry, choose: &Callback<Names>) -> Html {
    let names = (entry.service, entry.job);
    let onclick = choose.reform(move |_: MouseEvent| names);
    html! {
        <button key={entry.job} type="button" class="card" {onclick}>
            <b>{ entry.job }</b>
            <small>
                { entry.permissions.join(", ") }
                if !entry.documented { { " · partly inferred" } }
            </small>
        </button>
    }
}
