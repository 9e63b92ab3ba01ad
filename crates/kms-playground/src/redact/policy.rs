//! The strings of a policy that hold values, and a policy with some of them written anew; every other byte stays.

use kms_policy::{
    Elements, PolicyDocument, PolicyKind, PrincipalElement, ResourceElement, Span, Spanned, Statement,
    ValueForm, parse,
};

use super::kind::RedactionKind as Kind;
use super::token::Subject;
use super::walk::Visit;

/// A string of the text: where it stands, quotes included, what it says, and what that is about.
struct Literal<'a> {
    span: Span,
    text: &'a str,
    subject: Subject,
}

/// Shows every text of a policy to `visit` and returns the policy with the texts that it gave back.
///
/// What stands between the strings that were read is shown too, as it is written: a broken policy has its ids in
/// there.
pub(super) fn rewrite(policy: &str, visit: Visit<'_>) -> String {
    let parse = parse(policy, PolicyKind::KeyPolicy);
    let mut literals = literals(&parse.document);
    kms_policy::sort_by(&mut literals, |left, right| left.span.start().cmp(&right.span.start()));
    let mut out = String::with_capacity(policy.len());
    let mut done = 0;
    for literal in literals {
        let (start, end) = (literal.span.start() as usize, literal.span.end() as usize);
        let (Some(between), Some(raw)) = (policy.get(done..start), policy.get(start..end)) else { continue };
        between_strings(between, visit, &mut out);
        match visit(literal.subject, literal.text) {
            Some(text) => out.push_str(&serde_json::Value::from(text).to_string()),
            None => out.push_str(raw),
        }
        done = end;
    }
    between_strings(policy.get(done..).unwrap_or_default(), visit, &mut out);
    out
}

/// Shows the name of every condition key of a policy.
pub(super) fn condition_keys(policy: &str, visit: &mut dyn FnMut(&str)) {
    let parse = parse(policy, PolicyKind::KeyPolicy);
    let conditions = parse.document.statements.iter().filter_map(|statement| statement.condition.as_ref());
    let entries = conditions.flat_map(|condition| &condition.blocks).flat_map(|block| &block.entries);
    entries.for_each(|entry| visit(&entry.key.value));
}

fn between_strings(text: &str, visit: Visit<'_>, out: &mut String) {
    match visit(Subject::Reference, text) {
        Some(changed) => out.push_str(&changed),
        None => out.push_str(text),
    }
}

fn literals(document: &PolicyDocument) -> Vec<Literal<'_>> {
    let mut all = Vec::new();
    all.extend(document.id.as_ref().map(|id| literal(id, Subject::Called(Kind::PolicyName))));
    document.statements.iter().for_each(|statement| of_statement(statement, &mut all));
    all
}

fn of_statement<'a>(statement: &'a Statement, all: &mut Vec<Literal<'a>>) {
    all.extend(statement.sid.as_ref().map(|sid| literal(sid, Subject::Called(Kind::Sid))));
    if let Some(PrincipalElement::Principal(list) | PrincipalElement::NotPrincipal(list)) =
        &statement.principal
    {
        all.extend(list.items.iter().map(|entry| literal(&entry.text, Subject::Reference)));
    }
    if let Some(ResourceElement::Resource(list) | ResourceElement::NotResource(list)) = &statement.resource {
        let Elements { items, .. } = list;
        all.extend(items.iter().map(|item| literal(item, Subject::Reference)));
    }
    let blocks = statement.condition.iter().flat_map(|condition| &condition.blocks);
    for entry in blocks.flat_map(|block| &block.entries) {
        let subject = Subject::of_condition_key(&entry.key.value);
        let strings = entry.values.iter().filter(|value| value.value.form == ValueForm::String);
        all.extend(strings.map(|value| Literal { span: value.span, text: &value.value.text, subject }));
    }
}

fn literal(string: &Spanned<String>, subject: Subject) -> Literal<'_> {
    Literal { span: string.span, text: &string.value, subject }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_strings_that_change_are_written_anew() {
        let policy = "{ \"Statement\" : [\r\n\t{\"Sid\":\"a\\u0062\", \"Principal\":{\"AWS\":\"x\\/y\"},\"Condition\":{\"Bool\":{\"k\":[true,\"v\"]}} } ] }";
        let mut seen = Vec::new();
        let same = rewrite(policy, &mut |subject, text| {
            seen.push((subject, text.to_owned()));
            None
        });
        assert_eq!(same, policy);
        let strings: Vec<&str> =
            seen.iter().map(|(_, text)| text.as_str()).filter(|text| text.len() < 5).collect();
        assert!(["ab", "x/y", "v"].iter().all(|string| strings.contains(string)), "{strings:?}");
        let changed = rewrite(policy, &mut |_, text| (text == "x/y").then(|| "n\"ew".to_owned()));
        assert_eq!(changed, policy.replace("x\\/y", "n\\\"ew"));
    }

    #[test]
    fn a_text_that_is_no_policy_is_shown_as_it_is() {
        let changed = rewrite("key 210987654321 {", &mut |_, text| Some(text.replace("210987654321", "n")));
        assert_eq!(changed, "key n {");
    }
}
