//! What the page that embeds this one may ask for, and what it is told; docs/embedding.md lists the messages.
//!
//! A message is a JSON text and hostile until it is read: what is not understood changes nothing.

use kms_playground::{Fragment, Scenario};
use serde_json::{Map, Value, json};

use super::address::theme_of;
use super::{Action, AppState, Presentation};

/// The version that both sides name before anything else is said.
pub(crate) const PROTOCOL: u32 = 1;

/// The longest message that is read, in UTF-16 units: a scenario of 4 MiB, every character of it escaped.
pub(crate) const LONGEST: u32 = 16 * 1024 * 1024;

/// What a message leads to.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Heeded {
    pub(crate) actions: Vec<Action>,
    pub(crate) answer: Option<String>,
    /// Whether both sides now mean the same scenario: before that there is nothing to tell about.
    pub(crate) agreed: bool,
}

/// What a message of the embedding page leads to, in this state.
pub(crate) fn heed(message: &str, state: &AppState) -> Heeded {
    let Ok(Value::Object(message)) = serde_json::from_str(message) else { return Heeded::default() };
    match message.get("type").and_then(Value::as_str) {
        Some("configure") => Heeded { actions: configure(&message, state), ..Heeded::default() },
        Some("get") => match &state.unread {
            None => {
                let given = answer(&message, json!({ "scenario": state.scenario.to_json() }));
                Heeded { agreed: given.answer.is_some(), ..given }
            }
            Some(reason) => refuse(&message, "", reason),
        },
        Some("set") => set(&message),
        Some("select") => select(&message, state),
        _ => Heeded::default(),
    }
}

/// What KMS decides, and which request is shown.
pub(crate) fn verdict(state: &AppState) -> String {
    let decisions: Vec<_> = state.report.requests.iter().map(|request| request.decision.name()).collect();
    json!({ "type": "verdict", "decisions": decisions, "selected": state.request + 1 }).to_string()
}

/// The scenario, after a person changed it.
pub(crate) fn change(scenario: &Scenario) -> String {
    json!({ "type": "change", "scenario": scenario.to_json() }).to_string()
}

/// How high the frame should be, in pixels.
pub(crate) fn resize(height: u32) -> String {
    json!({ "type": "resize", "height": height }).to_string()
}

fn configure(message: &Map<String, Value>, state: &AppState) -> Vec<Action> {
    let Some(text) = message.get("fragment").and_then(Value::as_str) else { return Vec::new() };
    let fragment = Fragment::parse(text);
    let presentation = Presentation { embedded: state.presentation.embedded, ..Presentation::of(&fragment) };
    vec![Action::Present(presentation), Action::SetTheme(theme_of(&fragment))]
}

fn set(message: &Map<String, Value>) -> Heeded {
    let Some(text) = message.get("scenario").and_then(Value::as_str) else {
        return refuse(message, "scenario", "`set` needs a scenario, as JSON text");
    };
    match Scenario::from_json(text) {
        Ok(scenario) => {
            let request = number(message).map_or(0, |number| number - 1);
            let actions = vec![Action::Receive(Box::new(scenario)), Action::SelectRequest(request)];
            Heeded { actions, agreed: true, ..answer(message, json!({})) }
        }
        Err(error) => refuse(message, &error.path, &error.to_string()),
    }
}

fn select(message: &Map<String, Value>, state: &AppState) -> Heeded {
    let count = state.scenario.requests.len();
    match number(message).filter(|number| *number <= count) {
        Some(number) => {
            let actions = vec![Action::SelectRequest(number - 1)];
            Heeded { actions, ..answer(message, json!({})) }
        }
        None => {
            let asked = message.get("request").unwrap_or(&Value::Null);
            refuse(
                message,
                "request",
                &format!("there is no request `{asked}`: they are counted from 1 to {count}"),
            )
        }
    }
}

/// The number of a request, from 1.
fn number(message: &Map<String, Value>) -> Option<usize> {
    let number = message.get("request").and_then(Value::as_u64).filter(|number| *number > 0)?;
    usize::try_from(number).ok()
}

fn refuse(message: &Map<String, Value>, path: &str, text: &str) -> Heeded {
    answer(message, json!({ "error": { "text": text, "path": path } }))
}

