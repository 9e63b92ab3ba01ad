//! What an example teaches, where that is documented, and the way to the next one.

use kms_playground::{EXAMPLE_NAMES, Scenario, first_scenario};
use yew::prelude::*;

use crate::parts::examples;

/// The lesson of a scenario that teaches something. Fetched after the first paint.
pub(crate) fn lesson(scenario: &Scenario) -> Html {
    let Some(about) = &scenario.about else { return Html::default() };
    let Some(text) = about.lesson.as_ref().filter(|lesson| !lesson.is_empty()) else {
        return Html::default();
    };
    let sources = about.sources.iter().filter(|source| source.starts_with("https://"));
    html! {
        <details class="lesson" open=true>
            <summary>{ "What this example shows" }</summary>
            <p>{ text.clone() }</p>
            <ul>
                { for sources.map(|source| html! {
                    <li key={source.clone()}><a href={source.clone()} target="_blank" rel="noopener noreferrer">{ page(source) }</a></li>
                }) }
            </ul>
            if let Some(next) = next(scenario) {
                <a class="button small" href={format!("#example={next}")}>{ "Next example" }</a>
            }
        </details>
    }
}

/// What the address says of itself: its fragment, else its last part without the ending, in words.
fn page(source: &str) -> String {
    let part = source.rsplit(['/', '#']).find(|part| !part.is_empty()).unwrap_or(source);
    format!("AWS: {}", part.trim_end_matches(".html").replace(['-', '_'], " "))
}

/// The name of the example behind this one in the gallery. A scenario of somebody's own has none.
fn next(scenario: &Scenario) -> Option<&'static str> {
    let is_it = |name: &str| {
        let example = examples().iter().find(|example| example.name == name);
        let title = match example {
            Some(example) => example.scenario().ok()?.title,
            // Before the texts of the gallery are here, nothing but the first can be open.
            None if EXAMPLE_NAMES.first() == Some(&name) => first_scenario().title,
            None => None,
        };
        (title.is_some() && title == scenario.title).then_some(())
    };
    let at = EXAMPLE_NAMES.iter().position(|name| is_it(name).is_some())?;
    EXAMPLE_NAMES.get(at + 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_but_the_last_has_a_next_one_and_other_scenarios_have_none() {
        for pair in EXAMPLE_NAMES.windows(2) {
            let scenario = kms_playground::example(pair[0]).unwrap().scenario().unwrap();
            assert_eq!(next(&scenario), Some(pair[1]));
        }
        assert_eq!(next(&Scenario::default()), None);
        let own = Scenario { title: Some("Mine".to_owned()), ..first_scenario() };
        assert_eq!(next(&own), None);
    }

    #[test]
    fn a_page_is_called_by_its_last_part_in_words() {
        assert_eq!(
            page("https://docs.aws.amazon.com/kms/latest/developerguide/vpc-endpoint.html"),
            "AWS: vpc endpoint"
        );
        assert_eq!(page("https://docs.aws.amazon.com/a/b.html#c-d_e"), "AWS: c d e");
    }
}
