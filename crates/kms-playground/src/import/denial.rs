//! AWS's message that a user is not authorized, read by the table that it is written from ([`crate::refusal`]).
//!
//! Every form of it: with and without a reason, with the policy that denies, about "this resource" and "the resource
//! associated with this ciphertext", and what KMS said before 2021.

use kms_catalog::Operation;
use kms_policy::Span;

use super::draft::FoundRefusal;
use super::squeezed::{Gap, Squeezed, squeeze};
use super::text::Text;
use crate::refusal::{self, Layer};

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Denial {
    /// The caller as written; absent where the message names none.
    pub(super) principal: Option<(String, Span)>,
    /// The action as written, of whatever service; absent in the form of before 2021.
    pub(super) action: Option<(String, Span)>,
    /// The resource as written; absent where the message does not name it.
    pub(super) resource: Option<(String, Span)>,
    /// Whether the message is about a ciphertext.
    pub(super) of_ciphertext: bool,
    pub(super) refusal: FoundRefusal,
    /// All of it.
    pub(super) span: Span,
    /// The bytes of the text that was searched, for what stands around it.
    pub(super) range: (usize, usize),
}

/// How far before the words "is not authorized" the caller may begin.
const CALLER: usize = 1200;

/// Finds the messages of a text, in order.
pub(super) fn find(text: &Text, squeezed: &Squeezed) -> Vec<Denial> {
    let reader = Reader { text, squeezed, phrases: Phrases::new() };
    let all = squeezed.as_str();
    let mut found: Vec<Denial> = Vec::new();
    let mut done = 0;
    let phrase = reader.phrases.not_authorized.trim_end_matches(':');
    for (at, _) in all.match_indices(phrase) {
        if at >= done
            && let Some((denial, end)) = reader.message(at, at + phrase.len(), done)
        {
            found.push(denial);
            done = end;
        }
    }
    let old = squeeze(refusal::OLD_CIPHERTEXT);
    found.extend(all.match_indices(&old).map(|(at, _)| reader.old_form(at, at + old.len())));
    kms_policy::sort_by(&mut found, |one, other| one.range.cmp(&other.range));
    found
}

/// The fixed parts of the sentence as they stand in a squeezed text.
struct Phrases {
    user: String,
    not_authorized: String,
    on_resource: String,
    this_resource: String,
    of_ciphertext: String,
    none: String,
    allows: String,
    explicit: String,
    three_ways: String,
}

impl Phrases {
    fn new() -> Self {
        // Of the reason that leaves three things open, as much as tells it from others.
        let three_ways = refusal::THREE_WAYS.split(',').next().unwrap_or_default();
        let explicit = refusal::EXPLICIT_DENY.trim_end_matches(" in");
        Self {
            user: squeeze(refusal::USER),
            not_authorized: squeeze(refusal::NOT_AUTHORIZED),
            on_resource: squeeze(refusal::ON_RESOURCE),
            this_resource: squeeze(refusal::THIS_RESOURCE),
            of_ciphertext: squeeze(refusal::OF_CIPHERTEXT),
            none: squeeze(refusal::NONE),
            allows: squeeze(refusal::ALLOWS),
            explicit: squeeze(explicit),
            three_ways: squeeze(three_ways),
        }
    }
}

struct Reader<'a> {
    text: &'a Text,
    squeezed: &'a Squeezed,
    phrases: Phrases,
}

