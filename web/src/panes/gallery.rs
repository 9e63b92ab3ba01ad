//! The gallery: the examples by level and system, searchable, also by lesson, with a preview and their verdicts.

mod topics;

use kms_playground::{Level, PolicyKind, Report, Scenario, request_name};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::components::{Modal, Select, button, h3, hint, mark, mark_said, part, value_of};
use crate::parts::examples;
use crate::state::{Action, Loaded, Shared, is_service};

use super::tones;

/// Whether an example is about something.
type IsAbout = fn(&Scenario) -> bool;

/// What an example can be about, read off its policies and requests.
const LESSONS: [(&str, IsAbout); 9] = [
    ("The account and IAM policies", |scenario| {
        let policies = scenario.policies();
        let mut of_iam = policies.iter().filter(|policy| policy.kind == PolicyKind::IdentityPolicy);
        of_iam.any(|policy| policy.text.text().contains("\"kms:"))
    }),
    ("Through a service: kms:ViaService", |scenario| {
        scenario.requests.iter().any(|request| request.via_service.is_some())
    }),
    ("By a service: aws:SourceArn", |scenario| {
        scenario.requests.iter().any(|request| is_service(&request.principal))
    }),
    ("Encryption context", |scenario| scenario.key_policy.text().contains("kms:EncryptionContext")),
    ("Grants", |scenario| {
        !scenario.grants.is_empty()
            || scenario.requests.iter().any(|request| request.action == "kms:CreateGrant")
    }),
    ("Deny statements", |scenario| {
        scenario.policies().iter().any(|policy| policy.text.text().contains("\"Deny\""))
    }),
    ("Limits: SCP, boundary, endpoint", |scenario| {
        scenario.service_control_policies.is_some()
            || scenario.permissions_boundary.is_some()
            || scenario.vpc_endpoint_policy.is_some()
    }),
    ("Creating keys, changing their policies", |scenario| {
        let changes = ["kms:CreateKey", "kms:PutKeyPolicy", "kms:ReplicateKey"];
        scenario.requests.iter().any(|request| changes.contains(&request.action.as_str()))
    }),
    ("Key state, spec and usage", |scenario| {
        let key = &scenario.key;
        key.key_state.is_some() || key.key_spec.is_some() || key.key_usage.is_some()
    }),
];

/// An example, read and decided.
#[derive(Clone, PartialEq)]
struct Entry {
    name: &'static str,
    level: Level,
    scenario: Shared<Scenario>,
}

impl Entry {
    fn title(&self) -> &str {
        self.scenario.title.as_deref().unwrap_or(self.name)
    }

    fn system(&self) -> &str {
        self.scenario.about.as_ref().and_then(|about| about.system.as_deref()).unwrap_or("Other")
    }

    fn lesson(&self) -> &str {
        self.scenario.about.as_ref().and_then(|about| about.lesson.as_deref()).unwrap_or_default()
    }

    fn mentions(&self, words: &[String]) -> bool {
        let actions = self.scenario.requests.iter().map(|request| request.action.as_str());
        let text = format!(
            "{} {} {} {} {}",
            self.title(),
            self.system(),
            self.lesson(),
            actions.collect::<Vec<_>>().join(" "),
            topics::words(&self.scenario)
        );
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word))
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct GalleryProps {
    pub(crate) act: Callback<Action>,
}

