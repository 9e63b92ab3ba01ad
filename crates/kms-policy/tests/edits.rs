//! Laws of edits: what lies outside is byte-identical, what comes out says what was meant, and several edits of one
//! text compose. The oracle of what a text says is `serde_json`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a panic is how a test fails"
)]

use kms_policy::edit::{Edit, Editor, Json};
use kms_policy::{ActionElement, PolicyKind, Span, Statement, parse};
use proptest::prelude::*;
use serde_json::{Value, json};

/// How a generated policy is laid out.
#[derive(Clone, Copy, Debug)]
enum Style {
    Minified,
    OneLine,
    Pretty(&'static str, &'static str),
    /// White space wherever JSON allows it.
    Wild(u64),
}

fn style() -> impl Strategy<Value = Style> {
    prop_oneof![
        Just(Style::Minified),
        Just(Style::OneLine),
        Just(Style::Pretty("  ", "\n")),
        Just(Style::Pretty("    ", "\r\n")),
        Just(Style::Pretty("\t", "\n")),
        any::<u64>().prop_map(Style::Wild),
    ]
}

fn write(value: &Value, style: Style) -> String {
    match style {
        Style::Minified => value.to_string(),
        Style::OneLine => spaced(value),
        Style::Pretty(step, newline) => {
            let mut bytes = Vec::new();
            let formatter = serde_json::ser::PrettyFormatter::with_indent(step.as_bytes());
            serde::Serialize::serialize(
                value,
                &mut serde_json::Serializer::with_formatter(&mut bytes, formatter),
            )
            .unwrap();
            String::from_utf8(bytes).unwrap().replace('\n', newline) + newline
        }
        Style::Wild(seed) => wild(value, &mut { seed }),
    }
}

fn spaced(value: &Value) -> String {
    let list = |open, items: Vec<String>, close| format!("{open}{}{close}", items.join(", "));
    match value {
        Value::Array(items) => list("[", items.iter().map(spaced).collect(), "]"),
        Value::Object(members) if !members.is_empty() => list(
            "{ ",
            members.iter().map(|(name, value)| format!("\"{name}\": {}", spaced(value))).collect(),
            " }",
        ),
        other => other.to_string(),
    }
}

fn wild(value: &Value, seed: &mut u64) -> String {
    let mut space = || {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ["", "", " ", "\n", "\n   ", "\t", " \r\n "][(*seed >> 33) as usize % 7]
    };
    let (a, b, c, d) = (space(), space(), space(), space());
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| format!("{a}{}{b}", wild(item, seed))).collect();
            format!("{c}[{d}{}]", items.join(","))
        }
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{a}\"{name}\"{b}:{c}{}{d}", wild(value, seed)))
                .collect();
            format!("{{{a}{}}}", members.join(","))
        }
        other => other.to_string(),
    }
}

fn one_or_many(values: Vec<String>, as_list: bool) -> Value {
    match <[String; 1]>::try_from(values) {
        Ok([one]) if !as_list => Value::from(one),
        Ok(one) => json!(one),
        Err(many) => json!(many),
    }
}

fn statement() -> impl Strategy<Value = Value> {
    let actions = prop::collection::vec("kms:[A-Z][a-z\"\\\\é]{0,4}", 1..4);
    let condition = prop::option::of(prop::collection::btree_map(
        prop::sample::select(vec!["StringEquals", "StringLike", "Bool"]),
        prop::collection::btree_map(
            "[a-z]{1,2}:[A-Z]{1,2}",
            prop::collection::vec("[a-z*]{0,3}", 0..3),
            0..3,
        ),
        0..3,
    ));
    (actions, any::<bool>(), condition).prop_map(|(actions, as_list, condition)| {
        let mut statement = json!({
            "Effect": "Allow",
            "Principal": { "AWS": "111122223333" },
            "Action": one_or_many(actions, as_list),
            "Resource": "*",
        });
        if let Some(condition) = condition {
            statement["Condition"] = json!(condition);
        }
        statement
    })
}

