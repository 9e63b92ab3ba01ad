//! The documentation site that embeds the playground: every example in it decides as it says, its links are whole, and
//! what it claims about AWS names a page of AWS's.

#![expect(clippy::panic, clippy::unwrap_used, reason = "all of it is a test: a panic is how a test fails")]

use std::fs;
use std::path::{Path, PathBuf};

use kms_playground::{Decision, Fragment, Scenario, run};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs-site")
}

/// The pages, by name.
fn pages() -> Vec<(String, String)> {
    let mut pages: Vec<_> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "html"))
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect();
    pages.sort();
    pages
}

/// Every value of an attribute.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let begin = format!(" {attribute}=\"");
    page.split(&begin).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// Every example of a page, and where it was found.
fn examples(page: &str) -> Vec<(String, Scenario)> {
    let mut found = Vec::new();
    for inline in page.split("<script type=\"application/json\">").skip(1) {
        let text = inline.split("</script>").next().unwrap();
        found
            .push(("inline".to_owned(), Scenario::from_json(text).unwrap_or_else(|error| panic!("{error}"))));
    }
    for file in values(page, "scenario") {
        let text = fs::read_to_string(folder().join(file)).unwrap();
        found.push((
            file.to_owned(),
            Scenario::from_json(&text).unwrap_or_else(|error| panic!("{file}: {error}")),
        ));
    }
    let frames = values(page, "src").into_iter().filter(|address| address.starts_with("{{playground}}#"));
    for link in values(page, "link").into_iter().chain(frames) {
        let shared = Fragment::parse(&link.replace("&amp;", "&")).scenario();
        let shared = shared.unwrap_or_else(|error| panic!("{link}: {error}")).unwrap();
        let difference = shared.difference(&run(&shared.scenario));
        assert!(difference.is_none(), "{link}: {difference:?}");
        found.push((link.to_owned(), shared.scenario));
    }
    found
}

#[test]
fn every_request_of_every_example_is_decided_as_it_says() {
    let mut count = 0;
    for (name, page) in pages() {
        for (place, scenario) in examples(&page) {
            for (request, result) in scenario.requests.iter().zip(run(&scenario).requests) {
                let decided = result.decision.name();
                assert!(request.expect.is_some(), "{name}, {place}: {:?} expects nothing", request.name);
                assert_eq!(
                    request.expect.map(Decision::name),
                    Some(decided),
                    "{name}, {place}: {:?}",
                    request.name
                );
                count += 1;
            }
        }
    }
    assert!(
        count >= 20,
        "only {count} requests were found: has the way in which pages embed examples changed?"
    );
}

#[test]
fn all_ways_of_embedding_are_shown() {
    let all: String = pages().into_iter().map(|(_, page)| page).collect();
    for way in [
        "<script type=\"application/json\">",
        " scenario=\"",
        " link=\"#s=1.",
        "<iframe src=\"{{playground}}#",
        "view=\"answer\"",
        "view=\"trace\"",
        "view=\"full\"",
        "load=\"click\"",
        " theme=\"dark\"",
        " readonly",
    ] {
        assert!(all.contains(way), "{way}");
    }
}

#[test]
fn every_page_names_pages_of_aws_and_its_own_links_lead_somewhere() {
    for (name, page) in pages() {
        let links: Vec<&str> = values(&page, "href");
        let (away, own): (Vec<&str>, Vec<&str>) = links.into_iter().partition(|link| link.contains("://"));
        assert!(!away.is_empty(), "{name} names no source");
        for link in away {
            assert!(link.starts_with("https://docs.aws.amazon.com/"), "{name}: {link}");
        }
        for link in own {
            assert!(folder().join(link).is_file(), "{name}: {link}");
        }
        assert!(page.matches("class=\"source\"").count() >= 1, "{name}");
    }
}
