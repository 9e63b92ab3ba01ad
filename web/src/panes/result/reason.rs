//! The reason of a verdict with the ways to what it names. A part of what is fetched after the first paint; until then the
//! same words are shown without.

use kms_playground::{CheckReport, Report, RequestReport, StatementReport};
use yew::prelude::*;

use crate::components::{button, identifier};
use crate::state::{Action, Line, Place, PolicySlot, PolicyTab, Role};

/// The reason, in which each statement and grant that it names leads there.
pub(crate) fn reason(whole: &Report, report: &RequestReport, act: &Callback<Action>) -> Html {
    let parts: Vec<&str> = report.summary.split('`').collect();
    let mut shown = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if at % 2 == 1 {
            shown.push(identifier(part));
            continue;
        }
        // `Statement 2 of the key policy`, `statements 1 and 3 of the SCP` with its name in the next part.
        let (mut seen, mut noun, mut plain) = (0, "", String::new());
        for word in part.split_inclusive(' ') {
            seen += word.len();
            let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
            let target = match (noun, digits.parse::<usize>()) {
                ("", _) | (_, Err(_)) => None,
                ("rant", _) => Some(Action::ShowTab(PolicyTab::Grants)),
                (_, Ok(number)) => {
                    let after = part.get(seen..).unwrap_or_default();
                    named(whole, report, number, after, parts.get(at + 1).copied()).map(Action::Point)
                }
            };
            match target {
                Some(action) => {
                    let before = plain.trim_end().rsplit(' ').next().unwrap_or_default();
                    let joined = before.get(1..) == Some(noun) && noun != "tatements";
                    let label = if joined { format!("{before} {digits}") } else { digits.to_owned() };
                    plain.truncate(plain.len() - if joined { before.len() + 1 } else { 0 });
                    shown.push(html! { { std::mem::take(&mut plain) } });
                    let onclick = act.reform(move |_: MouseEvent| action.clone());
                    shown.push(button("link-button cause", &label, onclick));
                    plain.push_str(word.get(digits.len()..).unwrap_or_default());
                }
                None => {
                    noun = match word.trim_end().get(1..) {
                        Some("tatement") => "tatement",
                        Some("tatements") => "tatements",
                        Some("rant") => "rant",
                        Some("nd") => noun,
                        _ => "",
                    };
                    plain.push_str(word);
                }
            }
        }
        shown.push(html! { { plain } });
    }
    html! { { for shown } }
}

/// The statement of this number; which policy's, say the words behind it: `of the key policy`, `of the SCP` with a name.
fn named(
    whole: &Report,
    report: &RequestReport,
    number: usize,
    after: &str,
    name: Option<&str>,
) -> Option<Place> {
    let index = number.checked_sub(1)?;
    let (_, policy) = after.split_once("of the ")?;
    let of_key = policy.starts_with("key policy");
    let name = name.filter(|_| !policy.contains(['.', ',', ':']));
    let place = |statement: &StatementReport| {
        let slot = statement.policy.parse::<PolicySlot>().ok()?;
        let called = || whole.policy(&statement.policy).map(|policy| policy.name.as_str());
        let fits = (slot.role == Role::KeyPolicy) == of_key
            && (of_key || name.is_none_or(|name| called() == Some(name)));
        (statement.index == index && fits).then_some(Place { policy: slot, line: Line::Statement(index) })
    };
    // Several policies may have no name: then one that has to do with the verdict is meant.
    let all = || report.checks.iter().flat_map(|check| &check.statements);
    let near = report.checks.iter().flat_map(CheckReport::near_statements);
    all().filter(|statement| statement.decided).chain(near).chain(all()).find_map(place)
}
