//! Every statement of every policy that takes part: outcome, reason, and opened its elements.

use kms_playground::{
    CheckReport, Decision, Effect, Element, ElementOutcome, ElementReport, PolicyReport, StatementOutcome,
    StatementReport,
};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::components::{Tone, bring_into_view, h2, mark, part, prose, small};
use crate::hooks::use_effect_on;
use crate::state::{Action, Bearing, Line, Place, PolicySlot, Presentation};

use super::elements::{self, Elements};
use super::{ResultProps, tones};

pub(super) fn view(props: &ResultProps, check_index: usize, check: &CheckReport) -> Html {
    let groups = check.statements.chunk_by(|one, next| one.policy == next.policy);
    let groups: Vec<_> = groups.map(|group| Group::of(check, group)).collect();
    let first = |bearing: Bearing| groups.iter().filter(move |group| group.bearing == bearing);
    // The policy that decided stands first, then those that came near.
    html! { { for Bearing::ALL.into_iter().flat_map(first).filter_map(|group| view_policy(props, check_index, group)) } }
}

/// The statements of one policy, those that decided first, then those that come nearest to allowing the call.
struct Group<'a> {
    bearing: Bearing,
    statements: Vec<(Bearing, &'a StatementReport)>,
}

impl<'a> Group<'a> {
    fn of(check: &CheckReport, statements: &'a [StatementReport]) -> Self {
        let mut group = Self { bearing: Bearing::Other, statements: Vec::with_capacity(statements.len()) };
        let of = |wanted: Bearing| statements.iter().filter(move |one| Bearing::of(check, one) == wanted);
        group.statements.extend(of(Bearing::Decided).map(|one| (Bearing::Decided, one)));
        // The nearest of them first, as the report has them.
        for near in check.near_statements() {
            let one = of(Bearing::Near).find(|one| std::ptr::eq(*one, near));
            group.statements.extend(one.map(|one| (Bearing::Near, one)));
        }
        group.statements.extend(of(Bearing::Other).map(|one| (Bearing::Other, one)));
        group.bearing = group.statements.first().map_or(Bearing::Other, |(bearing, _)| *bearing);
        group
    }
}

fn view_policy(props: &ResultProps, check: usize, group: &Group<'_>) -> Option<Html> {
    let id = &group.statements.first()?.1.policy;
    let policy = props.report.policy(id)?;
    let slot = id.parse::<PolicySlot>().ok()?;
    Some(html! {
        <section key={id.clone()}>
            { h2(&format!("Statements: {}", policy.name)) }
            <div class="statements">
                { for group.statements.iter().map(|(bearing, statement)| view_statement(props, check, slot, policy, *bearing, statement)) }
            </div>
        </section>
    })
}

fn view_statement(
    props: &ResultProps,
    check: usize,
    slot: PolicySlot,
    policy: &PolicyReport,
    bearing: Bearing,
    statement: &StatementReport,
) -> Html {
    let summary = policy.statements.get(statement.index);
    let refused =
        props.report.requests.get(props.request).is_some_and(|report| report.decision != Decision::Allowed);
    let opens = bearing == Bearing::Decided || (refused && fails_by_its_condition_alone(statement));
    let open = props.folds.get(&(slot, statement.index)).copied().unwrap_or(opens);
    let current =
        props.place.is_some_and(|place| place.policy == slot && place.statement() == Some(statement.index));
    part!(
        statement.index,
        Statement {
            check,
            slot,
            index: statement.index,
            outcome: statement.outcome,
            decided: statement.decided,
            text: statement.text.clone(),
            sid: summary.and_then(|summary| summary.sid.clone()),
            effect: summary.and_then(|summary| summary.effect),
            elements: open.then(|| statement.elements.clone()),
            place: props.place.filter(|_| current),
            act: props.act.clone()
        }
    )
}

/// Whether everything but the condition matches: of a refusal the first thing to look at.
fn fails_by_its_condition_alone(statement: &StatementReport) -> bool {
    statement.outcome == StatementOutcome::DoesNotApply
        && statement.elements.iter().all(|element| {
            element.element == Element::Condition || element.outcome == ElementOutcome::Matches
        })
}

#[derive(Properties, PartialEq)]
pub(super) struct StatementProps {
    pub(super) check: usize,
    pub(super) slot: PolicySlot,
    pub(super) index: usize,
    pub(super) outcome: StatementOutcome,
    pub(super) decided: bool,
    pub(super) text: AttrValue,
    pub(super) sid: Option<String>,
    pub(super) effect: Option<Effect>,
    /// Of an open statement: a closed one shows none, and needs not be drawn anew when they change.
    pub(super) elements: Option<Vec<ElementReport>>,
    /// The chosen place, if it is in this statement.
    pub(super) place: Option<Place>,
    pub(super) act: Callback<Action>,
}

/// One statement.
#[component]
fn Statement(props: &StatementProps) -> Html {
    let StatementProps { check, slot, index, outcome, decided, text, sid, effect, elements, place, act } =
        props;
    let in_view = use_context::<Presentation>().unwrap_or_default().shows_policies();
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_on(place.is_some(), move |current| {
            if *current && let Some(element) = node.cast::<web_sys::Element>() {
                bring_into_view(&element);
            }
        });
    }
    let (index, is_open) = (*index, elements.is_some());
    let onclick = {
        let (act, slot) = (act.clone(), *slot);
        Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            act.emit(Action::Fold { policy: slot, statement: index, open: !is_open });
        })
    };
    let show = {
        let (act, slot) = (act.clone(), *slot);
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            if let Some(target) =
                event.target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok())
            {
                let _ = target.focus();
            }
            act.emit(Action::Point(Place { policy: slot, line: Line::Statement(index) }));
        })
    };
    let tone = tones::of_statement(*outcome, *effect);
    let number = index + 1;
    let title = sid.as_ref().map_or_else(|| format!("Statement {number}"), |sid| format!("{number} · {sid}"));
    let class = classes!(
        "statement",
        decided.then_some("decided"),
        (*effect == Some(Effect::Deny)).then_some("denies"),
        matches!(tone, Tone::Off | Tone::Blank).then_some("aside"),
        place.is_some().then_some("current"),
    );
    html! {
        <details {class} open={is_open} ref={node} aria-current={place.is_some().then_some("true")}>
            <summary {onclick}>
                { mark(tone) }
                <span>
                    <b>{ title }</b>
                    <small><span class="unseen">{ format!("{}: ", tones::word(*outcome)) }</span>{ prose(text) }</small>
                </span>
                <span class="tail"><span class="badge">{ effect.map_or("no Effect", |effect| match effect { Effect::Allow => "Allow", Effect::Deny => "Deny" }) }</span></span>
            </summary>
            if let Some(elements) = elements {
                { elements::view(&Elements { check: *check, slot: Some(*slot), in_view, statement: index, elements, place: *place, act }) }
                if in_view {
                    <p class="statement-foot">
                        <button type="button" class="link-button" onclick={show}>{ small("Show in the policy") }</button>
                    </p>
                }
            }
        </details>
    }
}
