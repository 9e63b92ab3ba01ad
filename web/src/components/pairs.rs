//! Rows of a name, a value and a button that removes the row.

use yew::prelude::*;

use super::{Picture, button, icon, value_of};

/// The pairs after a change, and the row that was typed in; no row when one came or went.
pub(crate) type ChangedPairs = (Vec<(String, String)>, Option<String>);

#[derive(Properties, PartialEq)]
pub(crate) struct PairRowsProps {
    /// The beginning of each input's id.
    pub(crate) id: AttrValue,
    /// What one row is called: "pair", "tag".
    pub(crate) noun: AttrValue,
    pub(crate) pairs: Vec<(String, String)>,
    /// Names that are offered.
    #[prop_or_default]
    pub(crate) names: Vec<AttrValue>,
    pub(crate) on_change: Callback<ChangedPairs>,
}

/// A list of pairs to edit.
#[component]
pub(crate) fn PairRows(props: &PairRowsProps) -> Html {
    let names_id = format!("{}-names", props.id);
    let change = |index: usize, part: Part| {
        let (pairs, on_change) = (props.pairs.clone(), props.on_change.clone());
        Callback::from(move |event: InputEvent| {
            let mut pairs = pairs.clone();
            if let Some((name, value)) = pairs.get_mut(index) {
                *match part {
                    Part::Name => name,
                    Part::Value => value,
                } = value_of(event.target());
            }
            on_change.emit((pairs, Some(format!("{index}.{part:?}"))));
        })
    };
    let remove = |index: usize| {
        let (pairs, on_change) = (props.pairs.clone(), props.on_change.clone());
        Callback::from(move |_: MouseEvent| {
            let kept = pairs.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, pair)| pair.clone());
            on_change.emit((kept.collect(), None));
        })
    };
    let add = {
        let (pairs, on_change) = (props.pairs.clone(), props.on_change.clone());
        Callback::from(move |_: MouseEvent| {
            let mut pairs = pairs.clone();
            pairs.push((String::new(), String::new()));
            on_change.emit((pairs, None));
        })
    };
    let noun = &props.noun;
    let rows = props.pairs.iter().enumerate().map(|(index, (name, value))| {
        let number = index + 1;
        html! {
            <div class="pair" key={index}>
                <input class="input" id={format!("{}-{index}-name", props.id)} aria-label={format!("Name of {noun} {number}")}
                    value={name.clone()} placeholder="name" list={names_id.clone()} autocomplete="off" spellcheck="false"
                    oninput={change(index, Part::Name)} />
                <input class="input" id={format!("{}-{index}-value", props.id)} aria-label={format!("Value of {noun} {number}")}
                    value={value.clone()} placeholder="value" autocomplete="off" spellcheck="false"
                    oninput={change(index, Part::Value)} />
                <button type="button" class="button quiet icon" aria-label={format!("Remove {noun} {number}")}
                    onclick={remove(index)}>{ icon(Picture::Close) }</button>
            </div>
        }
    });
    html! {
        <div class="pairs">
            { for rows }
            <datalist id={names_id.clone()}>{ for props.names.iter().map(|name| html! { <option value={name} /> }) }</datalist>
            <div>{ button("button small", &format!("Add a {noun}"), add) }</div>
        </div>
    }
}

#[derive(Clone, Copy, Debug)]
enum Part {
    Name,
    Value,
}
