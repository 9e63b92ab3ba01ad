//! The answer in one look.

use kms_playground::{CheckReport, Decision, Report, RequestReport, StatementReport};
use yew::prelude::*;

use crate::components::part;

use crate::components::{CopyButton, Identifier, Prose};
use crate::state::{Action, Line, Place, PolicySlot, PolicyTab, Presentation, Role, Shared};

use super::super::landmarks::role;
use super::super::request::should_be;
use super::tones;

#[derive(Properties, PartialEq)]
pub(crate) struct VerdictProps {
    pub(crate) report: Shared<Report>,
    pub(crate) request: usize,
    pub(crate) act: Callback<Action>,
}

/// The verdict of the shown request; its text is a live region, so that screen readers hear a new one.
#[component]
pub(crate) fn Verdict(props: &VerdictProps) -> Html {
    let presentation = use_context::<Presentation>().unwrap_or_default();
    let role = role(presentation);
    let stale = use_last_readable(&props.report, props.request);
    if let Some(report) = stale.as_ref().and_then(|report| report.requests.get(props.request)) {
        return html! {
            <section class="verdict stale" aria-label="Verdict" {role}>
                <div class="disc" aria-hidden="true">{ tones::of_decision(report.decision).glyph() }</div>
                <div>
                    // The live region keeps its words, so that nothing is said until the text is readable or stays broken.
                    <div role="status">
                        <strong class="word">{ report.decision.label() }</strong>
                        <p><Prose text={report.summary.clone()} /></p>
                        { expectation(report) }
                    </div>
                    <p class="met">{ "For the last text that could be read." }</p>
                </div>
            </section>
        };
    }
    let Some(report) = props.report.requests.get(props.request) else {
        return html! { <section class="verdict" aria-label="Verdict" {role}><div role="status">{ "No request" }</div></section> };
    };
    html! {
        <section class={classes!("verdict", tones::class_of(report))} aria-label="Verdict" {role}>
            <div class="disc" aria-hidden="true">{ tones::of_request(report).glyph() }</div>
            <div role="status">
                <strong class="word">{ report.verdict() }</strong>
                if presentation.shows_policies() {
                    <p>{ linked(&props.report, report, &props.act) }</p>
                } else {
                    <p><Prose text={report.summary.clone()} /></p>
                }
                { expectation(report) }
            </div>
            { part!(CopyButton { class: "icon-above", label: "Copy answer", text: answer(report) }) }
        </section>
    }
}

/// The last verdict while a text is briefly broken: at each keystroke within an element it would flip to *Not evaluated*
/// and back. After a second without a change the text is taken to be meant so.
#[hook]
fn use_last_readable(report: &Shared<Report>, request: usize) -> Option<Shared<Report>> {
    let last = use_mut_ref(|| None::<(usize, Shared<Report>)>);
    let again = use_force_update();
    let now = report.requests.get(request);
    let is_broken = now.is_some_and(|now| now.decision == Decision::NotEvaluated)
        && report.policies.iter().any(|policy| !policy.accepted);
    if !is_broken {
        *last.borrow_mut() = now.map(|_| (request, report.clone()));
    }
    let stale =
        last.borrow().as_ref().filter(|(at, _)| is_broken && *at == request).map(|(_, last)| last.clone());
    {
        let wait = stale.is_some();
        use_effect_with((report.clone(), request), move |_| {
            let timer = wait.then(|| {
                gloo::timers::callback::Timeout::new(1000, move || {
                    *last.borrow_mut() = None;
                    again.force_update();
                })
            });
            move || drop(timer)
        });
    }
    stale
}

/// The same without live region and button, for where several stand side by side.
pub(crate) fn verdict_face(report: &RequestReport) -> Html {
    html! {
        <div class={classes!("verdict", tones::class_of(report))}>
            <div class="disc" aria-hidden="true">{ tones::of_request(report).glyph() }</div>
            <div>
                <strong class="word">{ report.verdict() }</strong>
                <p><Prose text={report.summary.clone()} /></p>
            </div>
        </div>
    }
}

