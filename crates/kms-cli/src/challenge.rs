//! `kms-policy challenges` and `kms-policy challenge`: tasks to be solved with a key policy, graded by its meaning.

use std::fmt::Write;

use kms_playground::analysis::Change;
use kms_playground::challenge::{BUILT_IN, ChallengeFile, Grade, Lesson, built_in};
use kms_playground::request_name;
use serde_json::{Value, json};

use crate::Done;
use crate::arguments::{ChallengeArguments, ChallengesArguments, LearnFormat};
use crate::colour::{Colour, Tone};
use crate::failure::Failure;
use crate::input;

/// Lists the challenges.
pub(crate) fn list(arguments: &ChallengesArguments) -> Result<Done, Failure> {
    let mut lessons = Vec::new();
    for challenge in BUILT_IN {
        let lesson = challenge.lesson(0).map_err(|error| Failure::scenario(challenge.name, &error))?;
        lessons.push((challenge.name, lesson));
    }
    let colour = Colour::of_stdout();
    let lessons = lessons.iter().enumerate();
    Ok(Done::printing(match arguments.format {
        LearnFormat::Json => pretty(&lessons.map(|(at, (name, lesson))| {
            json!({ "number": at + 1, "name": name, "title": lesson.scenario.title, "concept": lesson.concept, "variants": lesson.variants })
        }).collect()),
        LearnFormat::Text => lessons.map(|(at, (name, lesson))| {
            let name = format!("{name:<32}");
            format!("{:>2}. {} {}\n", at + 1, colour.paint(Tone::Strong, &name), lesson.concept)
        }).collect(),
    }))
}

/// Shows a challenge, or grades an answer to it.
pub(crate) fn run(arguments: &ChallengeArguments) -> Result<Done, Failure> {
    if arguments.challenge == "-" && arguments.policy.as_deref() == Some("-") {
        return Err(Failure::of(
            "standard input",
            &"only one of the challenge and the policy can be read from it",
        ));
    }
    let lesson = lesson(arguments)?;
    let Some(policy) = &arguments.policy else {
        return Ok(Done::printing(match arguments.format {
            LearnFormat::Json => pretty(&task(arguments, &lesson)),
            LearnFormat::Text => shown(arguments, &lesson, Colour::of_stdout()),
        }));
    };
    let (name, answer) = input::policy(policy)?;
    let grade = lesson.challenge.grade(&lesson.scenario, &answer.scenario.key_policy);
    let grade = grade.map_err(|error| Failure::of(&name, &error))?;
    let output = match arguments.format {
        LearnFormat::Json => serde_json::to_string_pretty(&grade).unwrap_or_default() + "\n",
        LearnFormat::Text => graded(arguments, &lesson, &grade, Colour::of_stdout()),
    };
    Ok(Done { as_expected: grade.passed, ..Done::printing(output) })
}

/// The variant that was asked for, of a challenge that ships with the command or of a file.
fn lesson(arguments: &ChallengeArguments) -> Result<Lesson, Failure> {
    let wanted = arguments.challenge.as_str();
    let numbered = wanted.parse::<usize>().ok().and_then(|number| BUILT_IN.get(number.checked_sub(1)?));
    if let Some(found) = numbered.or_else(|| built_in(wanted)) {
        let variant = variant(wanted, arguments, found.file().map_or(1, |file| file.variants()))?;
        return found.lesson(variant).map_err(|error| Failure::scenario(wanted, &error));
    }
    if wanted != "-" && !std::path::Path::new(wanted).exists() {
        let why = "there is no challenge of this name or number, and no such file (`kms-policy challenges` lists the names)";
        return Err(Failure::of(wanted, &why));
    }
    let (name, text) = input::text(wanted)?;
    let file = ChallengeFile::read(&text).map_err(|error| Failure::scenario(&name, &error))?;
    let variant = variant(&name, arguments, file.variants())?;
    let lesson = file.lesson(variant).map_err(|error| Failure::scenario(&name, &error))?;
    // Those that ship with the command have been checked by its tests.
    match lesson.problems().first() {
        Some(problem) => Err(Failure::of(&name, problem)),
        None => Ok(lesson),
    }
}

