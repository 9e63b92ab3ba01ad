//! Laws of the reader and of the patterns, tried on texts that chance makes.

use kms_policy::{
    ArnPattern, ConditionElement, Coverage, Elements, ErrorCode, LineIndex, Parse, Pattern, PolicyKind,
    Position, PrincipalElement, ResourcePattern, Severity, Span, Spanned, Statement, eq_ignore_case, parse,
    pretty,
};
use proptest::prelude::*;

/// A correct key policy with everything in it, wide characters and CRLF among it.
const WHOLE: &str = "{\r\n  \"Version\": \"2012-10-17\", \"Id\": \"\u{e9}\",\r\n  \"Statement\": [\n    { \"Sid\": \"A \u{e9}\\u00e9\", \"Effect\": \"Allow\",\r      \"Principal\": { \"AWS\": [\"111122223333\", \"*\"], \"Service\": \"cloudtrail.amazonaws.com\" },\n      \"Action\": [\"kms:Decrypt\", \"kms:Describe*\"], \"NotResource\": \"*\",\n      \"Condition\": { \"StringEquals\": { \"kms:ViaService\": [\"s3.us-east-1.amazonaws.com\", 12.50, true], \"a:b\": [] } } },\n    { \"Effect\": \"Deny\", \"NotPrincipal\": \"*\", \"NotAction\": \"kms:*\", \"Resource\": [\"*\"] }\n  ]\n}\n";

/// Text of pieces that policies are made of, and of what goes wrong in them.
fn policy_like() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\n",
        "\r\n",
        " ",
        "\t",
        "...",
        "…",
        "//",
        "/*",
        "*/",
        "#",
        "'",
        "“",
        "”",
        "\"Version\"",
        "\"2012-10-17\"",
        "\"Statement\"",
        "\"Sid\"",
        "\"Effect\"",
        "\"Allow\"",
        "\"Principal\"",
        "\"AWS\"",
        "\"*\"",
        "\"Action\"",
        "\"kms:*\"",
        "\"Resource\"",
        "\"Condition\"",
        "\"StringEquals\"",
        "\"Null\"",
        "true",
        "null",
        "1",
        "01",
        "-",
        "12.5e3",
        "é",
        "鍵",
        "😀",
        "\u{a0}",
        "\u{feff}",
        "\\ud83d",
        "\\u00e9",
        "${",
        "<x>",
        "***",
        ";",
        "=",
        "(",
        "\u{1}",
        "\"Effect\": \"Allow\",",
        "\"Principal\": \"*\",",
        "\"Action\": \"kms:*\",",
        "\"Resource\": \"*\"",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// The whole policy with a few pieces cut out, put in or doubled.
fn damaged() -> impl Strategy<Value = String> {
    prop::collection::vec((any::<prop::sample::Index>(), 0..6_usize, policy_like()), 1..4).prop_map(|edits| {
        edits.into_iter().fold(WHOLE.to_owned(), |text, (at, cut, put)| {
            let characters: Vec<char> = text.chars().collect();
            let at = at.index(characters.len().max(1)).min(characters.len());
            let put: String = put.chars().take(cut * 2).collect();
            let head: String = characters.iter().take(at).collect();
            let tail: String = characters.iter().skip(at + cut).collect();
            head + &put + &tail
        })
    })
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![policy_like(), damaged(), any::<String>()]
}

/// Every span of a document, in no order.
fn spans(parse: &Parse) -> Vec<Span> {
    let document = &parse.document;
    let mut spans = vec![document.span];
    spans.extend(document.version.as_ref().map(|version| version.span));
    spans.extend(document.id.as_ref().map(|id| id.span));
    document.statements.iter().for_each(|statement| statement_spans(statement, &mut spans));
    spans.extend(parse.errors.iter().map(|error| error.span));
    spans
}

fn statement_spans(statement: &Statement, spans: &mut Vec<Span>) {
    spans.push(statement.span);
    spans.extend(statement.sid.as_ref().map(|sid| sid.span));
    spans.extend(statement.effect.as_ref().map(|effect| effect.span));
    match &statement.principal {
        Some(PrincipalElement::Principal(elements) | PrincipalElement::NotPrincipal(elements)) => {
            spans.extend([elements.name, elements.span]);
            for entry in &elements.items {
                spans.push(entry.text.span);
                spans.extend(entry.principal_type.as_ref().map(|principal_type| principal_type.span));
            }
        }
        None => {}
    }
    for elements in lists(statement) {
        spans.extend([elements.name, elements.span]);
        spans.extend(elements.items.iter().map(|item| item.span));
    }
    condition_spans(statement.condition.as_ref(), spans);
}

