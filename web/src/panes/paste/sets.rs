//! What the text sets: a row a field, new beside old.

use kms_playground::import::{Change, Import};
use serde_json::Value;
use yew::prelude::*;

use super::fields;
use super::parts::{self, Part};
use crate::components::prose;

/// The table.
pub(super) fn table(
    import: &Import,
    found: &[Part],
    lit: Option<usize>,
    light: &Callback<Option<usize>>,
) -> Html {
    let mut changes: Vec<&Change> = import.changes.iter().filter(|change| fields::is_shown(change)).collect();
    if changes.is_empty() {
        return Html::default();
    }
    kms_playground::sort_by(&mut changes, |one, other| {
        fields::rank(&one.field).cmp(&fields::rank(&other.field))
    });
    let several = import.scenario.requests.len() > 1;
    // Over nothing there is nothing old to compare with.
    let has_old = changes.iter().any(|change| change.from != Value::Null);
    html! {
        <table class="set">
            <caption>{ "What it sets" }</caption>
            <thead><tr>
                <th scope="col">{ "Field" }</th>
                <th scope="col">{ "New" }</th>
                if has_old { <th scope="col" class="old">{ "Old" }</th> }
            </tr></thead>
            <tbody>{ for changes.into_iter().map(|change| row(change, several, has_old, found, lit, light)) }</tbody>
        </table>
    }
}

fn row(
    change: &Change,
    several: bool,
    has_old: bool,
    found: &[Part],
    lit: Option<usize>,
    light: &Callback<Option<usize>>,
) -> Html {
    let number = parts::number_of(found, &change.field);
    let kind = number.and_then(|number| found.get(number)).map(|part| part.kind.class());
    let class = classes!(kind, (lit.is_some() && lit == number).then_some("lit"));
    let (over, out) =
        (light.reform(move |_: MouseEvent| number), light.reform(|_: MouseEvent| None::<usize>));
    let [gone, added] = fields::differing(&change.from, &change.to);
    html! {
        <tr {class} onmouseenter={over} onmouseleave={out}>
            <th scope="row">
                if let Some(number) = number { <span class="part-no">{ number + 1 }</span> }
                { fields::label(&change.field, several) }
            </th>
            <td>
                { fields::value(&change.field, &change.to) }
                if let Some(added) = added { <small>{ prose(&added) }</small> }
                if let Some(why) = &change.assumed { <small>{ "Assumed: " }{ prose(why) }</small> }
            </td>
            if has_old {
                <td class="old">
                    if change.from == Value::Null {
                        <span class="none">{ "–" }</span>
                    } else {
                        <del>{ fields::value(&change.field, &change.from) }</del>
                        if let Some(gone) = gone { <small>{ prose(&gone) }</small> }
                    }
                </td>
            }
        </tr>
    }
}