/// The reason, in which each statement and grant that it names leads there.
fn linked(whole: &Report, report: &RequestReport, act: &Callback<Action>) -> Html {
    let parts: Vec<&str> = report.summary.split('`').collect();
    let mut shown = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if at % 2 == 1 {
            shown.push(html! { <Identifier text={(*part).to_owned()} /> });
            continue;
        }
        // `Statement 2 of the key policy`, `statements 1 and 3 of the SCP` with its name in the next part.
        let (mut seen, mut noun, mut plain) = (0, "", String::new());
        for word in part.split_inclusive(' ') {
            seen += word.len();
            let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
            let target = match (noun, digits.parse::<usize>()) {
                ("", _) | (_, Err(_)) => None,
                ("rant", _) => Some(Action::ShowTab(PolicyTab::Grants)),
                (_, Ok(number)) => {
                    let after = part.get(seen..).unwrap_or_default();
                    named(whole, report, number, after, parts.get(at + 1).copied()).map(Action::Point)
                }
            };
            match target {
                Some(action) => {
                    let before = plain.trim_end().rsplit(' ').next().unwrap_or_default();
                    let joined = before.get(1..) == Some(noun) && noun != "tatements";
                    let label = if joined { format!("{before} {digits}") } else { digits.to_owned() };
                    plain.truncate(plain.len() - if joined { before.len() + 1 } else { 0 });
                    shown.push(html! { { std::mem::take(&mut plain) } });
                    let onclick = act.reform(move |_: MouseEvent| action.clone());
                    shown.push(html! { <button type="button" class="link-button cause" {onclick}>{ label }</button> });
                    plain.push_str(word.get(digits.len()..).unwrap_or_default());
                }
                None => {
                    noun = match word.trim_end().get(1..) {
                        Some("tatement") => "tatement",
                        Some("tatements") => "tatements",
                        Some("rant") => "rant",
                        Some("nd") => noun,
                        _ => "",
                    };
                    plain.push_str(word);
                }
            }
        }
        shown.push(html! { { plain } });
    }
    html! { { for shown } }
}

/// The statement of this number; which policy's, say the words behind it: `of the key policy`, `of the SCP` with a name.
fn named(
    whole: &Report,
    report: &RequestReport,
    number: usize,
    after: &str,
    name: Option<&str>,
) -> Option<Place> {
    let index = number.checked_sub(1)?;
    let (_, policy) = after.split_once("of the ")?;
    let of_key = policy.starts_with("key policy");
    let name = name.filter(|_| !policy.contains(['.', ',', ':']));
    let place = |statement: &StatementReport| {
        let slot = statement.policy.parse::<PolicySlot>().ok()?;
        let called = || whole.policy(&statement.policy).map(|policy| policy.name.as_str());
        let fits = (slot.role == Role::KeyPolicy) == of_key
            && (of_key || name.is_none_or(|name| called() == Some(name)));
        (statement.index == index && fits).then_some(Place { policy: slot, line: Line::Statement(index) })
    };
    // Several policies may have no name: then one that has to do with the verdict is meant.
    let all = || report.checks.iter().flat_map(|check| &check.statements);
    let near = report.checks.iter().flat_map(CheckReport::near_statements);
    all().filter(|statement| statement.decided).chain(near).chain(all()).find_map(place)
}

fn expectation(report: &RequestReport) -> Html {
    match (report.expected, report.met) {
        (Some(expected), Some(false)) => {
            html! { <p class="met unmet">{ format!("This {}.", should_be(expected)) }</p> }
        }
        _ => Html::default(),
    }
}

/// What is copied: the verdict, why, and AWS's own words.
fn answer(report: &RequestReport) -> String {
    let mut text = format!("{}. {}", report.verdict(), report.summary);
    if let Some(message) = &report.message {
        text.push_str("\n\n");
        text.push_str(message);
    }
    text
}
