//! A request as a question, in the place of its answer: two choices, and after them what was missed.

use kms_playground::predict::{Marked, Question, Verdict};
use kms_playground::{Detail, Report, Request, Scenario, request_name};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::components::{button, identifier, paragraph, part, prose, prose_line};
use crate::hooks::use_effect_on;
use crate::state::{Action, AppState, PolicySlot, Predicted, Presentation, QuizStep, Shared};

use super::super::landmarks::role;
use super::super::result::{Elements, elements};
use super::export::Record;

/// The question of the shown request.
pub(crate) fn question(state: &AppState, act: &Callback<Action>) -> Html {
    let count = state.scenario.requests.len();
    let next =
        (1..count).map(|step| (state.request + step) % count).find(|at| state.quiz.answer(*at).is_none());
    part!(
        state.request,
        Asked {
            scenario: state.scenario.clone(),
            request: state.request,
            answer: state.quiz.answer(state.request),
            next,
            presentation: state.presentation,
            act: act.clone(),
        }
    )
}

#[derive(Properties, PartialEq)]
struct AskedProps {
    scenario: Shared<Scenario>,
    request: usize,
    answer: Option<Predicted>,
    /// The next request that is not answered.
    next: Option<usize>,
    presentation: Presentation,
    act: Callback<Action>,
}

#[component]
fn Asked(props: &AskedProps) -> Html {
    let AskedProps { scenario, request, answer, next, presentation, act } = props;
    let at = *request;
    // The page's own report hides what is asked.
    let report = use_memo((scenario.clone(), at), |(scenario, _)| {
        kms_playground::run_without_findings(scenario, Detail::All)
    });
    let question = use_memo((scenario.clone(), at), |_| Question::new(&report, at));
    let verdict = use_state_eq(|| None::<usize>);
    let choice = use_state_eq(|| None::<usize>);
    let feedback = use_node_ref();
    {
        let feedback = feedback.clone();
        use_effect_on(answer.is_some(), move |_| {
            if let Some(feedback) = feedback.cast::<HtmlElement>() {
                let _ = feedback.focus();
            }
        });
    }
    let name = scenario.requests.get(at).map(|request| request_name(request, at)).unwrap_or_default();
    let full = act.reform(move |_: MouseEvent| Action::Quiz(QuizStep::Full(at)));
    let Some(question) = (*question).as_ref() else {
        // Nothing to choose from decides it.
        let reveal = {
            let (act, record) = (act.clone(), unasked(scenario, &report, at, &name));
            move |_: MouseEvent| {
                let shown = Predicted { request: at, verdict: 0, choice: 0, is_right: false, full: true };
                act.emit(Action::Quiz(QuizStep::Answer(shown, record.clone())));
            }
        };
        return html! {
            <section class="column result" aria-label="Predict" role={role(*presentation)} id="why" tabindex="-1">
                <div class="result-body predict">
                    <h2>{ name }</h2>
                    { paragraph("No statement, grant or layer of this scenario decides this request alone.") }
                    <div class="row">{ button("button", "Show the full answer", reveal) }</div>
                </div>
            </section>
        };
    };
    let given = answer.map(|answer| (answer.verdict, answer.choice));
    let chosen = [given.map(|it| it.0).or(*verdict), given.map(|it| it.1).or(*choice)];
    let [Some(_), Some(_)] = chosen else {
        return form(props, &name, question, chosen, &verdict, &choice, None, Html::default());
    };
    let marked = given.map(|(verdict, choice)| {
        let verdict = Verdict::ALL.get(verdict).copied().unwrap_or(Verdict::Undetermined);
        question.mark(&report, at, verdict, choice)
    });
    let after = match &marked {
        None => {
            let (predicted, record) = predicted(scenario, question, at, &name, chosen);
            let act = act.clone();
            let onclick =
                move |_: MouseEvent| act.emit(Action::Quiz(QuizStep::Answer(predicted, record.clone())));
            html! { <div class="row">{ button("button primary", "Check", onclick) }</div> }
        }
        Some(marked) => html! {
            <div class={classes!("feedback", marked.is_right().then_some("right"))} role="status" tabindex="-1" ref={feedback}>
                <h3>{ prose(&marked.heading) }</h3>
                { for marked.text.iter().map(|text| prose_line(text)) }
                { missed(marked, act) }
                <div class="row">
                    if let Some(next) = *next {
                        { button("button primary", "Next question", act.reform(move |_: MouseEvent| Action::SelectRequest(next))) }
                    }
                    { button("button", "Show the full answer", full) }
                </div>
            </div>
        },
    };
    form(props, &name, question, chosen, &verdict, &choice, marked.as_ref(), after)
}

/// The rows of the trace that were missed.
fn missed(marked: &Marked, act: &Callback<Action>) -> Html {
    if marked.elements.is_empty() {
        return Html::default();
    }
    // Only statements have a text.
    let of_statement = marked.elements.iter().any(|element| element.span.is_some());
    elements(&Elements {
        check: 0,
        slot: of_statement.then_some(PolicySlot::KEY_POLICY),
        in_view: false,
        statement: 0,
        elements: &marked.elements,
        place: None,
        act,
    })
}

