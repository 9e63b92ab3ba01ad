//! Places in a policy, drawn under its text.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use kms_playground::{FindingReport, PolicyErrorReport, ReportSpan, Severity};

use crate::colour::Colour;

/// A place with what is to be said of it.
pub(crate) struct Mark<'a> {
    pub(crate) span: ReportSpan,
    pub(crate) label: &'a str,
}

/// Something wrong with a policy, under its line.
pub(crate) fn error(name: &str, text: &str, error: &PolicyErrorReport, colour: Colour) -> String {
    let level = level(error.severity);
    let annotation = AnnotationKind::Primary.span(bytes(text, error.span));
    let title = level.primary_title(error.text.as_str()).id(error.code.as_ref());
    let mut group = title.element(Snippet::source(text).path(name).annotation(annotation));
    if let Some(help) = &error.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer(colour).render(&[group])
}

const fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::SecurityWarning | Severity::Warning => Level::WARNING,
        Severity::Suggestion => Level::NOTE,
    }
}

/// What a reviewer would say, under its places.
pub(crate) fn finding(name: &str, text: &str, finding: &FindingReport, colour: Colour) -> String {
    let places = finding.spans.iter().enumerate().map(|(at, span)| {
        let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(bytes(text, *span))
    });
    let level = level(finding.severity);
    let title = level.primary_title(finding.text.as_str()).id(finding.code.as_ref());
    let mut group = title.element(Snippet::source(text).path(name).annotations(places));
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer(colour).render(&[group])
}

/// Several places of one policy, under their lines.
pub(crate) fn marks(name: &str, text: &str, title: &str, marks: &[Mark<'_>], colour: Colour) -> String {
    let annotations =
        marks.iter().map(|mark| AnnotationKind::Primary.span(bytes(text, mark.span)).label(mark.label));
    let snippet = Snippet::source(text).path(name).annotations(annotations);
    renderer(colour).render(&[Level::NOTE.no_name().primary_title(title).element(snippet)])
}

const fn renderer(colour: Colour) -> Renderer {
    match colour {
        Colour::On => Renderer::styled(),
        Colour::Off => Renderer::plain(),
    }
}

/// The report counts in UTF-16 units, texts here in bytes.
fn bytes(text: &str, span: ReportSpan) -> std::ops::Range<usize> {
    let byte = |units: u32| {
        let mut left = units as usize;
        let before = text.chars().take_while(|character| {
            let fits = left > 0;
            left = left.saturating_sub(character.len_utf16());
            fits
        });
        before.map(char::len_utf8).sum::<usize>()
    };
    byte(span.start.offset)..byte(span.end.offset)
}
