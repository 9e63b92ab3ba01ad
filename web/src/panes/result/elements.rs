//! The elements of a statement or of a grant: what it asks, what the request has, value by value.

use kms_playground::{ElementOutcome, ElementReport, ValueReport};
use yew::prelude::*;

use crate::components::{Tone, identifier, mark_said, prose};
use crate::state::{Action, Line, Place, PolicySlot};

use super::tones;

/// What the table is of.
pub(crate) struct Elements<'a> {
    pub(crate) check: usize,
    /// The policy that has the text; a grant has none.
    pub(crate) slot: Option<PolicySlot>,
    /// Whether the policy's text is in view, so that a line can point at its place there.
    pub(crate) in_view: bool,
    pub(crate) statement: usize,
    pub(crate) elements: &'a [ElementReport],
    pub(crate) place: Option<Place>,
    pub(crate) act: &'a Callback<Action>,
}

impl Elements<'_> {
    /// What the columns of both sides are headed.
    fn sides(&self) -> [&'static str; 2] {
        [if self.slot.is_some() { "The statement asks" } else { "The grant asks" }, "The request has"]
    }
}

/// The table.
pub(crate) fn view(props: &Elements<'_>) -> Html {
    let [asks, has] = props.sides();
    html! {
        <table class="elements">
            <thead>
                <tr>
                    <th class="sign"><span class="unseen">{ "Outcome" }</span></th>
                    <th class="what">{ "Element" }</th>
                    <th class="asks">{ asks }</th>
                    <th class="has">{ has }</th>
                </tr>
            </thead>
            <tbody>
                { for props.elements.iter().enumerate().map(|(index, element)| row(props, index, element)) }
            </tbody>
        </table>
    }
}

fn row(props: &Elements<'_>, index: usize, element: &ElementReport) -> Html {
    let line = Line::Element { check: props.check, statement: props.statement, element: index };
    let selected = props.place.is_some_and(|place| match place.line {
        Line::Element { check, element, .. } | Line::Value { check, element, .. } => {
            check == props.check && element == index
        }
        _ => false,
    });
    let name = match &element.key {
        Some(key) => {
            html! { <>{ identifier(key) }<small>{ element.operator.clone() }</small></> }
        }
        None => html! { { element.element.name() } },
    };
    // What stands in place of a condition and cannot be read asks nothing of the request: the text is about itself.
    let is_lost = element.key.is_none() && element.values.is_empty() && element.has.is_empty();
    let (asks, has) = if is_lost {
        (reason(element), Html::default())
    } else {
        (asks(props, index, element), has(element))
    };
    // Where there is no room for columns, each cell says which it is.
    let [asked, had] = props.sides();
    html! {
        <tr key={index} class={classes!(selected.then_some("selected"))}>
            <td class="sign">{ mark_said(tones::of_element(element.outcome), tones::element_word(element.outcome)) }</td>
            <td class="what">{ pointing(props, line, element.span.is_some(), name) }</td>
            <td class="asks" data-column={asked}>{ asks }</td>
            <td class="has" data-column={had}>{ has }</td>
        </tr>
    }
}

fn asks(props: &Elements<'_>, element: usize, report: &ElementReport) -> Html {
    let several = report.values.len() > 1;
    let value = |(index, value): (usize, &ValueReport)| {
        let line = Line::Value { check: props.check, statement: props.statement, element, value: index };
        let text = html! {
            <>
                { identifier(&value.value) }
                if let Some(resolved) = value.resolved.as_ref() {
                    <small>{ "= " }{ identifier(resolved) }</small>
                }
            </>
        };
        html! {
            <li key={index} class={classes!(several.then_some("one-of"))}>
                if several {
                    <span>{ mark_said(tone(report, value), tones::element_word(value.outcome)) }</span>
                }
                { pointing(props, line, value.span.is_some(), text) }
            </li>
        }
    };
    html! { <ul>{ for report.values.iter().enumerate().map(value) }</ul> }
}

/// One matching value is enough: beside it the others are not faults.
fn tone(element: &ElementReport, value: &ValueReport) -> Tone {
    match (element.outcome, value.outcome) {
        (ElementOutcome::Matches, ElementOutcome::DoesNotMatch) => Tone::Off,
        (_, outcome) => tones::of_element(outcome),
    }
}

/// What the request has: "the same" where it is, and why it does not match where it does not.
fn has(element: &ElementReport) -> Html {
    let same = matches!((element.has.as_slice(), element.values.as_slice()), ([has], [asked]) if *has == asked.value);
    let matches = element.outcome == ElementOutcome::Matches;
    html! {
        <>
            if same {
                <span class="same">{ "the same" }</span>
            } else if element.has.is_empty() {
                { reason(element) }
            } else {
                <ul>{ for element.has.iter().map(|value| html! { <li>{ identifier(value) }</li> }) }</ul>
            }
            if !matches && !element.has.is_empty() {
                <small>{ prose(&element.text) }</small>
            }
        </>
    }
}

/// What is said of the element where there is nothing of the request to show.
fn reason(element: &ElementReport) -> Html {
    html! { <span class="same">{ prose(&element.text) }</span> }
}

/// A button that points at the place in the policy; plain text where there is none.
fn pointing(props: &Elements<'_>, line: Line, has_place: bool, content: Html) -> Html {
    let Some(policy) = props.slot.filter(|_| has_place && props.in_view) else { return content };
    let act = props.act.clone();
    let onclick = move |_| act.emit(Action::Point(Place { policy, line }));
    html! { <button type="button" class="place" aria-description="Show in the policy" {onclick}>{ content }</button> }
}