#[expect(clippy::too_many_arguments, reason = "what one form shows, known in one place only")]
fn form(
    props: &AskedProps,
    name: &str,
    question: &Question,
    chosen: [Option<usize>; 2],
    verdict: &UseStateHandle<Option<usize>>,
    choice: &UseStateHandle<Option<usize>>,
    marked: Option<&Marked>,
    after: Html,
) -> Html {
    let done = marked.is_some();
    let verdicts = Verdict::ALL.into_iter().enumerate().map(|(at, of)| {
        let right = done && of == question.verdict;
        option("predict-verdict", at, of.label(), "", chosen[0] == Some(at), done, right, verdict)
    });
    let causes = question.choices.iter().enumerate().map(|(at, of)| {
        let right = done && question.is_right(at);
        option("predict-cause", at, &of.title, &of.detail, chosen[1] == Some(at), done, right, choice)
    });
    let waiting = chosen.contains(&None);
    html! {
        <section class="column result" aria-label="Predict" role={role(props.presentation)} id="why" tabindex="-1">
            <div class="result-body predict">
                <h2>{ prose(&format!("{name}: what does AWS KMS decide?")) }</h2>
                if !props.presentation.shows_policies() {
                    { facts(props) }
                }
                <fieldset><legend>{ "The verdict" }</legend><div class="options row">{ for verdicts }</div></fieldset>
                <fieldset><legend>{ "What decides it" }</legend><div class="options">{ for causes }</div></fieldset>
                if waiting {
                    <div class="row"><button type="button" class="button primary" disabled=true>{ "Check" }</button></div>
                }
                { after }
            </div>
        </section>
    }
}

#[expect(clippy::too_many_arguments, reason = "one radio button")]
fn option(
    group: &'static str,
    at: usize,
    title: &str,
    detail: &str,
    checked: bool,
    disabled: bool,
    right: bool,
    set: &UseStateHandle<Option<usize>>,
) -> Html {
    let onchange = {
        let set = set.clone();
        move |_: Event| set.set(Some(at))
    };
    html! {
        <label key={at} class={classes!("option", checked.then_some("chosen"), right.then_some("right"))}>
            <input type="radio" name={group} {checked} {disabled} {onchange} />
            <span class="grow">{ prose(title) }
                if !detail.is_empty() {
                    <small>{ detail.to_owned() }</small>
                }
            </span>
            if disabled && checked {
                <small class="said">{ "your answer" }</small>
            }
            if right {
                <small class="said">{ "right" }</small>
            }
        </label>
    }
}

/// The request and the policies, where the page does not show them.
fn facts(props: &AskedProps) -> Html {
    let request = props.scenario.requests.get(props.request);
    let policies = props.scenario.policies();
    html! {
        <>
            <dl class="facts">{ for request.into_iter().flat_map(said).map(|(name, value)| html! { <><dt>{ name }</dt><dd>{ identifier(&value) }</dd></> }) }</dl>
            { for policies.into_iter().map(|policy| html! {
                <details open=true><summary>{ policy.name.to_owned() }</summary><pre tabindex="0">{ policy.text.text().to_owned() }</pre></details>
            }) }
        </>
    }
}

/// What a request says, in the order of the form.
fn said(request: &Request) -> Vec<(&'static str, String)> {
    let mut said = vec![("Who calls", request.principal.clone()), ("Operation", request.action.clone())];
    let mut add =
        |name: &'static str, value: &Option<String>| said.extend(value.clone().map(|value| (name, value)));
    add("Through", &request.via_service);
    add("Source ARN", &request.source_arn);
    add("Source account", &request.source_account);
    add("Key", &request.key_id);
    said.extend(
        request
            .encryption_context
            .iter()
            .map(|(name, value)| ("Encryption context", format!("{name} = {value}"))),
    );
    said.extend(request.context.iter().map(|(name, value)| {
        let value = value.as_ref().map_or_else(|| "absent".to_owned(), |value| value.values().join(", "));
        ("Condition key", format!("{name} = {value}"))
    }));
    said
}

fn predicted(
    scenario: &Scenario,
    question: &Question,
    at: usize,
    name: &str,
    chosen: [Option<usize>; 2],
) -> (Predicted, AttrValue) {
    let [verdict, choice] = chosen.map(Option::unwrap_or_default);
    let title = |at: usize| question.choices.get(at).map_or("", |choice| choice.title.as_str());
    let said = Verdict::ALL.get(verdict).copied().unwrap_or(Verdict::Undetermined);
    let right: Vec<&str> = question.right.iter().map(|at| title(*at)).collect();
    let is_right = said == question.verdict && question.is_right(choice);
    let record = Record {
        scenario: scenario.title.as_deref().unwrap_or_default(),
        request: name,
        predicted: [said.label(), title(choice)],
        actual: [question.verdict.label(), &right.join(", ")],
        is_right,
    };
    (Predicted { request: at, verdict, choice, is_right, full: false }, record.json().into())
}

/// A request that was shown without being asked: it counts as nothing that was right.
fn unasked(scenario: &Scenario, report: &Report, at: usize, name: &str) -> AttrValue {
    let record = Record {
        scenario: scenario.title.as_deref().unwrap_or_default(),
        request: name,
        predicted: ["", ""],
        actual: [report.requests.get(at).map_or("", |request| request.verdict()), ""],
        is_right: false,
    };
    record.json().into()
}
