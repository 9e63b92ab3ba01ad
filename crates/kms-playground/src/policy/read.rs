//! Policies read once for all requests, and what the report says of each.

use std::borrow::Cow;
use std::sync::Arc;

use kms_policy::{ErrorCode, LineIndex, Parse, PolicyError, Span, Statement, parse};

use crate::report::codes::NoteCode;
use crate::report::{
    Certainty, Note, PolicyErrorReport, PolicyKind, PolicyReport, ReportSpan, StatementSummary,
};
use crate::scenario::{PolicyId, PolicyRef};

/// What the policy is called that PutKeyPolicy, CreateKey or ReplicateKey would put in place.
pub(crate) const NEW_KEY_POLICY: &str = "new key policy";

/// A policy of the scenario, read.
pub(crate) struct ReadPolicy<'a> {
    pub(crate) id: String,
    /// Where the scenario holds it; none if a call would put it in place.
    pub(crate) place: Option<PolicyId>,
    pub(crate) name: &'a str,
    pub(crate) kind: PolicyKind,
    pub(crate) parse: Arc<Parse>,
    text: &'a str,
    lines: LineIndex<'a>,
}

impl<'a> ReadPolicy<'a> {
    pub(crate) fn new(policy: PolicyRef<'a>) -> Self {
        let text = policy.text.text();
        Self {
            id: policy.id,
            place: Some(policy.place),
            name: policy.name,
            kind: policy.kind,
            parse: policy.text.parsed(policy.kind.into()),
            text,
            lines: LineIndex::new(text),
        }
    }

    /// A policy that a call would put in place.
    pub(crate) fn read(id: String, name: &'a str, kind: PolicyKind, text: &'a str) -> Self {
        Self {
            id,
            place: None,
            name,
            kind,
            parse: Arc::new(parse(text, kind.into())),
            text,
            lines: LineIndex::new(text),
        }
    }

    /// Its text.
    pub(crate) const fn text(&self) -> &'a str {
        self.text
    }

    /// What the rules find in it, except the rules that `is_allowed` names.
    pub(crate) fn findings(
        &self,
        facts: &kms_lint::Facts,
        is_allowed: impl Fn(kms_lint::Code) -> bool,
    ) -> Vec<kms_lint::Finding> {
        let document = &self.parse.document;
        let policy = kms_lint::Policy { text: self.text, kind: self.kind.into(), document, facts };
        let mut findings = kms_lint::lint(&policy);
        findings.retain(|finding| !is_allowed(finding.code));
        findings
    }

    /// Where `span` is, in the report's units.
    pub(crate) fn span(&self, span: Span) -> ReportSpan {
        let (start, end) = self.lines.range(span);
        ReportSpan { start: start.into(), end: end.into() }
    }

    pub(crate) fn statement(&self, index: usize) -> Option<&Statement> {
        self.parse.document.statements.get(index)
    }

    pub(crate) fn report(&self) -> PolicyReport {
        PolicyReport {
            id: self.id.clone(),
            name: self.name.to_owned(),
            kind: self.kind,
            accepted: self.parse.accepted().is_some(),
            errors: self.parse.errors.iter().map(|error| self.error(error)).collect(),
            statements: self
                .parse
                .document
                .statements
                .iter()
                .enumerate()
                .map(|(i, s)| self.summary(i, s))
                .collect(),
        }
    }

    /// Whether it is a key policy that nobody has written yet.
    pub(crate) fn is_missing(&self) -> bool {
        self.text.trim().is_empty() && self.kind == PolicyKind::KeyPolicy
    }

    /// Why AWS would not accept it: its first grave fault, and where. Of the faults that AWS documents the first,
    /// if there is one.
    pub(crate) fn refusal(&self) -> Note {
        if self.is_missing() {
            let text = "There is no key policy yet. Paste one to see what AWS KMS decides.";
            return Note::new(NoteCode::PolicyMissing, text).at(self.id.clone());
        }
        let mut grave = self.errors(|error| error.severity == kms_policy::Severity::Refused);
        let first = grave.clone().next();
        let documented = grave.find(|error| error.certainty == kms_policy::Certainty::Documented);
        let name = self.called();
        let text = match (documented, first) {
            (Some(error), _) => {
                format!("AWS would reject the {name}, so it was not evaluated: {}.", self.fault(error))
            }
            (None, Some(error)) => format!(
                "The playground assumes that AWS rejects the {name}, which AWS does not document; it was not evaluated: {}.",
                self.fault(error)
            ),
            (None, None) => format!("AWS would reject the {name}, so it was not evaluated."),
        };
        Note::new(NoteCode::PolicyRefused, text).at(self.id.clone())
    }

    /// What is taken for granted of a policy that takes part: that AWS accepts what it does not say to accept, and
    /// reads it as it is read here. One note for each kind of fault.
    pub(crate) fn assumptions(&self) -> Vec<Note> {
        let is_open = |error: &PolicyError| {
            error.severity != kms_policy::Severity::Refused
                && error.certainty == kms_policy::Certainty::Unconfirmed
                // The id of a deleted principal is in a policy because AWS put it there.
                && error.code != ErrorCode::UniqueIdPrincipal
        };
        let mut notes: Vec<Note> = Vec::new();
        for error in self.errors(is_open) {
            let code = error.code.name();
            if notes.iter().all(|note| note.code != code) {
                let text = format!(
                    "AWS does not document that it accepts this {}: {}.",
                    self.called(),
                    self.fault(error)
                );
                notes.push(Note::new(code, text).at(self.id.clone()));
            }
        }
        notes
    }

    fn errors(
        &self,
        is: impl Fn(&PolicyError) -> bool + Clone,
    ) -> impl Iterator<Item = &PolicyError> + Clone {
        self.parse.errors.iter().filter(move |error| is(error))
    }

    /// What it is called within a sentence.
    fn called(&self) -> String {
        match self.kind {
            // The key's own has no other name; the one that a call would put in place is the new one.
            PolicyKind::KeyPolicy if self.name == NEW_KEY_POLICY => NEW_KEY_POLICY.to_owned(),
            PolicyKind::KeyPolicy => "key policy".to_owned(),
            _ => format!("policy `{}`", self.name),
        }
    }

    fn fault(&self, error: &PolicyError) -> String {
        format!("line {}: {}", self.span(error.span).start.line, error.text())
    }

    fn error(&self, error: &PolicyError) -> PolicyErrorReport {
        PolicyErrorReport {
            code: Cow::Borrowed(error.code.name()),
            severity: error.severity.into(),
            text: error.text().to_owned(),
            help: Some(error.help().to_owned()).filter(|help| !help.is_empty()),
            span: self.span(error.span),
            certainty: Certainty::unless_documented(error.certainty),
        }
    }

    fn summary(&self, index: usize, statement: &Statement) -> StatementSummary {
        StatementSummary {
            index,
            sid: statement.sid.as_ref().map(|sid| sid.value.clone()),
            effect: statement.effect.as_ref().map(|effect| effect.value.into()),
            span: self.span(statement.span),
        }
    }
}