fn condition_spans(condition: Option<&ConditionElement>, spans: &mut Vec<Span>) {
    let Some(condition) = condition else { return };
    spans.extend([condition.name, condition.span]);
    for block in &condition.blocks {
        spans.extend([block.operator_text.span, block.span]);
        for entry in &block.entries {
            spans.extend([entry.key.span, entry.span]);
            spans.extend(entry.values.iter().map(|value| value.span));
        }
    }
}

/// The action and resource elements.
fn lists(statement: &Statement) -> Vec<&Elements<Spanned<String>>> {
    use kms_policy::{ActionElement, ResourceElement};
    let action = statement.action.as_ref().map(|element| match element {
        ActionElement::Action(elements) | ActionElement::NotAction(elements) => elements,
    });
    let resource = statement.resource.as_ref().map(|element| match element {
        ResourceElement::Resource(elements) | ResourceElement::NotResource(elements) => elements,
    });
    action.into_iter().chain(resource).collect()
}

/// Strings that a document holds, each with its place.
fn strings(parse: &Parse) -> Vec<(String, Span)> {
    let mut strings = Vec::new();
    for statement in &parse.document.statements {
        let mut add = |text: &Spanned<String>| strings.push((text.value.clone(), text.span));
        statement.sid.iter().for_each(&mut add);
        lists(statement).iter().for_each(|elements| elements.items.iter().for_each(&mut add));
        let blocks = statement.condition.iter().flat_map(|condition| &condition.blocks);
        for block in blocks {
            add(&block.operator_text);
            for entry in &block.entries {
                add(&entry.key);
                entry
                    .values
                    .iter()
                    .for_each(|value| add(&Spanned::new(value.value.text.clone(), value.span)));
            }
        }
        if let Some(PrincipalElement::Principal(elements) | PrincipalElement::NotPrincipal(elements)) =
            &statement.principal
        {
            elements.items.iter().for_each(|entry| add(&entry.text));
        }
    }
    strings
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_span_lies_on_characters_inside_the_text(text in texts(), kind in prop::sample::select(PolicyKind::ALL.to_vec())) {
        let parse = parse(&text, kind);
        let index = LineIndex::new(&text);
        for span in spans(&parse) {
            prop_assert!(span.of(&text).is_some(), "{span:?}");
            let (start, end) = index.range(span);
            prop_assert!(start <= end);
            prop_assert_eq!(index.byte_at(start.offset), span.start());
            prop_assert_eq!(index.byte_at(end.offset), span.end());
        }
    }

    #[test]
    fn errors_are_ordered_bounded_short_and_in_house_style(text in texts(), kind in prop::sample::select(PolicyKind::ALL.to_vec())) {
        let parse = parse(&text, kind);
        prop_assert!(parse.errors.len() <= 201);
        for error in &parse.errors {
            prop_assert!(error.text().chars().count() <= 140, "{}", error.text());
            prop_assert!(!error.text().is_empty() && !error.text().ends_with('.'));
            prop_assert!(!error.text().contains(['\n', '\r']) && !error.help().contains(['\n', '\r']));
        }
        prop_assert!(parse.errors.is_sorted_by_key(|error| error.span));
        let is_refused = parse.errors.iter().any(|error| error.severity == Severity::Refused);
        prop_assert_eq!(parse.accepted().is_none(), is_refused);
    }

    #[test]
    fn what_is_accepted_is_json_and_says_the_same(text in texts(), kind in prop::sample::select(PolicyKind::ALL.to_vec())) {
        let parse = parse(&text, kind);
        if parse.accepted().is_some() {
            prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
        }
        if serde_json::from_str::<serde_json::Value>(&text).is_err() {
            prop_assert_eq!(pretty(&text), None);
        }
    }

    #[test]
    fn reading_what_json_takes_finds_no_syntax_error(text in damaged()) {
        if let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) {
            // serde_json takes a value of any kind at the top, and more nesting.
            let laid_out = pretty(&text);
            prop_assert_eq!(laid_out.is_some(), value.is_object() || value.is_array());
        }
    }

    #[test]
    fn strings_are_what_their_places_say(text in damaged()) {
        let parse = parse(&text, PolicyKind::KeyPolicy);
        if serde_json::from_str::<serde_json::Value>(&text).is_err() {
            return Ok(());
        }
        for (value, span) in strings(&parse) {
            let written = span.of(&text).unwrap_or_default();
            let decoded: String = serde_json::from_str(written).unwrap_or_else(|_| written.to_owned());
            prop_assert_eq!(decoded, value);
        }
    }

    #[test]
    fn laying_out_keeps_the_document(text in damaged()) {
        if let Some(laid_out) = pretty(&text) {
            let (before, after) = (parse(&text, PolicyKind::KeyPolicy), parse(&laid_out, PolicyKind::KeyPolicy));
            let texts = |parse: &Parse| strings(parse).into_iter().map(|(text, _)| text).collect::<Vec<_>>();
            prop_assert_eq!(texts(&before), texts(&after));
            prop_assert_eq!(pretty(&laid_out), Some(laid_out.clone()));
        }
    }

    #[test]
    fn patterns_agree_with_the_plain_definition(
        pattern in "[ab?*é]{0,12}",
        text in "[abAé]{0,16}",
    ) {
        let compiled = Pattern::new(&pattern);
        let (p, t): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
        prop_assert_eq!(compiled.matches(&text), naive(&p, &t, |a, b| a == b));
        prop_assert_eq!(compiled.matches_ignoring_case(&text), naive(&p, &t, |a, b| a.eq_ignore_ascii_case(&b)));
        prop_assert!(!compiled.matches(&text) || text.starts_with(compiled.literal_prefix()));
    }

    #[test]
    fn pieces_are_found_among_many_that_nearly_match(
        head in "[ab?]{0,6}", piece in "[ab?]{1,12}", tail in "[ab?]{0,3}", text in "[ab]{80,200}",
    ) {
        let pattern = format!("{head}*{piece}*{tail}");
        let (p, t): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
        prop_assert_eq!(Pattern::new(&pattern).matches(&text), naive(&p, &t, |a, b| a == b));
    }

    #[test]
    fn arn_patterns_compare_component_by_component(
        pattern in prop::collection::vec("[a*?]{0,3}", 1..8),
        arn in prop::collection::vec("[a]{0,3}", 6..=6),
    ) {
        let text = pattern.join(":");
        let parts: Vec<&str> = arn.iter().map(String::as_str).collect();
        let [a, b, c, d, e, f] = parts.as_slice() else { return Ok(()) };
        let expected = (pattern.len() >= 6).then(|| {
            let head = pattern.iter().take(5).zip(&parts).all(|(pattern, part)| Pattern::new(pattern).matches(part));
            head && Pattern::new(&pattern.iter().skip(5).cloned().collect::<Vec<_>>().join(":")).matches(f)
        });
        prop_assert_eq!(ArnPattern::new(&text).map(|pattern| pattern.matches(&[a, b, c, d, e, f])), expected);
    }

    #[test]
    fn a_resource_pattern_is_segments_or_stars_that_reach_beyond(
        pattern in prop::collection::vec("[ab*?]{0,3}", 0..7),
        arn in prop::collection::vec("[ab]{0,2}", 5..=5),
        resource in "[ab:]{0,6}",
    ) {
        let pattern = format!("arn:{}", pattern.join(":"));
        let parts = [&["arn".to_owned()][..], &arn[..4], &[resource]].concat();
        let text = parts.join(":");
        let [a, b, c, d, e, f] = parts.iter().map(String::as_str).collect::<Vec<_>>()[..] else { return Ok(()) };
        let segments = ArnPattern::new(&pattern).is_some_and(|pattern| pattern.matches(&[a, b, c, d, e, f]));
        let (p, t): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
        let coverage = ResourcePattern::new(&pattern).and_then(|pattern| pattern.coverage(&[a, b, c, d, e, f]));
        prop_assert_eq!(coverage == Some(Coverage::Segments), segments, "{} {}", pattern, text);
        prop_assert_eq!(coverage.is_some(), segments || reaches_beyond(&p, &t, 0), "{} {}", pattern, text);
    }

    #[test]
    fn case_is_ignored_both_ways(left in "\\PC{0,6}", right in "\\PC{0,6}") {
        prop_assert!(eq_ignore_case(&left, &left));
        prop_assert_eq!(eq_ignore_case(&left, &right), eq_ignore_case(&right, &left));
    }
}

