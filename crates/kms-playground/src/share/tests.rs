//! Links end to end: what goes in comes out, and what is no link says why.

use super::*;
use crate::examples::example;
use crate::scenario::{NamedPolicy, PolicyText};

/// Links of version 1 as they were sent. Never edit one: they are out there.
const FIXTURES: &str = include_str!("v1/fixtures.json");

fn first_example() -> Scenario {
    example("verified-permissions").unwrap().scenario().unwrap()
}

fn shared(scenario: Scenario) -> Shared {
    Shared::from(scenario)
}

#[test]
fn a_link_gives_back_what_went_in() {
    let mut odd = first_example();
    odd.key_policy = PolicyText::new("{ not JSON \u{0}\u{1f511}\r\n\t\"é");
    odd.identity_policies =
        Some(vec![NamedPolicy { name: "a".into(), text: " {\"a\":1, \"a\":2}\n".into() }]);
    let seen =
        Shared { seen: Some(vec![Decision::Allowed, Decision::NotEvaluated]), ..shared(first_example()) };
    for before in [shared(first_example()), shared(Scenario::default()), shared(odd), seen] {
        let link = before.encode();
        let after = Shared::decode(&link).unwrap();
        assert_eq!(after, before);
        assert_eq!(after.encode(), link, "a second time gives the same link");
    }
}

#[test]
fn the_full_policy_with_one_request_fits_into_640_characters() {
    let mut scenario = first_example();
    scenario.requests.truncate(1);
    let whole = shared(scenario.clone()).encode().len() + "#s=".len();
    // What the example says about itself is prose and costs what prose costs.
    scenario.notes = None;
    scenario.about = None;
    let policy = shared(scenario).encode().len() + "#s=".len();
    assert!(policy <= 400, "{policy}");
    assert!(whole <= 950, "{whole}");
}

#[test]
fn old_links_are_read_for_ever() {
    #[derive(Deserialize)]
    struct Fixture {
        link: String,
        holds: String,
    }
    let fixtures: Vec<Fixture> = serde_json::from_str(FIXTURES).unwrap();
    assert!(fixtures.len() >= 4);
    for Fixture { link, holds } in fixtures {
        let shared = Shared::decode(&link).unwrap();
        assert_eq!(serde_json::to_string(&shared).unwrap(), holds);
    }
}

#[test]
fn what_is_no_link_says_why() {
    let refusal = |text: &str| Shared::decode(text).unwrap_err().text;
    for (text, reason) in [
        ("", "this is not a link of the playground"),
        ("hello", "this is not a link of the playground"),
        ("2.abc", "the link is of version `2`, this page reads version 1"),
        ("1.", "the link is cut off"),
        ("1.a+b", "the link is damaged: `+` cannot stand in it"),
    ] {
        assert_eq!(refusal(text), reason, "{text}");
    }
}

#[test]
fn no_letter_can_be_changed_or_lost_unnoticed() {
    let good = shared(first_example()).encode();
    for at in 2..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
        let one_letter_off = String::from_utf8(bytes).unwrap();
        assert!(Shared::decode(&one_letter_off).is_err(), "letter {at}");
        let (cut, _) = good.split_at(at);
        assert!(Shared::decode(cut).is_err(), "cut at {at}");
    }
}

#[test]
fn line_breaks_of_a_mail_program_do_no_harm() {
    let good = shared(first_example()).encode();
    let (head, tail) = good.split_at(70);
    let wrapped = format!("{head}\r\n {tail}\n");
    assert_eq!(Shared::decode(&wrapped).unwrap(), shared(first_example()));
}

#[test]
fn of_a_scenario_with_wrong_fields_the_rest_is_kept() {
    let json = r#"{"scenario":{"version":1,"title":"t","future":1,"key":{"arn":"k","keyState":"Gone"},"keyPolicy":{ },
        "requests":[{"principal":"p","action":"a"},{"principle":"p"}]}}"#;
    let error = Shared::decode(&format!("1.{}", v1::encode(json.as_bytes()))).unwrap_err();
    assert!(error.text.contains("scenario.future: unknown field `future`"), "{error}");
    let kept = error.salvaged.unwrap();
    assert_eq!((kept.title.as_deref(), kept.key_policy.text(), kept.requests.len()), (Some("t"), "{ }", 1));
}

/// Links that mean harm or are none of ours, each with what is said to whoever opens it; nothing for those that are
/// read. `tests/browser` opens every one of them.
#[test]
fn hostile_links_are_read_or_refused_with_a_reason() {
    #[derive(Deserialize)]
    struct Hostile {
        about: String,
        fragment: String,
        #[serde(default)]
        says: Option<String>,
    }
    let links: Vec<Hostile> = serde_json::from_str(include_str!("hostile.json")).unwrap();
    assert!(links.len() > 40);
    for Hostile { about, fragment, says } in links {
        let shared = Fragment::parse(&fragment).scenario();
        let said = shared.as_ref().err().map(ToString::to_string);
        assert_eq!(said, says, "{about}");
    }
}
