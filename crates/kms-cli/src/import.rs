//! `kms-policy import`: a pasted text as a scenario.

use kms_playground::import::{Import, ImportKind, Options, read_with};
use kms_templates::TEMPLATES;

use crate::Done;
use crate::arguments::{ImportArguments, ImportFormat};
use crate::failure::Failure;
use crate::input;

/// Reads the text, and prints the scenario or the whole result.
pub(crate) fn run(arguments: &ImportArguments) -> Result<Done, Failure> {
    let onto = arguments.onto.as_deref().map(input::scenario).transpose()?;
    let (name, text) = input::text(&arguments.file)?;
    let options = Options { answers: arguments.answers.clone(), templates: Some(TEMPLATES) };
    let import = read_with(&text, onto.as_ref().map(|source| &source.scenario), &options);
    if import.kind == ImportKind::Unknown {
        let why = import.notes.first().map_or_else(
            || "no policy, error or event was recognized".to_owned(),
            |note| format!("nothing was recognized: {}", note.text),
        );
        return Err(Failure::of(&name, &why));
    }
    let output = match arguments.format {
        ImportFormat::Scenario => import.scenario.to_json() + "\n",
        ImportFormat::Json => {
            let json = serde_json::to_string_pretty(&import);
            json.map_err(|error| Failure::of(&name, &error))? + "\n"
        }
    };
    let remark = (arguments.format == ImportFormat::Scenario).then(|| remark(&import));
    Ok(Done { remark, ..Done::printing(output) })
}

/// What was recognized, assumed and is still asked, a line each.
fn remark(import: &Import) -> String {
    let mut lines: Vec<String> = vec!["what the text says".to_owned()];
    lines.extend(
        import
            .recognised
            .iter()
            .map(|part| format!("recognized (line {}): {}", part.span.start.line, part.text)),
    );
    if let Some(problem) = &import.problem {
        lines.push(format!("problem: {} {}", problem.text, problem.help));
    }
    let assumed = import.changes.iter().filter_map(|change| Some((&change.field, change.assumed.as_ref()?)));
    lines.extend(assumed.map(|(field, why)| format!("assumed ({field}): {why}")));
    let names: std::collections::BTreeSet<&str> =
        import.placeholders.iter().map(|it| it.name.as_str()).collect();
    lines.extend(
        names.iter().map(|name| format!("placeholder: {name} (fill it with `--set '{name}=VALUE'`)")),
    );
    let said = |text: &String| import.changes.iter().any(|change| change.assumed.as_ref() == Some(text));
    let notes = import.notes.iter().filter(|note| !said(&note.text));
    lines.extend(notes.map(|note| format!("note: {}", note.text)));
    for ask in &import.asks {
        let choices =
            if ask.choices.is_empty() { String::new() } else { format!(" [{}]", ask.choices.join(" | ")) };
        lines.push(format!("asked ({}): {}{choices}", ask.field, ask.text));
    }
    lines.extend(import.commands.iter().map(|fetch| format!("to fetch it: {}", fetch.command)));
    // What a text says is shown as text: no escape sequence reaches the terminal.
    let plain = lines.join("\n  ");
    plain.chars().filter(|it| *it == '\n' || !it.is_control()).collect()
}