fn policy() -> impl Strategy<Value = Value> {
    (prop::collection::vec(statement(), 1..4), any::<bool>()).prop_map(|(mut statements, as_list)| {
        let alone = statements.len() == 1 && !as_list;
        let statements = if alone { statements.remove(0) } else { Value::from(statements) };
        json!({ "Version": "2012-10-17", "Statement": statements })
    })
}

/// The statement that the oracle has at this index.
fn of(policy: &mut Value, index: usize) -> &mut Value {
    match &mut policy["Statement"] {
        Value::Array(statements) => &mut statements[index],
        alone => alone,
    }
}

fn actions(statement: &Statement) -> (Span, Vec<Span>) {
    let Some(ActionElement::Action(actions)) = &statement.action else { panic!("it has actions") };
    (actions.span, actions.items.iter().map(|item| item.span).collect())
}

/// Applies and checks that the bytes outside of the changes are those that were.
fn apply(text: &str, edit: &Edit) -> Value {
    let edited = edit.apply(text).unwrap();
    let (mut before, mut after) = (0, 0);
    for change in edit.changes() {
        let (start, end) = (change.span.start() as usize, change.span.end() as usize);
        let same = start - before;
        assert_eq!(&text[before..start], &edited[after..after + same]);
        before = end;
        after += same + change.text.len();
    }
    assert_eq!(&text[before..], &edited[after..]);
    if !text.contains('\n') {
        assert!(!edited.contains('\n'), "a text on one line stays on it: {edited}");
    }
    serde_json::from_str(&edited).unwrap_or_else(|error| panic!("{error}: {edited}"))
}

