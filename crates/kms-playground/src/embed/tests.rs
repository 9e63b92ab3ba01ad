//! What a host's page gets, and that nothing breaks out of it.

use super::*;
use crate::{PolicyText, Theme, View, example, run};

const HOSTILE: &str = r#"</script><script>alert(1)</script><!-- "><img src=x onerror=alert(2)> & 'x'"#;

fn scenario() -> Scenario {
    let mut scenario = example("verified-permissions").unwrap().scenario().unwrap();
    scenario.requests.truncate(1);
    scenario
}

fn hostile() -> Scenario {
    let mut scenario = scenario();
    scenario.title = Some(HOSTILE.to_owned());
    scenario.requests[0].name = Some(HOSTILE.to_owned());
    scenario.requests[0].principal = HOSTILE.to_owned();
    let policy = scenario.key_policy.text().replacen("\"Sid\": \"", "\"Sid\": \"</SCRIPT ><!--<script>", 1);
    assert!(policy.contains("</SCRIPT >"));
    let mut text = PolicyText::new(policy);
    text.prefer_object();
    scenario.key_policy = text;
    scenario
}

fn snippet(scenario: &Scenario, form: EmbedForm) -> String {
    named(scenario, None, form)
}

fn named(scenario: &Scenario, example: Option<&str>, form: EmbedForm) -> String {
    let report = run(scenario);
    let opening = Fragment {
        request: Some(1),
        view: Some(View::Trace),
        theme: Some(Theme::Dark),
        readonly: true,
        ..Fragment::default()
    };
    let title = scenario.title.as_deref().unwrap_or_default();
    let embed = Embed {
        page: "https://example.org/play/",
        scenario,
        report: &report,
        example,
        opening: &opening,
        title,
        height: Some(500),
        form,
    };
    embed.snippet()
}

const INLINE: EmbedForm = EmbedForm::Element(EmbedContent::Inline, EmbedLoad::Click);
const LINKED: EmbedForm = EmbedForm::Element(EmbedContent::Link, EmbedLoad::Near);

/// The tags of an HTML text, as a browser's tokenizer would begin them.
fn tags(html: &str) -> Vec<&str> {
    let of_name = |letter: char| letter.is_ascii_alphanumeric() || "/-!".contains(letter);
    let begun = html.split('<').skip(1);
    begun.map(|part| part.split(|letter| !of_name(letter)).next().unwrap_or_default()).collect()
}

#[test]
fn a_snippet_says_what_it_shows_and_how() {
    let inline = snippet(&scenario(), INLINE);
    insta::assert_snapshot!("element", inline.split("<script type=\"application/json\">").next().unwrap());
    let frame = snippet(&scenario(), EmbedForm::Frame);
    assert!(frame.starts_with("<iframe src=\"https://example.org/play/#s=1."), "{frame}");
    assert!(
        frame.contains("&amp;request=1&amp;view=trace&amp;theme=dark&amp;readonly&amp;embed\" title="),
        "{frame}"
    );
    assert!(frame.contains("allow=\"clipboard-write\"") && frame.contains("height=\"500\""), "{frame}");
}

#[test]
fn nothing_in_a_scenario_breaks_out_of_a_snippet() {
    let whole = ["script", "/script", "kms-policy-playground"];
    let fallback = ["p", "/p", "p", "a", "/a", "/p", "/kms-policy-playground"];
    let expected = [&whole[..], &["script", "/script"], &fallback].concat();
    assert_eq!(tags(&snippet(&hostile(), INLINE)), expected);
    assert_eq!(tags(&snippet(&hostile(), LINKED)), [&whole[..], &fallback].concat());
    assert_eq!(tags(&snippet(&hostile(), EmbedForm::Frame)), ["iframe", "/iframe"]);
    for form in [INLINE, LINKED, EmbedForm::Frame] {
        let html = snippet(&hostile(), form);
        let tag = html.split("<kms-").nth(1).or_else(|| html.split("<iframe").nth(1)).unwrap();
        let opening = tag.split('>').next().unwrap();
        assert!(!opening.contains("onerror=alert(2)>"), "{opening}");
        assert!(opening.matches('"').count().is_multiple_of(2), "{opening}");
    }
}

#[test]
fn the_inline_scenario_is_the_same_byte_for_byte() {
    for scenario in [scenario(), hostile()] {
        let html = snippet(&scenario, INLINE);
        let script = html.split("<script type=\"application/json\">").nth(1).unwrap();
        let json = script.split("</script>").next().unwrap();
        assert_eq!(Scenario::from_json(json.trim()).unwrap(), Scenario { about: None, ..scenario });
    }
}

#[test]
fn a_link_in_a_snippet_opens_the_scenario() {
    let scenario = hostile();
    let html = snippet(&scenario, LINKED);
    let link = html.split("link=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let opened = Fragment::parse(link).scenario().unwrap().unwrap().scenario;
    assert_eq!(opened, Scenario { about: None, ..scenario });
}

#[test]
fn an_example_of_the_gallery_is_named_and_not_written_out() {
    let name = "verified-permissions-minimal-statement";
    let scenario = example(name).unwrap().scenario().unwrap();
    for form in [INLINE, LINKED, EmbedForm::Frame] {
        let html = named(&scenario, Some(name), form);
        assert!(html.len() < 600 && html.contains(&format!("#example={name}")), "{}: {html}", html.len());
        assert!(!html.contains("s=1."), "{html}");
    }
    insta::assert_snapshot!("example", named(&scenario, Some(name), INLINE));
}

#[test]
fn a_snippet_holds_nothing_that_no_reader_of_the_page_sees() {
    let mut scenario = scenario();
    scenario.title = Some(" ".to_owned());
    scenario.notes = Some(String::new());
    scenario.requests[0].name = Some(String::new());
    assert!(scenario.about.is_some());
    let html = snippet(&scenario, INLINE);
    for field in ["\"about\"", "\"title\"", "\"notes\"", "\"name\": \"\"", "\"lesson\"", "<p>: "] {
        assert!(!html.contains(field), "{field}: {html}");
    }
    assert!(html.contains("\"keyPolicy\""), "{html}");
}

#[test]
fn the_hosts_policy_names_the_origin_alone() {
    let (scenario, opening) = (scenario(), Fragment::default());
    let report = run(&scenario);
    let policy = |page, form| {
        let embed = Embed {
            page,
            scenario: &scenario,
            report: &report,
            example: None,
            opening: &opening,
            title: "",
            height: None,
            form,
        };
        embed.content_security_policy()
    };
    assert_eq!(
        policy("https://example.org:8443/a/b.html?c", EmbedForm::Frame),
        "frame-src https://example.org:8443"
    );
    assert_eq!(policy("http://localhost", INLINE), "script-src http://localhost; frame-src http://localhost");
}
