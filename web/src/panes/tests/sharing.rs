//! What the dialog for sharing shows: links, tickets, snippets, and what is replaced in them.

use super::*;
use crate::state::{EmbedWay, Share, ShareTab, TicketAbout};

fn share(state: &mut AppState, choices: impl IntoIterator<Item = Share>) {
    state.apply(Action::Open(Dialog::Share));
    choices.into_iter().for_each(|choice| state.apply(Action::Share(choice)));
}

#[test]
fn a_link_says_its_length_and_what_makes_it_long() {
    let html = html_after(|state| share(state, []));
    let link = html.split("aria-label=\"Link\"").nth(1).unwrap();
    assert!(link.contains("https://example.org/play/#s=1."), "{link}");
    let text = text_of(&html);
    assert!(
        text.contains(" characters") && text.contains("What makes it long Characters that each part adds")
    );
    assert!(!text.contains("Take care:"), "this link is short");
    let text = text_of(&html_after(|state| {
        let notes: String = (0..400).map(|number| format!("{:x} ", number * 7919)).collect();
        let mut scenario = (*state.scenario).clone();
        scenario.notes = Some(notes);
        state.apply(Action::Edit(Edit::Replace(Box::new(scenario))));
        share(state, []);
    }));
    assert!(text.contains("Take care: some chat and mail programs"), "{text}");
    assert!(text.contains("Characters that each part adds notes "), "the longest comes first: {text}");
}

#[test]
fn a_ticket_is_about_the_shown_request_or_about_all() {
    let count = |about| {
        let html = html_after(match about {
            TicketAbout::This => |state| share(state, [Share::Show(ShareTab::Ticket)]),
            TicketAbout::All => |state: &mut AppState| {
                let ticket = crate::state::TicketChoice { about: TicketAbout::All, ..state.sharing.ticket };
                share(state, [Share::Show(ShareTab::Ticket), Share::Ticket(ticket)]);
            },
        });
        let ticket = html.split("aria-label=\"Ticket\"").nth(1).unwrap().split("</textarea>").next().unwrap();
        assert!(ticket.contains("https://example.org/play/#s=1."), "{ticket}");
        ticket.matches("\n## ").count()
    };
    assert_eq!((count(TicketAbout::This), count(TicketAbout::All)), (1, 8));
}

#[test]
fn what_is_shared_redacted_holds_no_name_that_was_typed() {
    for tab in [ShareTab::Link, ShareTab::Ticket, ShareTab::Embed] {
        let html = match tab {
            ShareTab::Link => html_after(|state| redacted(state, ShareTab::Link)),
            ShareTab::Ticket => html_after(|state| redacted(state, ShareTab::Ticket)),
            _ => html_after(|state| redacted(state, ShareTab::Embed)),
        };
        let dialog = html.split("<dialog").nth(1).unwrap();
        let area = dialog.split("</textarea>").next().unwrap();
        assert!(text_of(dialog).contains("Checked: all 8 requests are decided as before"), "{dialog}");
        assert!(!area.contains("PolicyStoreAdmin") && !area.contains("Verified Permissions’"), "{area}");
    }
}

fn redacted(state: &mut AppState, tab: ShareTab) {
    let mut scenario = (*state.scenario).clone();
    scenario.requests[0].name = Some("PolicyStoreAdmin".to_owned());
    state.apply(Action::Edit(Edit::Replace(Box::new(scenario))));
    share(state, [Share::Redacted(true), Share::Show(tab)]);
}

#[test]
fn every_value_is_shown_before_and_after() {
    let html = html_after(|state| {
        let mut scenario = (*state.scenario).clone();
        scenario.requests[0].name = Some("Jane’s call".to_owned());
        state.apply(Action::Edit(Edit::Replace(Box::new(scenario))));
        share(state, [Share::Show(ShareTab::Redact)]);
    });
    let table = html.split("class=\"stand-ins\"").nth(1).unwrap().split("</table>").next().unwrap();
    let text = text_of(table);
    for words in ["Roles", "Sids of statements", "Names of requests", "Jane’s call", "Title and notes"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(table.contains("value=\"Role1\"") && table.contains("value=\"Statement1\""), "{table}");
    assert!(table.contains("placeholder=\"taken away\""));
    assert!(text_of(&html).contains("Look at this before you send it"));
}

#[test]
fn a_snippet_comes_with_what_the_hosts_policy_must_allow() {
    let html = html_after(|state| {
        let embed = crate::state::EmbedChoice { way: EmbedWay::Frame, ..state.sharing.embed.clone() };
        share(state, [Share::Show(ShareTab::Embed), Share::Embed(embed)]);
    });
    let snippet = html.split("aria-label=\"Snippet\"").nth(1).unwrap().split("</textarea>").next().unwrap();
    assert!(
        snippet.contains("clipboard-write")
            && snippet.contains("#example=verified-permissions&amp;amp;embed"),
        "{snippet}"
    );
    let text = text_of(&html);
    assert!(text.contains("frame-src https://example.org") && text.contains("What the reader sees first."));
    assert!(!text.contains("script-src"), "a frame needs no script");
}
