//! Sharing: a link, a ticket, a snippet for another page; as it was typed, or with stand-ins for what identifies.

mod embed;
mod link;
mod opening;
mod redact;
mod ticket;

use std::rc::Rc;

use kms_playground::{
    Fragment, LeftValue, LinkLength, RedactedValue, RedactionOutcome, Report, Scenario, Shared as Link,
    request_name,
};
use yew::prelude::*;

use crate::components::{Modal, Tab, Tabs, Tone, button, mark, part};
use crate::hooks::file_name;
use crate::state::{Action, Share, ShareTab, Shared, Sharing, Snippet};

pub(crate) use embed::snippet;
pub(crate) use ticket::ticket;

#[derive(Properties, PartialEq)]
pub(crate) struct SharePaneProps {
    pub(crate) scenario: Shared<Scenario>,
    pub(crate) report: Shared<Report>,
    pub(crate) request: usize,
    pub(crate) sharing: Rc<Sharing>,
    /// The page's address, without its fragment.
    pub(crate) page: AttrValue,
    pub(crate) act: Callback<Action>,
}

/// What is sent: the scenario and what the engine says about it.
#[derive(Clone, PartialEq)]
struct Sent {
    scenario: Shared<Scenario>,
    report: Shared<Report>,
}

impl Sent {
    /// The address at which it opens.
    fn address(&self, page: &str, opening: &Fragment) -> (Link, String) {
        let link = Link::new((*self.scenario).clone(), &self.report);
        let fragment = Fragment { shared: Some(link.encode()), ..opening.clone() };
        (link, format!("{page}#{fragment}"))
    }
}

/// The redacted scenario and how it came about.
#[derive(Clone, PartialEq)]
struct Redaction {
    sent: Sent,
    values: Shared<Vec<RedactedValue>>,
    left: Shared<Vec<LeftValue>>,
    checked: AttrValue,
    outcome: Tone,
}

/// What a tab knows: what is sent, how, and whom to tell of a choice.
struct Desk<'a> {
    sent: &'a Sent,
    sharing: &'a Sharing,
    request: usize,
    page: &'a str,
    choose: &'a Callback<Share>,
}

impl Desk<'_> {
    fn opening(&self) -> Fragment {
        self.sharing.opening(self.request, self.sent.scenario.requests.len())
    }

    /// What a file of this kind is called: after the scenario, or after the request that it is about.
    fn file(&self, about: Option<usize>, kind: &str) -> String {
        let redacted = if self.sharing.redacted { "-redacted" } else { "" };
        let scenario = &self.sent.scenario;
        let request = about.and_then(|at| Some(request_name(scenario.requests.get(at)?, at)));
        let title = request.or_else(|| scenario.title.clone()).unwrap_or_default();
        let (name, extension) = kind.split_once('.').unwrap_or((kind, "txt"));
        format!("{}-{name}{redacted}.{extension}", file_name(&title))
    }
}

/// What a tab hands out.
enum Made {
    Link(AttrValue, LinkLength),
    Ticket(AttrValue),
    Snippet(Snippet),
    /// Of the redacted scenario.
    Redacted(AttrValue),
}

