//! The task of a challenge, above the answer: its story, its hints, and the grade.

use std::rc::Rc;

use kms_playground::Scenario;
use kms_playground::analysis::{AnalysisError, Change};
use kms_playground::challenge::{BUILT_IN, Challenge, ChallengeError, Grade};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::components::{button, hint, paragraph, part, prose, prose_item, prose_line};
use crate::hooks::use_effect_on;
use crate::parts::{self, UNREACHABLE};
use crate::state::{Action, AppState, Edit, Shared};

use super::read;

/// The task of the scenario, if it sets one.
pub(crate) fn task(state: &AppState, act: &Callback<Action>) -> Html {
    let challenge = state.scenario.about.as_ref().and_then(|about| about.challenge.as_ref());
    let Some(challenge) = challenge else { return Html::default() };
    // Another task begins without hints and without a grade.
    part!(challenge.text().to_owned(), Task { scenario: state.scenario.clone(), act: act.clone() })
}

/// A challenge of the playground, and a variant of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PlaceInList {
    pub(super) challenge: usize,
    variant: usize,
    variants: usize,
}

/// Which of the challenges a scenario sets; none of them for a teacher's own.
pub(super) fn place_of(task: &Challenge) -> Option<PlaceInList> {
    (0..BUILT_IN.len()).find_map(|challenge| {
        let file = read::file(challenge)?;
        let variants = file.variants();
        let is_it = |variant: &usize| file.known_task(*variant).is_some_and(|(_, its)| its == *task);
        let variant = (0..variants).find(is_it)?;
        Some(PlaceInList { challenge, variant, variants })
    })
}

/// The task that a scenario sets.
pub(super) fn challenge_of(scenario: &Scenario) -> Option<Challenge> {
    Challenge::plain(scenario.about.as_ref()?.challenge.as_ref()?.text())
}

#[derive(Properties, PartialEq)]
struct TaskProps {
    scenario: Shared<Scenario>,
    act: Callback<Action>,
}

/// How many hints are shown: a type of its own, so that other parts need not be in two pieces for its sake.
#[derive(PartialEq)]
struct Hints(usize);

/// A grade, the key policy that was graded, and how many there have been before.
struct Graded {
    grade: Result<Grade, String>,
    policy: String,
    before: u32,
}

#[component]
fn Task(props: &TaskProps) -> Html {
    let TaskProps { scenario, act } = props;
    let hints = use_state_eq(|| Hints(0));
    let graded = use_state(|| None::<Rc<Graded>>);
    let (itself, feedback) = (use_node_ref(), use_node_ref());
    // The task is that of the key of this component: it never changes.
    let task = use_memo((), |()| challenge_of(scenario).map(|task| (place_of(&task), task)));
    {
        // What had the focus is gone with the dialog or the task before.
        let itself = itself.clone();
        use_effect_on((), move |()| focus(&itself));
    }
    {
        let feedback = feedback.clone();
        let checks = graded.as_ref().map_or(0, |graded| graded.before + 1);
        use_effect_on(checks, move |_| focus(&feedback));
    }
    let Some((place, challenge)) = (*task).as_ref() else {
        return html! {
            <section class="task" aria-label="Challenge">{ paragraph("The task of this scenario cannot be read.") }</section>
        };
    };
    let place = *place;
    let check = {
        let (graded, scenario, challenge) = (graded.clone(), scenario.clone(), challenge.clone());
        move |_: MouseEvent| {
            let grade = grade(&challenge, &scenario);
            let before = graded.as_ref().map_or(0, |graded| graded.before + 1);
            let policy = scenario.key_policy.text().to_owned();
            graded.set(Some(Rc::new(Graded { grade, policy, before })));
        }
    };
    let more = {
        let hints = hints.clone();
        move |_: MouseEvent| hints.set(Hints(hints.0 + 1))
    };
    let end = {
        let (act, scenario) = (act.clone(), scenario.clone());
        move |_: MouseEvent| {
            let mut without = (*scenario).clone();
            if let Some(about) = &mut without.about {
                about.challenge = None;
            }
            act.emit(Action::Edit(Edit::Replace(Box::new(without))));
        }
    };
    let count = challenge.hints.len();
    html! {
        <section class="task" aria-label="Challenge" tabindex="-1" ref={itself}>
            <div class="row">
                <h2 class="grow">{ heading(place, scenario) }</h2>
                { button("button quiet small", "End the challenge", end) }
            </div>
            { prose_line(&challenge.story) }
            if hints.0 > 0 {
                <div role="status"><ol class="hints">{ for challenge.hints.iter().take(hints.0).map(|hint| prose_item(hint)) }</ol></div>
            }
            <div class="row">
                { button("button primary", "Check", check) }
                if hints.0 < count {
                    { button("button", &format!("Hint {} of {count}", hints.0 + 1), more) }
                }
                if let Some(place) = place {
                    { another(place, "Another variant", act) }
                }
            </div>
            if let Some(graded) = (*graded).as_ref() {
                <div class={classes!("feedback", is_right(graded).then_some("right"))} role="status" tabindex="-1" ref={feedback}>
                    { view_grade(graded, challenge, scenario, place, act) }
                </div>
            }
        </section>
    }
}

