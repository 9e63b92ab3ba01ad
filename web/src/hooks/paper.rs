//! The case file: saved, and printed in the place of the page.

use std::cell::Cell;

use gloo::events::EventListener;
use kms_playground::{CaseFile, Detail, Fragment, Report, Scenario, Shared as Link, run_without_findings};

use crate::parts::files;

use super::arrivals::{download, file_name};
use super::{base, last_scenario};

/// The class of what is printed, which is on paper alone.
const CLASS: &str = "paper";

thread_local! {
    static LISTENS: Cell<bool> = const { Cell::new(false) };
}

/// Saves the present scenario as a file that can be read without the playground.
pub(crate) fn save_case_file() {
    if let Some((scenario, files)) = last_scenario().zip(files()) {
        let report = run_without_findings(&scenario, Detail::All);
        let name = file_name(scenario.title.as_deref().unwrap_or_default());
        let file = (files.case_file)(&scenario, &report, &address(&scenario, &report));
        download(&format!("{name}.html"), &file);
    }
}

/// The file, for a scenario that opens at this address.
pub(crate) fn case_file_of(scenario: &Scenario, report: &Report, link: &str) -> String {
    CaseFile { scenario, report, link, date: &today() }.page()
}

/// From now on the whole case is printed: the page itself shows one request, one policy, and of a long text some lines.
pub(crate) fn print_everything() {
    let Some(window) = web_sys::window().filter(|_| !LISTENS.replace(true)) else { return };
    EventListener::new(&window, "beforeprint", |_| put()).forget();
    EventListener::new(&window, "afterprint", |_| take_away()).forget();
}

fn put() {
    take_away();
    let body = web_sys::window().and_then(|window| window.document()?.body());
    let Some((body, scenario)) = body.zip(last_scenario()) else { return };
    // Who is to predict a verdict does not read it on paper.
    if Fragment::parse(&super::current()).ask {
        return;
    }
    let report = run_without_findings(&scenario, Detail::All);
    let link = address(&scenario, &report);
    let paper = CaseFile { scenario: &scenario, report: &report, link: &link, date: &today() };
    let Some(sheet) = body.owner_document().and_then(|document| document.create_element("div").ok()) else {
        return;
    };
    sheet.set_class_name(CLASS);
    // Its own writer escapes all that was typed; and the page's policy runs no script in it.
    sheet.set_inner_html(&paper.body());
    let _ = body.append_child(&sheet);
}

fn take_away() {
    let document = web_sys::window().and_then(|window| window.document());
    let sheet =
        document.and_then(|document| document.query_selector(&format!("body > .{CLASS}")).ok().flatten());
    if let Some(sheet) = sheet {
        sheet.remove();
    }
}

fn address(scenario: &Scenario, report: &Report) -> String {
    let shared = Some(Link::new(scenario.clone(), report).encode());
    format!("{}#{}", base(), Fragment { shared, ..Fragment::default() })
}

/// `Written on 2026-11-27 at 07:30 UTC`
fn today() -> String {
    let now: String = js_sys::Date::new_0().to_iso_string().into();
    let (day, time) = now.split_once('T').unwrap_or((&now, ""));
    format!("Written on {day} at {} UTC", time.get(..5).unwrap_or_default())
}