/// The variant that was asked for, counted from 0, of so many.
fn variant(name: &str, arguments: &ChallengeArguments, count: usize) -> Result<usize, Failure> {
    let variant = arguments.variant.checked_sub(1).filter(|variant| *variant < count);
    variant.ok_or_else(|| {
        let wanted = arguments.variant;
        let why = format!("there is no variant {wanted} (use --variant with a number from 1 to {count})");
        Failure::of(name, &why)
    })
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

fn sources(lesson: &Lesson) -> &[String] {
    lesson.scenario.about.as_ref().map(|about| about.sources.as_slice()).unwrap_or_default()
}

/// The command that grades an answer.
fn grading(arguments: &ChallengeArguments) -> String {
    let variant =
        if arguments.variant > 1 { format!(" --variant {}", arguments.variant) } else { String::new() };
    format!("kms-policy challenge {}{variant} --policy FILE", arguments.challenge)
}

fn task(arguments: &ChallengeArguments, lesson: &Lesson) -> Value {
    let hints: Vec<_> = lesson.challenge.hints.iter().take(arguments.hints).collect();
    json!({
        "title": lesson.scenario.title,
        "concept": lesson.concept,
        "variant": arguments.variant,
        "variants": lesson.variants,
        "story": lesson.challenge.story,
        "hints": hints,
        "hintsLeft": lesson.challenge.hints.len().saturating_sub(arguments.hints),
        "keyPolicy": lesson.scenario.key_policy,
        "key": lesson.scenario.key,
        "sources": sources(lesson),
    })
}

fn shown(arguments: &ChallengeArguments, lesson: &Lesson, colour: Colour) -> String {
    let mut out = String::new();
    let title = lesson.scenario.title.as_deref().unwrap_or("Challenge");
    _ = writeln!(
        out,
        "{} (variant {} of {})",
        colour.paint(Tone::Strong, title),
        arguments.variant,
        lesson.variants
    );
    _ = writeln!(out, "{}\n\n{}\n", colour.paint(Tone::Faint, &lesson.concept), lesson.challenge.story);
    let hints = &lesson.challenge.hints;
    for (at, hint) in hints.iter().take(arguments.hints).enumerate() {
        _ = writeln!(out, "Hint {}: {hint}", at + 1);
    }
    if arguments.hints < hints.len() {
        _ = writeln!(
            out,
            "{}",
            colour.paint(
                Tone::Faint,
                &format!("There are {} hints: --hints {}", hints.len(), arguments.hints + 1)
            )
        );
    }
    _ = writeln!(
        out,
        "\nKey: {}\nKey policy to begin with:\n{}",
        lesson.scenario.key.arn,
        flush_left(lesson.scenario.key_policy.text())
    );
    _ = writeln!(out, "\nChange the key policy, save it as a file, and grade it:\n  {}", grading(arguments));
    out
}

/// A policy out of the middle of a file, without the file's indentation.
fn flush_left(text: &str) -> String {
    let rest = || text.lines().skip(1).filter(|line| !line.trim().is_empty());
    let indent = rest().map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0);
    let lines = text
        .lines()
        .enumerate()
        .map(|(at, line)| if at == 0 { line } else { line.get(indent..).unwrap_or_default() });
    lines.collect::<Vec<_>>().join("\n")
}

fn graded(arguments: &ChallengeArguments, lesson: &Lesson, grade: &Grade, colour: Colour) -> String {
    let mut out = String::new();
    let tone = if grade.passed { Tone::Good } else { Tone::Bad };
    _ = writeln!(out, "{}", colour.paint(tone, &grade.summary));
    for (changes, title) in [(&grade.missing, "Kept out"), (&grade.extra, "Let in")] {
        for change in changes {
            _ = writeln!(out, "  {}: {}", colour.paint(Tone::Strong, title), change.text);
            _ = writeln!(out, "    {}", colour.paint(Tone::Faint, &witness(change)));
        }
    }
    grade.cannot_tell.iter().for_each(|why| _ = writeln!(out, "  {} {why}", colour.paint(Tone::Unsure, "?")));
    if grade.passed {
        _ = writeln!(out, "\n{}", lesson.challenge.learned);
        sources(lesson).iter().for_each(|page| _ = writeln!(out, "{}", colour.paint(Tone::Faint, page)));
        if let Some(next) = next(arguments) {
            _ = writeln!(out, "\nNext: kms-policy challenge {next}");
        }
    }
    out
}

/// One request that shows it.
fn witness(change: &Change) -> String {
    let request =
        change.scenario.requests.first().map(|request| request_name(request, 0)).unwrap_or_default();
    format!("For example: {request}: {}", change.after.label())
}

/// The name of the challenge after this one.
fn next(arguments: &ChallengeArguments) -> Option<&'static str> {
    let at = match arguments.challenge.parse::<usize>() {
        Ok(number) => number.checked_sub(1)?,
        Err(_) => BUILT_IN.iter().position(|it| it.name == arguments.challenge)?,
    };
    BUILT_IN.get(at + 1).map(|it| it.name)
}
