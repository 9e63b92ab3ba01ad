//! The answer as a ticket: for an issue tracker, or for a mail.

use kms_playground::Ticket;
use yew::prelude::*;

use crate::components::{button, copy_text};
use crate::hooks::download;
use crate::parts::files;
use crate::state::{Share, TicketAbout, TicketChoice, TicketForm};

use super::Desk;
use super::opening::one_of;

const FORMS: [(TicketForm, &str); 6] = [
    (TicketForm::Markdown, "Markdown, for GitHub"),
    (TicketForm::Jira, "Jira's markup"),
    (TicketForm::Slack, "Slack's markup"),
    (TicketForm::PlainText, "plain text"),
    (TicketForm::Chat, "short, for a chat"),
    (TicketForm::Line, "one link, in Markdown"),
];
const ABOUT: [(TicketAbout, &str); 2] =
    [(TicketAbout::This, "the request that is shown"), (TicketAbout::All, "all requests")];

/// The ticket.
pub(super) fn make(desk: &Desk<'_>) -> String {
    let choice = desk.sharing.ticket;
    let address = choice.link.then(|| desk.sent.address(desk.page, &desk.opening()).1);
    let mut ticket = Ticket::new(&desk.sent.scenario, &desk.sent.report);
    if choice.about == TicketAbout::This {
        ticket = ticket.about(desk.request);
    }
    if let Some(address) = &address {
        ticket = ticket.with_link(address);
    }
    files().map(|files| (files.ticket)(&ticket, choice.form)).unwrap_or_default()
}

/// The ticket in its form.
pub(crate) fn ticket(ticket: &Ticket<'_>, form: TicketForm) -> String {
    match form {
        TicketForm::Chat => ticket.chat(),
        TicketForm::Line => ticket.line(),
        TicketForm::Markdown => ticket.markdown(),
        TicketForm::Jira => ticket.jira(),
        TicketForm::Slack => ticket.slack(),
        TicketForm::PlainText => ticket.plain_text(),
    }
}

/// The tab.
pub(super) fn view(desk: &Desk<'_>, ticket: &AttrValue) -> Html {
    let choice = desk.sharing.ticket;
    let choose = desk.choose.reform(Share::Ticket);
    let on_link = choose.reform(move |_: Event| TicketChoice { link: !choice.link, ..choice });
    let save = {
        let text = ticket.clone();
        let about = (choice.about == TicketAbout::This).then_some(desk.request);
        let name = desk.file(
            about,
            match choice.form {
                TicketForm::Markdown | TicketForm::Line => "ticket.md",
                _ => "ticket.txt",
            },
        );
        move |_| download(&name, &text)
    };
    let save = button("button", "Save as a file", save);
    html! {
        <>
            <div class="columns-2">
                { one_of("ticket-about", "About", &ABOUT, choice.about, choose.reform(move |about| TicketChoice { about, ..choice })) }
                { one_of("ticket-form", "Copy as", &FORMS, choice.form, choose.reform(move |form| TicketChoice { form, ..choice })) }
                <label class="check"><input type="checkbox" checked={choice.link} onchange={on_link} /><span>{ "With the link" }</span></label>
            </div>
            { copy_text("Ticket", "tall", ticket, "Copy ticket", save) }
        </>
    }
}
