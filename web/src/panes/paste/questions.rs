//! What the text does not say: names that stand for values, choices, and fields that are missing.

use kms_playground::import::{Ask, Import};
use yew::prelude::*;

use super::Answers;
use crate::components::{h3, identifier, prose, prose_line, value_of};

/// A field for each name that stands for a value, filled once for all its places.
pub(super) fn placeholders(asked: &Import, answers: &Answers, answer: &Callback<(String, String)>) -> Html {
    let mut names: Vec<(&str, usize, &str)> = Vec::new();
    for found in &asked.placeholders {
        let value = found.value.as_deref().unwrap_or_default();
        match names.iter_mut().find(|(name, ..)| *name == found.name) {
            Some((_, count, _)) => *count += 1,
            None => names.push((&found.name, 1, value)),
        }
    }
    if names.is_empty() {
        return Html::default();
    }
    html! {
        <section class="questions placeholders">
            { h3("Names that stand for values") }
            { for names.into_iter().enumerate().map(|(nth, (name, count, stands_in))| {
                let id = format!("placeholder-{nth}");
                let often = if count == 1 { "appears once".to_owned() } else { format!("appears {count} times") };
                let hint = if stands_in.is_empty() { String::new() } else { format!("{stands_in} stands in until you give the value.") };
                html! {
                    <div class="ask" key={name.to_owned()}>
                        <label for={id.clone()}>{ identifier(name) }{ format!(" {often}") }</label>
                        { input(&id, name, None, "", answers, answer, nth == 0) }
                        if !hint.is_empty() { <span class="hint">{ hint }</span> }
                    </div>
                }
            }) }
        </section>
    }
}

/// The questions. One that was answered stays, so that the answer can be changed.
pub(super) fn asks(
    asked: &Import,
    now: &Import,
    answers: &Answers,
    answer: &Callback<(String, String)>,
) -> Html {
    let is_open = |ask: &&Ask| {
        now.asks.iter().any(|open| open.field == ask.field)
            || answers.iter().any(|(field, _)| *field == ask.field)
    };
    let new = now.asks.iter().filter(|ask| asked.asks.iter().all(|known| known.field != ask.field));
    let asks: Vec<&Ask> = asked.asks.iter().filter(is_open).chain(new).collect();
    if asks.is_empty() {
        return Html::default();
    }
    let first = asked.placeholders.is_empty();
    html! {
        <section class="questions">
            { h3("The text does not say") }
            { for asks.into_iter().enumerate().map(|(nth, ask)| question(nth, ask, first, answers, answer)) }
        </section>
    }
}

/// Whether an answer can be typed.
fn is_typed(field: &str) -> bool {
    field == "key.arn" || field.starts_with("requests[")
}

fn question(
    nth: usize,
    ask: &Ask,
    first: bool,
    answers: &Answers,
    answer: &Callback<(String, String)>,
) -> Html {
    let id = format!("ask-{nth}");
    let chosen = answers.iter().find(|(field, _)| *field == ask.field).map(|(_, value)| value.as_str());
    let can_choose = !ask.choices.is_empty() && (is_typed(&ask.field) || ask.field == "keyPolicy");
    if !can_choose && !is_typed(&ask.field) {
        return html! { <div class="ask" key={ask.field.clone()}>{ prose_line(&ask.text) }</div> };
    }
    let pick = |value: String| {
        let field = ask.field.clone();
        answer.reform(move |_: Event| (field.clone(), value.clone()))
    };
    html! {
        <fieldset class="ask" key={ask.field.clone()}>
            <legend>{ prose(&ask.text) }</legend>
            if can_choose {
                <div class="options">
                    <label class="check"><input type="radio" name={id.clone()} checked={chosen.is_none()} onchange={pick(String::new())} /><span>{ "Not known" }</span></label>
                    { for ask.choices.iter().take(12).map(|choice| html! {
                        <label class="check" key={choice.clone()}><input type="radio" name={id.clone()} checked={chosen == Some(choice)} onchange={pick(choice.clone())} />{ identifier(choice) }</label>
                    }) }
                </div>
            }
            if is_typed(&ask.field) {
                { input(&format!("{id}-value"), &ask.field, Some(&ask.text.replace('`', "")), example(&ask.field), answers, answer, first && nth == 0) }
            }
        </fieldset>
    }
}

/// What an answer looks like.
fn example(field: &str) -> &'static str {
    match field.rsplit('.').next() {
        Some("arn") => "arn:aws:kms:us-east-1:111122223333:key/…",
        Some("principal") => "arn:aws:iam::111122223333:role/…",
        Some("action") => "kms:Decrypt",
        _ => "",
    }
}

/// A field of one line; `label` names it where no label element does.
fn input(
    id: &str,
    name: &str,
    label: Option<&str>,
    placeholder: &'static str,
    answers: &Answers,
    answer: &Callback<(String, String)>,
    is_first: bool,
) -> Html {
    let value = answers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let oninput = {
        let name = name.to_owned();
        answer.reform(move |event: InputEvent| (name.clone(), value_of(event.target())))
    };
    html! {
        <input id={id.to_owned()} class="input" aria-label={label.map(str::to_owned)} value={value.unwrap_or_default()} {placeholder}
            autofocus={is_first} autocomplete="off" autocapitalize="off" spellcheck="false" {oninput} />
    }
}
