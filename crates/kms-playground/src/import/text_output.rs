//! What commands print with `--output text` and `--output table`: lines and boxes in place of JSON.
//!
//! AWS CLI User Guide, *Setting the output format in the AWS CLI*. In text a line begins with the name of its object, in
//! capitals, and has the values in the order of their names. Grants have a reader of their own (`grants`).

use kms_policy::{AccountId, Span};

use super::draft::Draft;
use super::node::{Member, Node, Value};
use super::place::Place;
use super::text::Text;
use super::walk;
use crate::{KeyManager, KeyOrigin, KeySpec, KeyState, KeyUsage};

/// How many lines of one object are kept.
const MAX: usize = 200;

/// Takes what commands say of a key and of who calls.
pub(super) fn read(draft: &mut Draft, text: &Text, place: Place<'_>) {
    let mut lists = [("TAGS", "Tags", Vec::new()), ("ALIASES", "Aliases", Vec::new())];
    let mut pairs: Vec<Member> = Vec::new();
    let mut at = 0;
    let take = |draft: &mut Draft, node: &Node| walk::take(draft, node, &Place { raw: None, ..place });
    for line in text.as_str().split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        if !line.contains(['\t', '|']) || line.len() > 4000 {
            continue;
        }
        let span = text.span(start, start + line.len());
        let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
        match fields.as_slice() {
            ["KEYMETADATA", values @ ..] => take(draft, &metadata(values, span)),
            ["TAGS", name, value] => {
                push(&mut lists, "TAGS", map(&[("TagKey", name), ("TagValue", value)], span));
            }
            ["ALIASES", arn, name, rest @ ..] => {
                let target = rest.last().copied().filter(|it| !it.contains(':')).unwrap_or_default();
                let members = [("AliasArn", *arn), ("AliasName", *name), ("TargetKeyId", target)];
                push(&mut lists, "ALIASES", map(&members, span));
            }
            [account, arn, id] if AccountId::new(account).is_some() && is_caller(arn) => {
                take(draft, &map(&[("Account", account), ("Arn", arn), ("UserId", id)], span));
            }
            _ => {
                let cells: Vec<&str> = line.split('|').map(str::trim).filter(|it| !it.is_empty()).collect();
                if let [name, value] = cells.as_slice()
                    && line.trim_start().starts_with('|')
                    && !value.starts_with(['{', '[', '"'])
                    && pairs.len() < MAX
                {
                    pairs.push(Member { name: (*name).to_owned(), value: Node::text_at(span, *value) });
                }
            }
        }
    }
    for (_, name, items) in lists {
        if let (Some(first), Some(last)) = (items.first(), items.last()) {
            let span: Span = first.span.cover(last.span);
            let list = Node::new(span, Value::List(items));
            take(draft, &Node::new(span, Value::Map(vec![Member { name: name.to_owned(), value: list }])));
        }
    }
    if let (Some(first), Some(last)) = (pairs.first(), pairs.last()) {
        let span = first.value.span.cover(last.value.span);
        take(draft, &Node::new(span, Value::Map(pairs)));
    }
}

fn push(lists: &mut [(&str, &str, Vec<Node>)], of: &str, item: Node) {
    if let Some((.., items)) = lists.iter_mut().find(|(name, ..)| *name == of).filter(|it| it.2.len() < MAX) {
        items.push(item);
    }
}

/// Whether an ARN is one of a caller, as `get-caller-identity` has it.
fn is_caller(arn: &str) -> bool {
    arn.starts_with("arn:") && (arn.contains(":sts::") || arn.contains(":iam::"))
}

/// The values of a key, each known by what it can be. A description may be anything; the others come behind it.
fn metadata(values: &[&str], span: Span) -> Node {
    let last =
        |fits: &dyn Fn(&str) -> bool| values.iter().rev().copied().find(|it| fits(it)).unwrap_or_default();
    let members = [
        ("Arn", last(&|it| it.starts_with("arn:") && it.contains(":kms:"))),
        ("KeySpec", last(&|it| KeySpec::find(it).is_some())),
        ("KeyUsage", last(&|it| KeyUsage::find(it).is_some())),
        ("KeyState", last(&|it| KeyState::find(it).is_some())),
        ("KeyManager", last(&|it| KeyManager::find(it).is_some() && it == it.to_ascii_uppercase())),
        ("Origin", last(&|it| KeyOrigin::find(it).is_some())),
    ];
    let inner = map(&members, span);
    Node::new(span, Value::Map(vec![Member { name: "KeyMetadata".to_owned(), value: inner }]))
}

/// A map of texts; those that are empty are left out.
fn map(members: &[(&str, &str)], span: Span) -> Node {
    let members = members.iter().filter(|(_, value)| !value.is_empty());
    let made =
        members.map(|(name, value)| Member { name: (*name).to_owned(), value: Node::text_at(span, *value) });
    Node::new(span, Value::Map(made.collect()))
}