/// What the page about `Resource` says, letter by letter: a star before a colon or at the end matches anything; every
/// other wildcard stays within its part of the ARN. `colons` counts those of the text that lie behind; its sixth part
/// has no boundaries within.
fn reaches_beyond(pattern: &[char], text: &[char], colons: usize) -> bool {
    let passes = |character: char| character != ':' || colons >= 5;
    match (pattern, text) {
        ([], []) => true,
        (['*', rest @ ..], _) => {
            let is_open = rest.first().is_none_or(|next| *next == ':');
            let next = || match text {
                [first, tail @ ..] if is_open || passes(*first) => {
                    reaches_beyond(pattern, tail, colons + usize::from(*first == ':'))
                }
                _ => false,
            };
            reaches_beyond(rest, text, colons) || next()
        }
        (['?', rest @ ..], [first, tail @ ..]) if passes(*first) => {
            reaches_beyond(rest, tail, colons + usize::from(*first == ':'))
        }
        ([wanted, rest @ ..], [first, tail @ ..]) => {
            wanted == first && reaches_beyond(rest, tail, colons + usize::from(*first == ':'))
        }
        _ => false,
    }
}

fn naive(pattern: &[char], text: &[char], equal: fn(char, char) -> bool) -> bool {
    match (pattern, text) {
        ([], []) => true,
        (['*', rest @ ..], _) => {
            naive(rest, text, equal)
                || text.split_first().is_some_and(|(_, behind)| naive(pattern, behind, equal))
        }
        (['?', rest @ ..], [_, behind @ ..]) => naive(rest, behind, equal),
        ([c, rest @ ..], [d, behind @ ..]) => equal(*c, *d) && naive(rest, behind, equal),
        _ => false,
    }
}