proptest! {
    #[test]
    fn what_is_added_and_replaced_is_there_and_nothing_else_changes(
        policy in policy(), style in style(), at in any::<prop::sample::Index>(), new in "[ -~é\n]{0,6}",
    ) {
        let text = write(&policy, style);
        let document = parse(&text, PolicyKind::KeyPolicy).document;
        let editor = Editor::new(&text).unwrap();
        let index = at.index(document.statements.len());
        let statement = &document.statements[index];
        let (span, items) = actions(statement);

        let mut expected = policy.clone();
        let element = &mut of(&mut expected, index)["Action"];
        *element = match element.take() {
            Value::Array(mut all) => { all.push(new.clone().into()); all.push("kms:Y".into()); all.into() }
            one => json!([one, new, "kms:Y"]),
        };
        let edit = editor.add(span, &[Json::from(new.as_str()), Json::from("kms:Y")]).unwrap();
        prop_assert_eq!(apply(&text, &edit), expected);

        let mut expected = policy.clone();
        match &mut of(&mut expected, index)["Action"] {
            Value::Array(all) => all[0] = new.clone().into(),
            one => *one = new.clone().into(),
        }
        prop_assert_eq!(apply(&text, &editor.replace(items[0], &new).unwrap()), expected);

        let mut expected = policy.clone();
        of(&mut expected, index)["Sid"] = json!([new]);
        let sid = Json::List(vec![Json::from(new.as_str())]);
        prop_assert_eq!(apply(&text, &editor.add_member(statement.span, "Sid", sid).unwrap()), expected);
        prop_assert_eq!(editor.add_member(statement.span, "Effect", Json::from("Deny")), None);

        let mut expected = policy;
        let added = json!({ "Sid": new, "Action": ["a", "b"] });
        let element = &mut expected["Statement"];
        *element = match element.take() {
            Value::Array(mut all) => { all.push(added); all.into() }
            one => json!([one, added]),
        };
        let added = Json::Object(vec![
            ("Sid".to_owned(), Json::from(new.as_str())),
            ("Action".to_owned(), Json::List(vec!["a".into(), "b".into()])),
        ]);
        prop_assert_eq!(apply(&text, &editor.add_statement(added).unwrap()), expected);
    }

    #[test]
    fn what_is_removed_is_gone_and_nothing_else(
        policy in policy(), style in style(), at in any::<prop::sample::Index>(), which in any::<u8>(),
    ) {
        let text = write(&policy, style);
        let document = parse(&text, PolicyKind::KeyPolicy).document;
        let editor = Editor::new(&text).unwrap();
        let index = at.index(document.statements.len());
        let (_, items) = actions(&document.statements[index]);
        let is_chosen = |nth: usize| which >> nth & 1 == 1;
        let mut expected = policy.clone();
        if let Value::Array(all) = &mut of(&mut expected, index)["Action"] {
            let chosen: Vec<Span> =
                items.iter().enumerate().filter(|(nth, _)| is_chosen(*nth)).map(|(_, span)| *span).collect();
            let mut nth = 0;
            all.retain(|_| { nth += 1; !is_chosen(nth - 1) });
            match editor.remove(&chosen) {
                Some(edit) => prop_assert_eq!(apply(&text, &edit), expected),
                None => prop_assert!(chosen.is_empty()),
            }
        }
        let mut expected = policy.clone();
        match &mut expected["Statement"] {
            Value::Array(all) if all.len() > 1 => {
                all.remove(index);
                let edit = editor.remove_statements(&[document.statements[index].span]).unwrap();
                prop_assert_eq!(apply(&text, &edit), expected);
            }
            _ => prop_assert_eq!(editor.remove_statements(&[document.statements[index].span]), None),
        }
    }

    #[test]
    fn conditions_come_and_go_with_what_holds_them(
        policy in policy(), style in style(), at in any::<prop::sample::Index>(),
    ) {
        let text = write(&policy, style);
        let document = parse(&text, PolicyKind::KeyPolicy).document;
        let editor = Editor::new(&text).unwrap();
        let index = at.index(document.statements.len());
        let statement = &document.statements[index];
        let mut expected = policy.clone();
        of(&mut expected, index)["Condition"]["StringEquals"]["kms:New"] = json!("x");
        let edit = editor.add_condition(statement, "StringEquals", "kms:New", Json::from("x")).unwrap();
        prop_assert_eq!(apply(&text, &edit), expected);

        let blocks = statement.condition.iter().flat_map(|condition| &condition.blocks);
        for (block, entry) in blocks.flat_map(|block| block.entries.iter().map(move |entry| (block, entry))) {
            let mut expected = policy.clone();
            let statement = of(&mut expected, index).as_object_mut().unwrap();
            let condition = statement["Condition"].as_object_mut().unwrap();
            let keys = condition[&block.operator_text.value].as_object_mut().unwrap();
            keys.shift_remove(&entry.key.value);
            if keys.is_empty() {
                condition.shift_remove(&block.operator_text.value);
                if condition.is_empty() {
                    statement.shift_remove("Condition");
                }
            }
            prop_assert_eq!(apply(&text, &editor.remove_condition(entry.key.span).unwrap()), expected);
        }
    }

    #[test]
    fn edits_of_different_places_compose(policy in policy(), style in style()) {
        let text = write(&policy, style);
        let document = parse(&text, PolicyKind::KeyPolicy).document;
        let editor = Editor::new(&text).unwrap();
        let mut all = Edit::default();
        let mut expected = policy.clone();
        for (index, statement) in document.statements.iter().enumerate() {
            let (span, items) = actions(statement);
            all = all.and(&editor.add(span, &[Json::from("kms:Z")]).unwrap()).unwrap();
            all = all.and(&editor.replace(items[0], "kms:A").unwrap()).unwrap();
            let element = &mut of(&mut expected, index)["Action"];
            *element = match element.take() {
                Value::Array(mut all) => { all[0] = "kms:A".into(); all.push("kms:Z".into()); all.into() }
                _ => json!(["kms:A", "kms:Z"]),
            };
        }
        prop_assert_eq!(apply(&text, &all), expected);
    }

    #[test]
    fn any_text_and_any_span_are_safe(text in "[{}\\[\\]\":, a\n]{0,40}", start in 0u32..50, length in 0u32..20) {
        if let Some(editor) = Editor::new(&text) {
            let span = Span::new(start, start + length);
            for edit in [
                editor.replace(span, "x"), editor.add(span, &[Json::from("x")]), editor.remove(&[span]),
                editor.remove_condition(span), editor.add_member(span, "x", Json::from("y")),
                editor.add_statement(Json::from("x")),
            ].into_iter().flatten() {
                prop_assert!(edit.apply(&text).is_some());
            }
        }
    }
}

