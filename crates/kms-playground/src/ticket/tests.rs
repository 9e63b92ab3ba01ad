//! Tickets in every form, and that nothing of a scenario becomes markup in one.

use super::*;
use crate::{example, run};

fn example_of(name: &str) -> (Scenario, Report) {
    let scenario = example(name).unwrap().scenario().unwrap();
    let report = run(&scenario);
    (scenario, report)
}

#[test]
fn a_ticket_says_what_why_where_and_how_to_open_it() {
    let (scenario, report) = example_of("cloudtrail-confused-deputy-stopped");
    let ticket = Ticket::new(&scenario, &report).about(1).with_link("https://example.org/#s=1.abc");
    insta::assert_snapshot!("markdown", ticket.markdown());
    insta::assert_snapshot!("plain_text", ticket.plain_text());
    insta::assert_snapshot!("jira", ticket.jira());
    insta::assert_snapshot!("slack", ticket.slack());
}

#[test]
fn a_ticket_about_one_request_leaves_the_others_out() {
    let (scenario, report) = example_of("verified-permissions");
    let all = Ticket::new(&scenario, &report).markdown();
    let one = Ticket::new(&scenario, &report).about(0).markdown();
    assert_eq!(all.matches("\n## ").count(), scenario.requests.len());
    assert_eq!(one.matches("\n## ").count(), 1);
}

#[test]
fn what_a_scenario_says_makes_no_links_and_no_pictures() {
    let (mut scenario, _) = example_of("verified-permissions");
    let hostile = "![x](https://example.org/spy) <img src=y> `**b**`\n# heading [a](b)";
    scenario.title = Some(hostile.to_owned());
    scenario.requests.truncate(1);
    let request = scenario.requests.first_mut().unwrap();
    request.name = Some(hostile.to_owned());
    request.principal = hostile.to_owned();
    request.encryption_context.set(hostile, hostile.to_owned());
    let report = run(&scenario);
    let markdown = Ticket::new(&scenario, &report).markdown();
    for line in markdown.lines() {
        let outside: String = outside_of_code(line);
        assert!(!outside.contains("](") && !outside.contains("<img"), "{line}");
        assert!(!line.starts_with("# heading"), "{line}");
    }
}

#[test]
fn a_chat_and_a_line_begin_with_the_verdict() {
    let (scenario, report) = example_of("cloudtrail-confused-deputy-stopped");
    let all = Ticket::new(&scenario, &report).with_link("https://example.org/#s=1.(abc)");
    let one = all.about(1);
    insta::assert_snapshot!("chat", one.chat());
    insta::assert_snapshot!("line", one.line() + &all.line());
    let first: String = one.chat().chars().take(120).collect();
    assert!(first.contains("Implicit deny"), "{first}");
}

/// A scenario whose every text is this one.
fn saying(text: &str) -> (Scenario, Report) {
    let (mut scenario, _) = example_of("verified-permissions");
    scenario.title = Some(text.to_owned());
    scenario.requests.truncate(1);
    let request = scenario.requests.first_mut().unwrap();
    request.name = Some(text.to_owned());
    request.principal = text.to_owned();
    request.encryption_context.set(text, text.to_owned());
    let report = run(&scenario);
    (scenario, report)
}

#[test]
fn in_jira_what_a_scenario_says_is_no_markup() {
    let hostile = r"{code}h1. x{code} [a|https://example.org/spy] !https://example.org/spy.png! *b* {color:red} \\ [~admin] &#91;";
    let (scenario, report) = saying(hostile);
    let jira = Ticket::new(&scenario, &report).jira();
    let escapes =
        jira.replace("\\{", "").replace("\\[", "").replace("\\!", "").replace("\\*b", "").replace("\\|", "");
    for markup in ["{code}h1", "[a|", "!https", "*b*", "{color", "[~", "\\\\"] {
        assert!(!escapes.contains(markup), "{markup}: {jira}");
    }
    assert!(jira.contains("&amp;\\#91;"), "an entity that somebody typed stays as it was typed: {jira}");
}

#[test]
fn in_slack_and_in_a_chat_nobody_is_called_and_nothing_is_a_link() {
    let (scenario, report) =
        saying("<!channel> @here <https://example.org/spy|x> *b* ```c``` jane@example.org");
    let ticket = Ticket::new(&scenario, &report);
    let slack = ticket.slack();
    for markup in ["<!", "<h", "```c"] {
        assert!(!slack.contains(markup), "{markup}: {slack}");
    }
    let outside: String = slack.replace("`\u{200b}", "").split('`').step_by(2).collect();
    assert!(!outside.contains("*b*"), "{outside}");
    for text in [outside, ticket.chat()] {
        assert!(!text.contains("@here") && text.contains("jane@example.org"), "{text}");
    }
}

/// What CommonMark takes neither as code, which stands between runs of backticks of equal length, nor as escaped.
fn outside_of_code<'a>(line: &'a str) -> String {
    let mut outside = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(['`', '\\']) {
        let (before, code) = rest.split_at(at);
        outside.push_str(before);
        if code.starts_with('\\') {
            rest = code.get(2..).unwrap_or_default();
            continue;
        }
        let run = code.len() - code.trim_start_matches('`').len();
        let (fence, code) = code.split_at(run);
        let behind = |after: &'a str| after.get(run..).unwrap_or_default();
        let mut ends = code.match_indices(fence).map(|(at, _)| code.split_at(at));
        let end = ends.find(|(inside, after)| !inside.ends_with('`') && !behind(after).starts_with('`'));
        rest = match end {
            Some((_, after)) => behind(after),
            None => {
                outside.push_str(fence);
                code
            }
        };
    }
    outside + rest
}