/// The dialog.
#[component]
pub(crate) fn Gallery(props: &GalleryProps) -> Html {
    let entries = use_memo((), |()| {
        let entry = |example: &kms_playground::Example| {
            Some(Entry {
                name: example.name,
                level: example.level,
                scenario: Shared::new(example.scenario().ok()?),
            })
        };
        examples().iter().filter_map(entry).collect::<Vec<_>>()
    });
    let search = use_state_eq(String::new);
    let system = use_state_eq(String::new);
    let lesson = use_state_eq(String::new);
    let chosen = use_state_eq(|| 0_usize);
    let words: Vec<String> = search.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let about = LESSONS.iter().find(|(name, _)| **name == **lesson).map(|(_, about)| about);
    let fits = |entry: &Entry| {
        (system.is_empty() || *entry.system() == **system)
            && about.is_none_or(|about| about(&entry.scenario))
            && entry.mentions(&words)
    };
    let found: Vec<(usize, &Entry)> = entries.iter().enumerate().filter(|(_, entry)| fits(entry)).collect();
    let shown = found.iter().find(|(index, _)| *index == *chosen).or_else(|| found.first()).copied();
    let close = props.act.reform(|()| Action::CloseDialog);
    let oninput = {
        let search = search.clone();
        move |event: InputEvent| search.set(value_of(event.target()))
    };
    let choose = |chosen: &UseStateHandle<String>| {
        let chosen = chosen.clone();
        Callback::from(move |name| chosen.set(name))
    };
    let first = shown.map(|(_, entry)| entry.scenario.clone());
    let on_enter = {
        let act = props.act.clone();
        move |event: KeyboardEvent| {
            if let Some(scenario) = first.clone().filter(|_| event.key() == "Enter") {
                event.prevent_default();
                open(&act, &scenario);
            }
        }
    };
    let lessons = LESSONS.map(|(name, _)| (AttrValue::from(name), AttrValue::from(name)));
    let lessons: Vec<_> = std::iter::once(("".into(), "All lessons".into())).chain(lessons).collect();
    html! {
        <Modal title="Examples" class="large gallery" on_close={close}>
            <div class="search">
                <input id="gallery-search" class="input" type="search" aria-label="Search the examples" placeholder="Search: system, lesson, operation"
                    value={(*search).clone()} autocomplete="off" autofocus=true {oninput} onkeydown={on_enter} />
                { part!(Select {
                    id: "gallery-system",
                    aria_label: "System",
                    value: (*system).clone(),
                    choices: systems(&entries),
                    on_change: choose(&system),
                }) }
                { part!(Select {
                    id: "gallery-lesson",
                    aria_label: "Lesson",
                    value: (*lesson).clone(),
                    choices: lessons,
                    on_change: choose(&lesson),
                }) }
                <span class="hint" role="status">{ format!("{} of {}", found.len(), entries.len()) }</span>
            </div>
            <div class="cards" onkeydown={|event: KeyboardEvent| walk(&event)}>
                { for found.chunk_by(|one, next| (one.1.level, one.1.system()) == (next.1.level, next.1.system())).map(|group| view_group(group, shown.map(|(index, _)| index), &chosen, &props.act)) }
                if found.is_empty() {
                    { hint("No example fits all of this.") }
                }
            </div>
        </Modal>
    }
}

fn systems(entries: &[Entry]) -> Vec<(AttrValue, AttrValue)> {
    let mut list: Vec<(AttrValue, AttrValue)> = vec![("".into(), "All systems".into())];
    for entry in entries {
        let name = AttrValue::from(entry.system().to_owned());
        if list.iter().all(|(known, _)| *known != name) {
            list.push((name.clone(), name));
        }
    }
    list
}

/// A system's examples; the preview of the chosen one follows its card, and stands beside the list where there is room.
fn view_group(
    group: &[(usize, &Entry)],
    shown: Option<usize>,
    chosen: &UseStateHandle<usize>,
    act: &Callback<Action>,
) -> Html {
    let Some((_, first)) = group.first() else { return Html::default() };
    html! {
        <section key={first.name}>
            { h3(&format!("{} · {}", first.level.label(), first.system())) }
            { for group.iter().map(|(index, entry)| html! {
                <div key={entry.name}>
                    { view_card(*index, entry, shown == Some(*index), chosen, act) }
                    if shown == Some(*index) {
                        { part!(Preview { entry: (*entry).clone(), act: act.clone() }) }
                    }
                </div>
            }) }
        </section>
    }
}

/// Opens an example in the place of what is there; *Undo* and the browser's Back return.
fn open(act: &Callback<Action>, scenario: &Shared<Scenario>) {
    let loaded = Loaded { scenario: (**scenario).clone(), request: 0, from_address: false, notice: None };
    act.emit(Action::Load(Box::new(loaded)));
}