#[test]
fn the_whole_policy_is_accepted_and_its_places_are_exact() {
    let parse = parse(WHOLE, PolicyKind::KeyPolicy);
    assert!(parse.errors.iter().all(|error| error.severity == Severity::Note), "{:?}", parse.errors);
    let document = &parse.document;
    let text = |span: Span| span.of(WHOLE).unwrap_or_default();
    assert_eq!(text(document.span), WHOLE.trim_end());
    let first = &document.statements[0];
    assert!(text(first.span).starts_with("{ \"Sid\"") && text(first.span).ends_with("[] } } }"));
    let actions = lists(first)[0];
    assert_eq!(
        (text(actions.name), text(actions.span)),
        ("\"Action\"", "[\"kms:Decrypt\", \"kms:Describe*\"]")
    );
    assert_eq!(text(actions.items[1].span), "\"kms:Describe*\"");
    let block = &first.condition.as_ref().unwrap().blocks[0];
    assert_eq!(text(block.operator_text.span), "\"StringEquals\"");
    let values: Vec<_> = block.entries[0].values.iter().map(|value| text(value.span)).collect();
    assert_eq!(values, ["\"s3.us-east-1.amazonaws.com\"", "12.50", "true"]);
    assert_eq!(text(block.entries[1].span), "[]");
}

#[test]
fn an_error_behind_emoji_and_crlf_is_placed_in_utf16_units() {
    let text = "{ \"Version\": \"2012-10-17\",\r\n  \"Id\": \"😀é\" \"Statement\": 1 }";
    let parse = parse(text, PolicyKind::VpcEndpointPolicy);
    let index = LineIndex::new(text);
    let places: Vec<_> = parse
        .errors
        .iter()
        .map(|error| {
            (error.code, index.position(error.span.start()), error.span.of(text).unwrap_or_default())
        })
        .collect();
    // The emoji is one character, two UTF-16 units and four bytes.
    let comma = Position { line: 2, column: 14, offset: 41 };
    let value = Position { line: 2, column: 28, offset: 55 };
    assert_eq!(places, [(ErrorCode::MissingComma, comma, ""), (ErrorCode::WrongType, value, "1")]);
}