/// An answer to a message that wants one.
fn answer(message: &Map<String, Value>, mut answer: Value) -> Heeded {
    let Some(id) = message.get("id").and_then(Value::as_u64) else { return Heeded::default() };
    if let Value::Object(fields) = &mut answer {
        fields.insert("type".to_owned(), "answer".into());
        fields.insert("id".to_owned(), id.into());
    }
    Heeded { answer: Some(answer.to_string()), ..Heeded::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::{Edit, Extent, Theme};
    use kms_playground::Decision;

    fn example() -> AppState {
        AppState::new(kms_playground::example("verified-permissions").unwrap().scenario().unwrap())
    }

    fn asked(message: &Value) -> Heeded {
        heed(&message.to_string(), &example())
    }

    fn answered(heeded: &Heeded) -> Value {
        serde_json::from_str(heeded.answer.as_deref().unwrap()).unwrap()
    }

    #[test]
    fn what_is_not_understood_changes_nothing_and_gets_no_answer() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        for message in [
            "",
            "null",
            "[]",
            "\"get\"",
            "{\"type\": \"get\"",
            "{\"id\": 1}",
            "{\"type\": \"run\", \"id\": 1}",
            "{\"type\": [\"get\"], \"id\": 1}",
            "{\"type\": \"get\"}",
            "{\"type\": \"get\", \"id\": -1}",
            "{\"type\": \"get\", \"id\": {\"toString\": 1}}",
            "{\"type\": \"configure\", \"fragment\": 7}",
            deep.as_str(),
        ] {
            assert_eq!(heed(message, &example()), Heeded::default(), "{message:.40}");
        }
    }

    #[test]
    fn the_scenario_is_given_as_its_json() {
        let answer = answered(&asked(&json!({ "type": "get", "id": 7 })));
        assert_eq!((&answer["type"], &answer["id"]), (&json!("answer"), &json!(7)));
        let scenario = Scenario::from_json(answer["scenario"].as_str().unwrap()).unwrap();
        assert_eq!(scenario, *example().scenario);
    }

    #[test]
    fn a_scenario_is_shown_with_the_request_that_was_asked_for_and_no_history() {
        let given = kms_playground::EXAMPLES[1].scenario().unwrap();
        let message = json!({ "type": "set", "id": 1, "scenario": given.to_json(), "request": 2 });
        let mut state = example();
        state.apply(Action::Edit(Edit::Title("typed".to_owned())));
        let heeded = heed(&message.to_string(), &state);
        assert!(heeded.agreed);
        for action in heeded.actions {
            state.apply(action);
        }
        assert_eq!((&*state.scenario, state.request, state.can_undo()), (&given, 1, false));
        assert_eq!(*state.origin, given);
    }

    #[test]
    fn a_scenario_that_cannot_be_read_is_refused_with_its_path_and_changes_nothing() {
        let bad = "{\"version\": 1, \"keyPolicy\": {}, \"requests\": [{\"principle\": \"x\"}]}";
        let heeded = asked(&json!({ "type": "set", "id": 1, "scenario": bad }));
        assert_eq!((&heeded.actions, heeded.agreed), (&Vec::new(), false));
        let error = &answered(&heeded)["error"];
        assert!(error["path"].as_str().unwrap().starts_with("requests[0]"), "{error}");
        assert!(error["text"].as_str().unwrap().contains("line 1"), "{error}");
        let missing = answered(&asked(&json!({ "type": "set", "id": 1, "scenario": { "version": 1 } })));
        assert_eq!(missing["error"]["path"], "scenario");
    }

    #[test]
    fn only_a_request_that_there_is_can_be_selected() {
        let chosen = asked(&json!({ "type": "select", "id": 1, "request": 2 }));
        assert_eq!(chosen.actions, [Action::SelectRequest(1)]);
        assert_eq!(answered(&chosen).get("error"), None);
        for request in [json!(0), json!(99), json!(-1), json!(1.5), json!("1"), json!(1e300), Value::Null] {
            let refused = asked(&json!({ "type": "select", "id": 1, "request": request }));
            assert_eq!(refused.actions, Vec::new());
            assert_eq!(answered(&refused)["error"]["path"], "request", "{request}");
        }
    }

    #[test]
    fn view_theme_and_reading_only_are_chosen_but_never_whether_the_page_is_embedded() {
        let mut state = example();
        state.presentation.embedded = true;
        let message = json!({ "type": "configure", "fragment": "view=answer&theme=dark&readonly&s=1.x" });
        for action in heed(&message.to_string(), &state).actions {
            state.apply(action);
        }
        let shown = Presentation { extent: Extent::Answer, readonly: true, ask: false, embedded: true };
        assert_eq!((state.presentation, state.theme), (shown, Theme::Dark));
        assert_eq!(state.scenario.requests.len(), example().scenario.requests.len());
    }

    #[test]
    fn an_address_that_cannot_be_read_is_told_until_there_is_a_scenario() {
        let mut state = crate::state::opened(&Fragment::parse("s=1.damaged&embed"), Scenario::default);
        let ask = json!({ "type": "get", "id": 1 }).to_string();
        assert!(answered(&heed(&ask, &state))["error"]["text"].as_str().unwrap().contains("link"));
        state.apply(Action::Receive(Box::default()));
        assert!(answered(&heed(&ask, &state))["scenario"].is_string());
    }

    #[test]
    fn what_the_host_is_told_names_decisions_as_the_report_does() {
        let told: Value = serde_json::from_str(&verdict(&example())).unwrap();
        assert_eq!(told["decisions"][0], Decision::Allowed.name());
        assert_eq!(told["decisions"].as_array().unwrap().len(), example().scenario.requests.len());
        assert_eq!(told["selected"], 1);
        assert_eq!(resize(7), r#"{"type":"resize","height":7}"#);
    }
}
