//! The file is read, printed and opened again, and nothing of a scenario becomes more than text in it.

use super::*;
use crate::{NamedPolicy, example, import, run};

const HOSTILE: &str =
    r#"</template></title></pre><script>alert(1)</script><img src=x onerror=alert(2)>&lt;b&gt; " ' {\n <!--"#;

fn file_of(scenario: &Scenario) -> String {
    let report = run(scenario);
    let link = "https://example.org/play/#s=1.abc";
    CaseFile { scenario, report: &report, link, date: "Written on 27 November 2026" }.page()
}

fn hostile() -> Scenario {
    let mut scenario = example("verified-permissions").unwrap().scenario().unwrap();
    scenario.title = Some(HOSTILE.to_owned());
    scenario.notes = Some(format!("{HOSTILE}\n{HOSTILE}"));
    scenario.key_policy =
        format!("{{ \"Version\": \"2012-10-17\", \"Id\": {HOSTILE:?}, \"Statement\": [] }}").into();
    let named = NamedPolicy { name: HOSTILE.to_owned(), text: HOSTILE.into() };
    scenario.identity_policies = Some(vec![named]);
    for request in &mut scenario.requests {
        request.name = Some(HOSTILE.to_owned());
        request.principal = HOSTILE.to_owned();
        request.encryption_context.set(HOSTILE, HOSTILE.to_owned());
    }
    scenario
}

/// The names of all tags, as a browser's tokenizer would begin them.
fn tags(html: &str) -> Vec<&str> {
    let of_name = |letter: char| letter.is_ascii_alphanumeric() || "/-!".contains(letter);
    let begun = html.split('<').skip(1);
    begun.map(|part| part.split(|letter| !of_name(letter)).next().unwrap_or_default()).collect()
}

#[test]
fn a_file_says_what_was_decided_why_and_by_which_policies() {
    let mut scenario = example("cloudtrail-confused-deputy-stopped").unwrap().scenario().unwrap();
    scenario.requests.truncate(2);
    let file = file_of(&scenario);
    insta::assert_snapshot!(file.split("</style>").nth(1).unwrap().split("<template").next().unwrap());
}

#[test]
fn a_file_opens_again_as_the_scenario_that_it_was() {
    let mut small = example("agentcore-grants-at-work").unwrap().scenario().unwrap();
    small.title = Some("Line\u{2028}separator & <entity> &lt;".to_owned());
    for scenario in [small, hostile()] {
        let text = format!("\u{feff}{}", file_of(&scenario));
        assert_eq!(import::read(&text, None).scenario, scenario);
    }
}

#[test]
fn whatever_a_scenario_says_stays_text_in_its_file() {
    let html = file_of(&hostile());
    let known = [
        "!doctype",
        "html",
        "head",
        "meta",
        "style",
        "title",
        "body",
        "main",
        "h1",
        "h2",
        "h3",
        "p",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "ol",
        "li",
        "strong",
        "code",
        "pre",
        "blockquote",
        "footer",
        "template",
    ];
    for tag in tags(&html) {
        assert!(known.contains(&tag.trim_start_matches('/')), "<{tag}");
    }
    assert_eq!(html.matches("<template").count(), 1);
    assert_eq!(html.matches("</template>").count(), 1);
    assert!(!html.contains("<script") && !html.contains("<img"));
    for attribute in html.split("href=\"").skip(1) {
        assert!(attribute.starts_with("https://"), "{attribute:.80}");
    }
}

#[test]
fn every_example_makes_a_small_file() {
    for example in crate::EXAMPLES {
        let size = file_of(&example.scenario().unwrap()).len();
        assert!(size <= 60_000, "{}: {size} bytes", example.name);
    }
}

#[test]
fn an_address_that_is_too_long_for_paper_is_in_the_file_and_not_on_paper() {
    let scenario = example("cloudtrail-one-trail").unwrap().scenario().unwrap();
    let report = run(&scenario);
    let link = format!("https://example.org/play/#s=1.{}", "x".repeat(LONG));
    let file = CaseFile { scenario: &scenario, report: &report, link: &link, date: "" };
    assert!(file.page().contains(&link) && !file.body().contains(&link));
    assert!(file.body().contains("<code>https://example.org/play/</code>"));
}
