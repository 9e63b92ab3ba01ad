//! From text to document: the one entry.
//!
//! Reading never fails: what could be read is the document, what is wrong stands beside it.

use crate::error::{ErrorCode, Errors, PolicyError, Severity};
use crate::{PolicyDocument, PolicyKind, Span, grammar};

/// The longest text that is read: 1 MiB.
pub const MAX_BYTES: usize = 1 << 20;

/// A policy text, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parse {
    /// Whatever could be read, for highlighting and for findings.
    pub document: PolicyDocument,
    /// All that is wrong, in the order of the text; bounded in number.
    pub errors: Vec<PolicyError>,
}

impl Parse {
    /// The document, if AWS would accept the text; only this may be evaluated.
    pub fn accepted(&self) -> Option<&PolicyDocument> {
        let is_refused = self.errors.iter().any(|error| error.severity == Severity::Refused);
        (!is_refused).then_some(&self.document)
    }
}

/// Reads `text` as a policy of the given kind.
pub fn parse(text: &str, kind: PolicyKind) -> Parse {
    if text.len() > MAX_BYTES {
        let sentence = format!("the policy has {} bytes; more than {MAX_BYTES} are not read", text.len());
        let error = PolicyError::new(ErrorCode::TooLarge, Span::default(), sentence);
        return Parse { document: PolicyDocument::default(), errors: vec![error] };
    }
    let (document, errors) = grammar::read(text, kind, Errors::default());
    Parse { document, errors: errors.finish() }
}