/// The layouts by hand: what a person would have typed.
#[test]
fn what_is_added_looks_like_its_neighbours() {
    let pretty = "{\n    \"Statement\": [\n        {\n            \"Action\": [\n                \"a:b\",\n                \"a:c\"\n            ],\n            \"Principal\": {\n                \"AWS\": \"*\"\n            }\n        }\n    ]\n}\n";
    let document = parse(pretty, PolicyKind::KeyPolicy).document;
    let editor = Editor::new(pretty).unwrap();
    let statement = &document.statements[0];
    let added = editor.add(actions(statement).0, &[Json::from("a:d")]).unwrap().apply(pretty).unwrap();
    assert!(added.contains("\"a:c\",\n                \"a:d\"\n            ],"), "{added}");
    let edit = editor.add_condition(statement, "Bool", "k", Json::from("true")).unwrap();
    let added = edit.apply(pretty).unwrap();
    let condition = "},\n            \"Condition\": {\n                \"Bool\": {\n                    \"k\": \"true\"\n                }\n            }\n        }";
    assert!(added.contains(condition), "{added}");

    let compact = "{\n  \"Statement\": [\n    { \"Action\": \"a:b\", \"Principal\": \"*\" }\n  ]\n}";
    let document = parse(compact, PolicyKind::KeyPolicy).document;
    let editor = Editor::new(compact).unwrap();
    let edit = editor.add_condition(&document.statements[0], "Bool", "k", Json::from("true")).unwrap();
    let added = edit.apply(compact).unwrap();
    assert!(
        added.contains("\"Principal\": \"*\", \"Condition\": { \"Bool\": { \"k\": \"true\" } } }"),
        "{added}"
    );
    let edit = editor.add(actions(&document.statements[0]).0, &[Json::from("a:c")]).unwrap();
    assert!(edit.apply(compact).unwrap().contains("\"Action\": [\"a:b\", \"a:c\"],"));
    let statement =
        Json::Object(vec![("Action".to_owned(), "a:d".into()), ("Principal".to_owned(), "*".into())]);
    let added = editor.add_statement(statement).unwrap().apply(compact).unwrap();
    assert!(added.contains("\"*\" },\n    { \"Action\": \"a:d\", \"Principal\": \"*\" }\n  ]"), "{added}");
}

#[test]
fn a_comma_before_a_bracket_stays_where_it_is() {
    let text = "{\"Statement\": [{\"Action\": [\"a:b\", \"a:c\",], \"Resource\": \"*\",},]}";
    let document = parse(text, PolicyKind::KeyPolicy).document;
    let editor = Editor::new(text).unwrap();
    let (list, items) = actions(&document.statements[0]);
    let apply = |edit: Option<Edit>| edit.unwrap().apply(text).unwrap();
    assert!(apply(editor.add(list, &[Json::from("a:d")])).contains("[\"a:b\", \"a:c\", \"a:d\",]"));
    assert!(apply(editor.remove(&items[1..])).contains("[\"a:b\",]"));
    assert!(apply(editor.remove(&items)).contains("\"Action\": [],"));
}

#[test]
fn what_is_no_json_has_no_editor() {
    for text in ["", "{", "{} {}", "{'a': 1}", "{\"a\": 1} // x"] {
        assert!(Editor::new(text).is_none(), "{text}");
    }
}
