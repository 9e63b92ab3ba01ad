//! A change of policies and grants as lines: which go and which come.

use super::types::{AdviceAction, AdviceChange};
use super::words;
use crate::explain::words::capital;
use crate::scenario::{PolicyId, Scenario};

/// What a change does to one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Whose text: `Key policy`, `IAM policy `App`` …
    pub title: String,
    /// The lines that differ, in the order of the text.
    pub lines: Vec<PreviewLine>,
}

/// A line that goes or comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewLine {
    /// Its number in the text before, or after if it is added; from 1.
    pub number: usize,
    /// Whether it comes.
    pub is_added: bool,
    /// The line; of a very long one the place that differs.
    pub text: String,
}

/// The most lines that are compared with one another: what is longer is shown as replaced.
const COMPARED: usize = 600;
/// The most lines that are shown of one text.
const SHOWN: usize = 80;
/// Lines longer than this are shortened around their difference.
const LONG: usize = 160;
/// How much of a shortened line stands before and behind the difference.
const AROUND: usize = 40;

impl AdviceChange {
    /// What the change does to the texts of policies and grants, each in lines. Empty if it changes the request or the key
    /// alone, where the title says it all, or if the scenario is not the one that it was made for.
    pub fn preview(&self, scenario: &Scenario, request: usize) -> Vec<Preview> {
        let Some(changed) = self.apply(scenario, request) else { return Vec::new() };
        let mut previews = differences(scenario, &changed);
        for part in &self.parts {
            if let AdviceAction::AddGrant { grant, .. } = &part.action {
                let text = serde_json::to_string_pretty(grant).unwrap_or_default();
                previews.push(Preview { title: "Grant".to_owned(), lines: lines("", &text) });
            }
        }
        previews
    }
}

/// The policies that differ between two scenarios, each in lines.
pub fn differences(before: &Scenario, after: &Scenario) -> Vec<Preview> {
    let (old, new) = (before.policies(), after.policies());
    let preview = |of: &Scenario, id: PolicyId, old: &str, new: &str| {
        let title = words::policy(of, id);
        let title = capital(title.strip_prefix("the ").unwrap_or(&title));
        Preview { title, lines: lines(old, new) }
    };
    let mut previews = Vec::new();
    for policy in &new {
        let old =
            old.iter().find(|old| old.place == policy.place).map(|old| old.text.text()).unwrap_or_default();
        if old != policy.text.text() {
            previews.push(preview(after, policy.place, old, policy.text.text()));
        }
    }
    for policy in old.iter().filter(|old| !new.iter().any(|new| new.place == old.place)) {
        previews.push(preview(before, policy.place, policy.text.text(), ""));
    }
    previews
}

/// The lines that differ between two texts.
fn lines(before: &str, after: &str) -> Vec<PreviewLine> {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let same = |one: &&str, other: &&str| one == other;
    let start = before.iter().zip(&after).take_while(|(one, other)| same(one, other)).count();
    let old = before.get(start..).unwrap_or_default();
    let new = after.get(start..).unwrap_or_default();
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(one, other)| same(one, other)).count();
    let old = old.get(..old.len() - end).unwrap_or_default();
    let new = new.get(..new.len() - end).unwrap_or_default();
    let mut lines = compared(old, new, start);
    if let [removed, added] = lines.as_mut_slice() {
        shorten(&mut removed.text, &mut added.text);
    }
    lines.truncate(SHOWN);
    lines
}

/// What goes and what comes between two runs of lines that begin behind `start` lines: as little as possible.
fn compared(old: &[&str], new: &[&str], start: usize) -> Vec<PreviewLine> {
    let line = |index: usize, is_added: bool, text: &str| PreviewLine {
        number: start + index + 1,
        is_added,
        text: text.to_owned(),
    };
    if old.len() > COMPARED || new.len() > COMPARED {
        let old = old.iter().enumerate().map(|(index, text)| line(index, false, text));
        return old.chain(new.iter().enumerate().map(|(index, text)| line(index, true, text))).collect();
    }
    // How many lines the ends of both have in common, from each pair of places on.
    let width = new.len() + 1;
    let mut common = vec![0_u16; (old.len() + 1) * width];
    for (row, one) in old.iter().enumerate().rev() {
        for (column, other) in new.iter().enumerate().rev() {
            let at = |row: usize, column: usize| common.get(row * width + column).copied().unwrap_or(0);
            let most = if one == other {
                at(row + 1, column + 1) + 1
            } else {
                at(row + 1, column).max(at(row, column + 1))
            };
            if let Some(cell) = common.get_mut(row * width + column) {
                *cell = most;
            }
        }
    }
    let at = |row: usize, column: usize| common.get(row * width + column).copied().unwrap_or(0);
    let mut lines = Vec::new();
    let (mut row, mut column) = (0, 0);
    loop {
        match (old.get(row), new.get(column)) {
            (Some(one), Some(other)) if one == other => (row, column) = (row + 1, column + 1),
            (Some(one), other) if other.is_none() || at(row + 1, column) >= at(row, column + 1) => {
                lines.push(line(row, false, one));
                row += 1;
            }
            (_, Some(other)) => {
                lines.push(line(column, true, other));
                column += 1;
            }
            _ => return lines,
        }
    }
}

/// Leaves of two long lines the place in which they differ.
fn shorten(old: &mut String, new: &mut String) {
    if old.chars().count().max(new.chars().count()) <= LONG {
        return;
    }
    let start = old.chars().zip(new.chars()).take_while(|(one, other)| one == other).count();
    let longest = old.chars().count().min(new.chars().count()) - start;
    let ends = old.chars().rev().zip(new.chars().rev()).take(longest);
    let end = ends.take_while(|(one, other)| one == other).count();
    let (skipped, behind) = (start.saturating_sub(AROUND), end.saturating_sub(AROUND));
    for text in [old, new] {
        let kept = text.chars().count() - skipped - behind;
        let middle: String = text.chars().skip(skipped).take(kept).collect();
        let (head, tail) = (if skipped > 0 { "… " } else { "" }, if behind > 0 { " …" } else { "" });
        *text = format!("{head}{middle}{tail}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(before: &str, after: &str) -> Vec<String> {
        lines(before, after)
            .iter()
            .map(|line| format!("{} {} {}", line.number, if line.is_added { '+' } else { '-' }, line.text))
            .collect()
    }

    #[test]
    fn only_lines_that_differ_are_shown_with_their_numbers() {
        assert_eq!(
            written("a\nb\nc\nd\ne", "a\nb,\nx\nc\nd\nE"),
            ["2 - b", "2 + b,", "3 + x", "5 - e", "6 + E"]
        );
        assert_eq!(written("", "a\nb"), ["1 + a", "2 + b"]);
        assert_eq!(written("a\nb", "a"), ["2 - b"]);
        assert!(written("a\nb", "a\nb").is_empty());
    }

    #[test]
    fn of_a_long_line_the_place_that_differs_is_shown() {
        let (head, tail) = ("x".repeat(300), "y".repeat(300));
        let shown = written(&format!("{head}1{tail}"), &format!("{head}22{tail}"));
        let (head, tail) = ("x".repeat(40), "y".repeat(40));
        assert_eq!(shown, [format!("1 - … {head}1{tail} …"), format!("1 + … {head}22{tail} …")]);
    }

    #[test]
    fn texts_too_long_to_be_compared_are_shown_as_replaced_up_to_a_limit() {
        let text = |word: &str| (0..700).map(|index| format!("{word}{index}\n")).collect::<String>();
        assert_eq!(written(&text("a"), &text("b")).len(), SHOWN);
    }
}
