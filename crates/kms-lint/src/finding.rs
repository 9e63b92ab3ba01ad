//! One finding, and the list of all that is bounded.

use kms_policy::Span;
use kms_policy::edit::Edit;

use crate::rule::Code;

/// What a reviewer would say about a place of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which rule found it.
    pub code: Code,
    /// How severe it is; a rule may say it of a case that is milder than usual.
    pub severity: Severity,
    /// Where, the most telling place first; never empty.
    pub spans: Vec<Span>,
    /// What is wrong and why that matters, in a sentence or two.
    pub message: String,
    /// What to do about it, in the imperative.
    pub help: String,
    /// The change that does it.
    pub fix: Option<Fix>,
}

/// A change that removes a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative.
    pub title: String,
    /// The change itself.
    pub edit: Edit,
    /// Whether it may be applied without a person's look.
    pub applicability: Applicability,
}

/// Whether a fix may be applied without a person's look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Applicability {
    /// It does what was evidently meant, or leaves the meaning as it is.
    Always,
    /// It may allow more or deny less than before: a person decides.
    AfterReview,
}

/// How severe a finding is, in the words of IAM Access Analyzer's policy validation; the most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// A part of the policy cannot work as written.
    Error,
    /// The policy allows more than a careful author wants.
    SecurityWarning,
    /// The policy works, and probably not as meant.
    Warning,
    /// It could be clearer or narrower.
    Suggestion,
}

impl Severity {
    /// Access Analyzer's word for it, in lower case.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::SecurityWarning => "security warning",
            Self::Warning => "warning",
            Self::Suggestion => "suggestion",
        }
    }
}

/// The findings so far. A text of a megabyte can hold more mistakes than anybody reads: the list ends at a limit, and
/// so does the work.
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<Finding>);

impl Findings {
    const LIMIT: usize = 200;

    /// Whether no more are taken.
    pub(crate) fn is_full(&self) -> bool {
        self.0.len() >= Self::LIMIT
    }

    /// Adds a finding of the rule's usual severity.
    pub(crate) fn push(
        &mut self,
        code: Code,
        span: Span,
        message: String,
        help: impl Into<String>,
    ) -> Option<&mut Finding> {
        if self.is_full() {
            return None;
        }
        let finding = Finding {
            code,
            severity: code.severity(),
            spans: vec![span],
            message,
            help: help.into(),
            fix: None,
        };
        self.0.push(finding);
        self.0.last_mut()
    }

    /// The findings in the order of the text.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        kms_policy::sort_by(&mut self.0, |one, other| {
            (one.spans.first(), one.code).cmp(&(other.spans.first(), other.code))
        });
        self.0
    }
}

impl Finding {
    /// The same of another severity.
    pub(crate) fn graded(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// The same with a further place.
    pub(crate) fn also(&mut self, span: Span) -> &mut Self {
        self.spans.push(span);
        self
    }

    /// The same with a fix that does what was evidently meant.
    pub(crate) fn fixed(&mut self, title: impl Into<String>, edit: Option<Edit>) -> &mut Self {
        self.fix = edit.map(|edit| Fix { title: title.into(), edit, applicability: Applicability::Always });
        self
    }

    /// The same with a fix that a person should look at.
    pub(crate) fn fixed_after_review(&mut self, title: impl Into<String>, edit: Option<Edit>) -> &mut Self {
        self.fixed(title, edit);
        if let Some(fix) = &mut self.fix {
            fix.applicability = Applicability::AfterReview;
        }
        self
    }
}