/// The dialog.
#[component]
pub(crate) fn SharePane(props: &SharePaneProps) -> Html {
    let sharing = &props.sharing;
    let choice = sharing.needs_redacted().then(|| sharing.choice.clone());
    let redaction = use_memo((props.scenario.clone(), choice), |(scenario, choice)| {
        let redacted = scenario.redact(choice.as_ref()?);
        let stays = redacted.values.iter().any(|value| value.outcome == RedactionOutcome::Stays);
        Some(Redaction {
            outcome: if stays { Tone::Warning } else { Tone::Yes },
            sent: Sent { scenario: Shared::new(redacted.scenario), report: Shared::new(redacted.report) },
            values: Shared::new(redacted.values),
            left: Shared::new(redacted.left),
            checked: redacted.checked.into(),
        })
    });
    let redaction = (*redaction).clone();
    let choose = props.act.reform(Action::Share);
    let typed = Sent { scenario: props.scenario.clone(), report: props.report.clone() };
    let sent = match &redaction {
        Some(redaction) if sharing.redacted => redaction.sent.clone(),
        _ => typed,
    };
    let made = {
        let shown =
            if sharing.tab == ShareTab::Redact { redaction.as_ref().map(|it| &it.sent) } else { None };
        let shown = shown.unwrap_or(&sent).clone();
        let (page, choose) = (props.page.clone(), choose.clone());
        use_memo((shown, sharing.clone(), props.request), move |(sent, sharing, request)| {
            let desk = Desk { sent, sharing, request: *request, page: &page, choose: &choose };
            match sharing.tab {
                ShareTab::Link => link::make(&desk),
                ShareTab::Ticket => Made::Ticket(ticket::make(&desk).into()),
                ShareTab::Embed => Made::Snippet(embed::make(&desk)),
                ShareTab::Redact => Made::Redacted(sent.address(&page, &desk.opening()).1.into()),
            }
        })
    };
    let desk = Desk { sent: &sent, sharing, request: props.request, page: &props.page, choose: &choose };
    let panel = match (&*made, &redaction) {
        (Made::Link(address, length), _) => link::view(&desk, address, length),
        (Made::Ticket(text), _) => ticket::view(&desk, text),
        (Made::Snippet(snippet), _) => embed::view(&desk, snippet),
        (Made::Redacted(address), Some(redaction)) => redact::view(&desk, redaction, address),
        (Made::Redacted(_), None) => Html::default(),
    };
    html! {
        <Modal title="Share" class="share" on_close={props.act.reform(|()| Action::CloseDialog)}>
            { part!(Tabs { label: "Ways to share", tabs: tabs(), selected: sharing.tab.id(), panel: "share-panel", on_select: choose.reform(|id: AttrValue| {
                let chosen = ShareTab::ALL.into_iter().find(|tab| *tab.id() == *id);
                Share::Show(chosen.unwrap_or(ShareTab::Link))
            }) }) }
            <div id="share-panel" class="share-panel" role="tabpanel" aria-labelledby={sharing.tab.id()}>
                { switch(sharing, redaction.filter(|_| sharing.redacted), &choose) }
                { panel }
            </div>
        </Modal>
    }
}

fn tabs() -> Vec<Tab> {
    let tab = |tab: ShareTab| Tab {
        id: tab.id().into(),
        label: tab.label().into(),
        count: AttrValue::default(),
        count_says: AttrValue::default(),
        has_error: false,
    };
    ShareTab::ALL.into_iter().map(tab).collect()
}

/// Whether what is shared is redacted: said, and changed, on every tab.
fn switch(sharing: &Sharing, redaction: Option<Redaction>, choose: &Callback<Share>) -> Html {
    let on = sharing.redacted;
    let partly = redaction.as_ref().is_some_and(|redaction| redaction.outcome == Tone::Warning);
    let onchange = choose.reform(move |_: Event| Share::Redacted(!on));
    let review = choose.reform(|_: MouseEvent| Share::Show(ShareTab::Redact));
    let says = match redaction {
        Some(Redaction { outcome, checked, .. }) => {
            html! { <>{ mark(outcome) }{ " " }{ checked }</> }
        }
        None => "Account numbers, names and ids in it can be read by everyone who gets it.".into(),
    };
    html! {
        <div class={classes!("share-switch", on.then_some("on"), partly.then_some("partly"))}>
            <label class="check"><input type="checkbox" checked={on} {onchange} aria-describedby="share-state" /><span>{ "Share it redacted" }</span></label>
            <p class="hint" id="share-state" role="status">{ says }</p>
            if sharing.tab != ShareTab::Redact {
                { button("button quiet small", "See what is replaced", review) }
            }
        </div>
    }
}