/// Arrow keys move from card to card, and choose.
fn walk(event: &KeyboardEvent) {
    let forward = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let Some(card) = event
        .target_dyn_into::<web_sys::Element>()
        .filter(|element| element.matches(".card").unwrap_or(false))
    else {
        return;
    };
    let Some(all) =
        card.closest(".cards").ok().flatten().map(|cards| cards.get_elements_by_class_name("card"))
    else {
        return;
    };
    let at = (0..all.length()).find(|at| all.item(*at).as_ref() == Some(&card)).unwrap_or(0);
    let to = if forward { at.checked_add(1) } else { at.checked_sub(1) };
    if let Some(next) = to.and_then(|to| all.item(to)?.dyn_into::<web_sys::HtmlElement>().ok()) {
        event.prevent_default();
        next.click();
        let _ = next.focus();
    }
}

fn view_card(
    index: usize,
    entry: &Entry,
    shown: bool,
    chosen: &UseStateHandle<usize>,
    act: &Callback<Action>,
) -> Html {
    let onclick = {
        let chosen = chosen.clone();
        move |_| chosen.set(index)
    };
    let ondblclick = {
        let (act, scenario) = (act.clone(), entry.scenario.clone());
        move |_: MouseEvent| open(&act, &scenario)
    };
    let onkeydown = {
        let (act, scenario) = (act.clone(), entry.scenario.clone());
        move |event: KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
                open(&act, &scenario);
            }
        }
    };
    let expected = entry.scenario.requests.iter().filter_map(|request| request.expect);
    html! {
        <button key={entry.name} type="button" class="card" aria-pressed={shown.to_string()} {onclick} {ondblclick} {onkeydown}>
            <b>{ entry.title().to_owned() }</b>
            <span class="badges" aria-hidden="true">{ for expected.map(|decision| mark(tones::of_decision(decision))) }</span>
            <small>{ entry.lesson().to_owned() }</small>
        </button>
    }
}

#[derive(Properties, PartialEq)]
struct PreviewProps {
    entry: Entry,
    act: Callback<Action>,
}

/// What an example holds, and the button that opens it.
#[component]
fn Preview(props: &PreviewProps) -> Html {
    let entry = &props.entry;
    let report: std::rc::Rc<Report> = use_memo(entry.clone(), |entry| kms_playground::run(&entry.scenario));
    let open = {
        let (act, scenario) = (props.act.clone(), entry.scenario.clone());
        move |_: MouseEvent| open(&act, &scenario)
    };
    let sources = entry.scenario.about.iter().flat_map(|about| &about.sources);
    html! {
        <section class="preview" aria-label={format!("Preview: {}", entry.title())}>
            <div class="row"><h3 class="grow">{ entry.title().to_owned() }</h3>{ button("button primary", "Open", open) }</div>
            <p>{ entry.lesson().to_owned() }</p>
            <ul class="verdicts">
                { for entry.scenario.requests.iter().zip(&report.requests).enumerate().map(|(index, (request, report))| html! {
                    <li key={index}>
                        { mark_said(tones::of_decision(report.decision), report.decision.label()) }
                        <span>{ request_name(request, index) }</span>
                    </li>
                }) }
            </ul>
            <pre tabindex="0" aria-label="Key policy"><code>{ entry.scenario.key_policy.text().to_owned() }</code></pre>
            { for sources.filter(|source| source.starts_with("https://")).map(|source| html! {
                <a key={source.clone()} href={source.clone()} target="_blank" rel="noopener noreferrer">{ source.trim_start_matches("https://").to_owned() }</a>
            }) }
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_teaches_something_and_every_lesson_has_several_examples() {
        let scenarios: Vec<Scenario> = examples().iter().map(|example| example.scenario().unwrap()).collect();
        for (name, about) in LESSONS {
            let count = scenarios.iter().filter(|scenario| about(scenario)).count();
            assert!((3..scenarios.len()).contains(&count), "{name}: {count}");
        }
        for scenario in &scenarios {
            assert!(LESSONS.iter().any(|(_, about)| about(scenario)), "{:?}", scenario.title);
        }
    }
}