fn focus(element: &NodeRef) {
    if let Some(element) = element.cast::<HtmlElement>() {
        let _ = element.focus();
    }
}

fn heading(place: Option<PlaceInList>, scenario: &Scenario) -> String {
    let title = scenario.title.as_deref().unwrap_or("Untitled");
    match place {
        Some(PlaceInList { challenge, variant, variants }) => format!(
            "Challenge {} of {}: {title} (variant {} of {variants})",
            challenge + 1,
            BUILT_IN.len(),
            variant + 1
        ),
        None => format!("Challenge: {title}"),
    }
}

/// Grades the key policy as it is now.
fn grade(challenge: &Challenge, scenario: &Scenario) -> Result<Grade, String> {
    let analysis = parts::analysis().ok_or(UNREACHABLE)?;
    let grade = challenge.grade_by(analysis.compare, scenario, &scenario.key_policy);
    grade.map_err(said)
}

/// Why there is nothing to grade, as a sentence.
fn said(error: ChallengeError) -> String {
    match error {
        ChallengeError::Analysis(AnalysisError::Refused { policy, line, text }) => {
            format!("AWS would reject {policy}: line {line}: {text}.")
        }
        ChallengeError::Analysis(AnalysisError::NoKey(_)) => "The key has no ARN.".to_owned(),
        _ => "The bounds of this task let nothing or everything pass. Tell its author.".to_owned(),
    }
}

fn is_right(graded: &Graded) -> bool {
    graded.grade.as_ref().is_ok_and(|grade| grade.passed)
}

fn view_grade(
    graded: &Graded,
    challenge: &Challenge,
    scenario: &Shared<Scenario>,
    place: Option<PlaceInList>,
    act: &Callback<Action>,
) -> Html {
    let grade = match &graded.grade {
        Ok(grade) => grade,
        Err(problem) => return prose_line(problem),
    };
    let sources = scenario.about.as_ref().map(|about| about.sources.clone()).unwrap_or_default();
    html! {
        <>
            <h3>{ grade.summary.clone() }</h3>
            if graded.policy != scenario.key_policy.text() {
                { hint("The key policy has changed since. Check it again.") }
            }
            { for grade.missing.iter().map(|change| view_change("Kept out", change, scenario, act)) }
            { for grade.extra.iter().map(|change| view_change("Let in", change, scenario, act)) }
            { for grade.cannot_tell.iter().map(|why| prose_line(why)) }
            if grade.passed {
                { prose_line(&challenge.learned) }
                { pages(&sources) }
                if let Some(place) = place {
                    <div class="row">{ next(place, act) }</div>
                }
            }
        </>
    }
}

/// A difference with its request, which can be opened.
fn view_change(
    what: &'static str,
    change: &Change,
    scenario: &Shared<Scenario>,
    act: &Callback<Action>,
) -> Html {
    html! {
        <details class="witness">
            <summary><b>{ what }{ ": " }</b>{ prose(&change.text) }</summary>
            if let Some(analysis) = parts::analysis() {
                { (analysis.facts)(&change.scenario, scenario, act) }
            }
        </details>
    }
}

fn another(place: PlaceInList, label: &'static str, act: &Callback<Action>) -> Html {
    if place.variants < 2 {
        return Html::default();
    }
    let act = act.clone();
    let variant = (place.variant + 1) % place.variants;
    let onclick = move |_: MouseEvent| super::challenges::open(place.challenge, variant, &act);
    button("button", label, onclick)
}

fn next(place: PlaceInList, act: &Callback<Action>) -> Html {
    if place.challenge + 1 >= BUILT_IN.len() {
        return html! { { paragraph("This was the last challenge.") } };
    }
    let act = act.clone();
    let onclick = move |_: MouseEvent| super::challenges::open(place.challenge + 1, 0, &act);
    button("button primary", "Next challenge", onclick)
}

/// Links to pages; of addresses that are none, nothing.
pub(super) fn pages(sources: &[String]) -> Html {
    html! {
        { for sources.iter().filter(|source| source.starts_with("https://")).map(|source| html! {
            <a key={source.clone()} href={source.clone()} target="_blank" rel="noopener noreferrer">{ source.strip_prefix("https://").unwrap_or_default().to_owned() }</a>
        }) }
    }
}