impl Reader<'_> {
    fn rest(&self, at: usize) -> &str {
        self.squeezed.as_str().get(at..).unwrap_or_default()
    }

    fn span(&self, from: usize, to: usize) -> Span {
        let (start, end) = self.squeezed.range(from, to);
        self.text.span(start, end)
    }

    /// The message whose words "is not authorized to perform" stand at `at`, and where it ends.
    fn message(&self, at: usize, behind: usize, not_before: usize) -> Option<(Denial, usize)> {
        let caller = self.caller(at, not_before);
        let start = caller.as_ref().map_or(at, |(_, from, _)| *from);
        let behind = behind + usize::from(self.rest(behind).starts_with(':'));
        let (action, mut end) = self.action(behind)?;
        let action_span = self.span(behind, behind + action.len());
        let mut resource = None;
        let mut of_ciphertext = false;
        if self.rest(end).starts_with(&self.phrases.on_resource) {
            let from = end + self.phrases.on_resource.len();
            let (arn, to) = self.resource(from);
            resource = (!arn.is_empty() && arn != "*").then(|| (arn, self.span(from, to)));
            end = to;
        } else if self.rest(end).starts_with(&self.phrases.of_ciphertext) {
            of_ciphertext = true;
            end += self.phrases.of_ciphertext.len();
        } else if self.rest(end).starts_with(&self.phrases.this_resource) {
            end += self.phrases.this_resource.len();
        }
        let (refusal, end) = self.reason(end, &action);
        let principal = caller.map(|(arn, from, to)| (arn, self.span(from, to)));
        let range = self.squeezed.range(start, end);
        let denial = Denial {
            principal,
            action: Some((action, action_span)),
            resource,
            of_ciphertext,
            refusal,
            span: self.span(start, end),
            range,
        };
        Some((denial, end))
    }

    /// The caller before the words "is not authorized": behind "User:", or the last ARN.
    fn caller(&self, at: usize, not_before: usize) -> Option<(String, usize, usize)> {
        let all = self.squeezed.as_str();
        let from = all.floor_char_boundary(at.saturating_sub(CALLER)).max(not_before);
        let before = all.get(from..at)?;
        let user = before.rfind(&self.phrases.user).map(|found| found + self.phrases.user.len());
        let user = user.or_else(|| before.rfind("user:").map(|found| found + 5));
        let start = user.or_else(|| before.rfind("arn:"))?;
        let text = before.get(start..)?;
        let is_one = text.len() < 700 && !text.contains(['"', '{', '}', '(', ')']);
        // A mask may stand for all of it.
        let start = if is_one { start } else { before.rfind("arn:")? };
        let text = before.get(start..)?;
        let end = from + start + text.len();
        match self.foreign(text, from + start) {
            None => Some((text.to_owned(), from + start, end)),
            Some(own) => Some((text.get(..own)?.to_owned(), from + start, from + start + own)),
        }
    }

    /// Where a caller's ARN ends, if what a log writes before each line was read into it: `role/app` and `web |`. No name
    /// of IAM has such characters. 0 if the next line may go on with the name: then nobody can say what it is.
    fn foreign(&self, text: &str, from: usize) -> Option<usize> {
        let resource = text.match_indices(':').nth(4).map(|(at, _)| at + 1)?;
        // AWS's own roles have a colon: `assumed-role/aws:ec2-infrastructure/…`.
        let is_foreign = |(at, character): (usize, char)| match character {
            '|' | '[' | ']' | '#' | ';' => true,
            ':' => !text.get(..at).is_some_and(|it| it.ends_with("/aws")),
            _ => false,
        };
        let first = text.char_indices().skip_while(|(at, _)| *at < resource).find(|it| is_foreign(*it))?.0;
        let is_last = text.char_indices().next_back().is_some_and(is_foreign);
        let line = (resource..=first).rev().find(|at| self.squeezed.gap(from + at) == Gap::Line);
        Some(line.filter(|_| is_last).unwrap_or(0))
    }

    /// The action, and where what follows it begins.
    fn action(&self, from: usize) -> Option<(String, usize)> {
        let rest = self.rest(from);
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b":*-_".contains(&byte);
        let run = rest.bytes().take(120).position(|byte| !is_word(byte)).unwrap_or(rest.len().min(120));
        let word = rest.get(..run)?;
        // In a squeezed text the next words follow without a space.
        let next = [
            "onresource",
            "onthisresource",
            "ontheresource",
            "becauseno",
            "becausethe",
            "withanexplicit",
            "onkey",
        ];
        let by_words = next.iter().filter_map(|it| word.find(it)).min();
        let by_gap = (1..run).find(|at| self.squeezed.gap(from + at) != Gap::None);
        let name = |end: usize| word.get(..end).unwrap_or_default().trim_end_matches([':', '-', '_']);
        let known = |end: &usize| is_action(name(*end));
        let end = match (by_gap, by_words) {
            // Broken within its name: then the words tell where it ends.
            (Some(gap), Some(words)) if !known(&gap) && words > gap => words,
            (Some(gap), Some(words)) => gap.min(words),
            (Some(gap), None) => gap,
            (None, Some(words)) => words,
            (None, None) => run,
        };
        let action = name(end);
        let (service, operation) = action.split_once(':')?;
        (!service.is_empty() && !operation.is_empty()).then(|| (action.to_owned(), from + action.len()))
    }

    /// The resource, and where it ends.
    fn resource(&self, from: usize) -> (String, usize) {
        let rest = self.rest(from);
        let mut end = 0;
        for (at, character) in rest.char_indices().take(1400) {
            let stop = match character {
                '<' => rest.get(at + 1..).is_some_and(|rest| rest.starts_with(['/', '!'])),
                '"' | '\'' | '\\' | '(' | ')' | ',' | ';' | '{' | '}' | '`' => true,
                _ => false,
            };
            let so_far = rest.get(..at).unwrap_or_default();
            let wrapped = at > 0
                && match self.squeezed.gap(from + at) {
                    Gap::None => false,
                    Gap::Space => true,
                    // A terminal breaks where the line is full: the key id goes on in the next.
                    Gap::Line => is_complete(so_far) || self.reason_begins(from + at),
                };
            if stop || wrapped {
                break;
            }
            end = at + character.len_utf8();
        }
        let arn = rest.get(..end).unwrap_or_default().trim_end_matches(['.', ':']);
        (arn.to_owned(), from + arn.len())
    }

    fn reason_begins(&self, at: usize) -> bool {
        let rest = self.rest(at);
        rest.starts_with("because") || rest.starts_with(&self.phrases.explicit)
    }

    /// The reason, and where the message ends.
    fn reason(&self, from: usize, action: &str) -> (FoundRefusal, usize) {
        let begin = from + usize::from(self.rest(from).starts_with([',', '.', '"']));
        let rest = self.rest(begin);
        let found = |layer, explicit, policy_arn, end| {
            (FoundRefusal { layer, explicit, policy_arn, span: self.span(begin, end) }, end)
        };
        if let Some(rest) = rest.strip_prefix(self.phrases.none.as_str()) {
            let behind = begin + self.phrases.none.len();
            for row in &refusal::ROWS {
                let name =
                    row.none_allows.iter().map(|it| squeeze(it)).find(|it| rest.starts_with(it.as_str()));
                let Some(name) = name else { continue };
                let mut end = behind + name.len();
                let tail = format!("{}{action}action", self.phrases.allows);
                if self.rest(end).get(..tail.len()).is_some_and(|it| it.eq_ignore_ascii_case(&tail)) {
                    end += tail.len();
                }
                let (arn, end) = self.policy_arn(end);
                return found(Some(Layer::Policy(row.kind)), false, arn, end);
            }
        }
        if rest.starts_with(&self.phrases.three_ways) {
            let whole = squeeze(refusal::THREE_WAYS);
            let length = if rest.starts_with(&whole) { whole.len() } else { self.phrases.three_ways.len() };
            return found(Some(Layer::ThreeWays), false, None, begin + length);
        }
        if let Some(rest) = rest.strip_prefix(self.phrases.explicit.as_str()) {
            let mut behind = begin + self.phrases.explicit.len();
            let mut rest = rest;
            for word in ["in", "transitivelythrough"] {
                if let Some(more) = rest.strip_prefix(word) {
                    rest = more;
                    behind += word.len();
                }
            }
            for row in &refusal::ROWS {
                let bare = row.none_allows.iter();
                let name = row
                    .explicit_deny
                    .iter()
                    .chain(bare)
                    .map(|it| squeeze(it))
                    .find(|it| rest.starts_with(it.as_str()));
                if let Some(name) = name {
                    let (arn, end) = self.policy_arn(behind + name.len());
                    return found(Some(Layer::Policy(row.kind)), true, arn, end);
                }
            }
            return found(None, true, None, behind);
        }
        (FoundRefusal { layer: None, explicit: false, policy_arn: None, span: self.span(from, from) }, from)
    }

    /// The ARN of a policy behind a colon.
    fn policy_arn(&self, from: usize) -> (Option<String>, usize) {
        let Some(rest) = self.rest(from).strip_prefix(':').filter(|rest| rest.starts_with("arn:")) else {
            return (None, from);
        };
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b":/_-+=,.@*".contains(&byte);
        let mut end = 0;
        for (at, byte) in rest.bytes().enumerate().take(600) {
            let gap = at > 0 && self.squeezed.gap(from + 1 + at) == Gap::Space;
            // An ARN that is wrapped goes on after a line break if it is not whole yet.
            let line = at > 0
                && self.squeezed.gap(from + 1 + at) == Gap::Line
                && rest.get(..at).is_some_and(|arn| {
                    arn.contains("/p-") || arn.contains(":policy/") && !arn.contains("organizations")
                });
            if gap || line || !is_part(byte) {
                break;
            }
            end = at + 1;
        }
        let arn = rest.get(..end).unwrap_or_default().trim_end_matches(['.', ',', ':']);
        (Some(arn.to_owned()), from + 1 + arn.len())
    }

    /// What KMS said before 2021: it names nothing.
    fn old_form(&self, from: usize, to: usize) -> Denial {
        let span = self.span(from, to);
        Denial {
            principal: None,
            action: None,
            resource: None,
            of_ciphertext: true,
            refusal: FoundRefusal { layer: Some(Layer::ThreeWays), explicit: false, policy_arn: None, span },
            span,
            range: self.squeezed.range(from, to),
        }
    }
}

/// Whether a text is the name of an action that is surely whole.
fn is_action(text: &str) -> bool {
    match text.split_once(':') {
        Some((service, name)) if service.eq_ignore_ascii_case("kms") => {
            Operation::find(text).is_some() || name == "ReEncrypt"
        }
        Some((service, name)) => !service.is_empty() && name.len() > 3,
        None => false,
    }
}

/// Whether a resource is whole: a key ARN with its id, an alias, `*`.
pub(super) fn is_complete(arn: &str) -> bool {
    if arn == "*" {
        return true;
    }
    let Some((_, id)) = arn.split_once(":key/") else {
        return arn.contains(":alias/") && !arn.ends_with('/');
    };
    let hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    match id.strip_prefix("mrk-") {
        Some(id) => id.len() >= 32,
        None => id.len() >= 36 || !hex(id),
    }
}
