//! `kms-policy explain`: the words of the report, the codes of findings, condition keys and actions, and what else a
//! policy names.

use kms_playground::catalog::{Facts, facts};
use kms_playground::glossary::{TERMS, Term, term};
use kms_playground::{LintRule, lint_rules, meaning};
use serde_json::{Value, json};

use crate::Done;
use crate::arguments::{ExplainArguments, LearnFormat};
use crate::colour::{Colour, Tone};
use crate::failure::Failure;

/// Explains a word; without one, lists all.
pub(crate) fn run(arguments: &ExplainArguments) -> Result<Done, Failure> {
    let wanted = arguments.term.join(" ");
    let is_json = arguments.format == LearnFormat::Json;
    if wanted.is_empty() {
        let names = || TERMS.iter().map(|term| term.name.to_owned() + "\n").collect::<String>();
        let all = || format!("{:#}\n", TERMS.iter().map(in_json).collect::<Value>());
        return Ok(Done::printing(if is_json { all() } else { names() }));
    }
    let facts = facts(&wanted);
    let said = match (term(&wanted), lint_rules().find(|rule| rule.code == wanted)) {
        (_, None) if is_json && facts.is_some() => format!("{:#}\n", json!(facts)),
        (Some(term), _) if is_json => format!("{:#}\n", in_json(term)),
        (Some(term), _) => {
            let facts = facts.map(|facts| facts_in_text(&facts, Colour::of_stdout()));
            in_text(term, Colour::of_stdout()) + &facts.map(|facts| format!("\n{facts}")).unwrap_or_default()
        }
        (None, Some(rule)) if is_json => format!("{:#}\n", rule_in_json(&rule)),
        (None, Some(rule)) => format!(
            "{}\nA finding of `kms-policy lint`; docs/rules/{}.md explains it with an example.\n{}\n",
            rule.code,
            rule.page.replace('_', "-"),
            rule.source
        ),
        (None, None) if let Some(facts) = facts => facts_in_text(&facts, Colour::of_stdout()),
        (None, None) if let Some(meaning) = meaning("", &wanted) => match is_json {
            true => format!("{:#}\n", json!({ "term": wanted, "text": meaning.text, "page": meaning.page })),
            false => format!("{wanted}\n{}\n{}\n", meaning.text, meaning.page),
        },
        (None, None) => {
            let near: Vec<&str> =
                TERMS.iter().filter(|term| term.mentions(&wanted)).map(|term| term.name).collect();
            let near = match near.is_empty() {
                true => "`kms-policy explain` lists all words".to_owned(),
                false => format!("did you mean {}?", near.join(", ")),
            };
            return Err(Failure::of(
                &wanted,
                &format!("no word of the report, code of a finding, condition key or action ({near})"),
            ));
        }
    };
    Ok(Done::printing(said))
}

fn in_text(term: &Term, colour: Colour) -> String {
    let also = match term.also {
        [] => String::new(),
        also => format!(" ({})", also.join(", ")),
    };
    let name = colour.paint(Tone::Strong, term.name);
    format!("{name}{also}\n{}\n{}\n", term.text, colour.paint(Tone::Faint, term.page))
}

fn facts_in_text(facts: &Facts, colour: Colour) -> String {
    let name = colour.paint(Tone::Strong, facts.name);
    let lines: String = facts.facts.iter().map(|fact| format!("- {fact}\n")).collect();
    format!("{name}\n{}\n{lines}{}\n", facts.about, colour.paint(Tone::Faint, facts.page))
}

fn in_json(term: &Term) -> Value {
    json!({ "term": term.name, "also": term.also, "text": term.text, "page": term.page })
}

fn rule_in_json(rule: &LintRule) -> Value {
    json!({ "code": rule.code, "severity": rule.severity, "page": rule.source })
}
