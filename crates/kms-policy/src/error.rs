//! What is wrong with a policy text: a code, how grave it is, how sure we are, the place, a sentence and a cure.
//!
//! Knows the rules' names and grades, not the rules: those stand where the text is read.

use crate::Span;
use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// One thing wrong with a policy text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// Which rule is broken.
    pub code: ErrorCode,
    /// What AWS does with such a document.
    pub severity: Severity,
    /// Whether AWS documents that it does so.
    pub certainty: Certainty,
    /// Where; empty where something is missing.
    pub span: Span,
    text: Cow<'static, str>,
    help: Cow<'static, str>,
}

impl PolicyError {
    /// What is wrong, in one sentence.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How to mend it; may be empty.
    pub fn help(&self) -> &str {
        &self.help
    }

    /// The error `code` at `span`, graded as its table says.
    pub(crate) fn new(code: ErrorCode, span: Span, text: impl Into<Cow<'static, str>>) -> Self {
        let (severity, certainty, help) = code.grade();
        Self { code, severity, certainty, span, text: text.into(), help: Cow::Borrowed(help) }
    }

    /// The same with another cure.
    pub(crate) fn help_with(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = help.into();
        self
    }

    /// The same where AWS says what it does.
    pub(crate) fn documented(mut self) -> Self {
        self.certainty = Certainty::Documented;
        self
    }

    /// The same where AWS does not say what it does.
    pub(crate) fn unconfirmed(mut self) -> Self {
        self.certainty = Certainty::Unconfirmed;
        self
    }

    /// The same, of another gravity.
    pub(crate) fn graded(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// What AWS does with a document that breaks a rule; the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// AWS refuses the document.
    Refused,
    /// AWS takes the document, and part of it cannot do what it seems to say.
    Warning,
    /// AWS takes the document; worth knowing.
    Note,
}

/// Whether AWS documents what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// AWS says so.
    Documented,
    /// AWS is silent or contradicts itself: an assumption of ours.
    Unconfirmed,
}

/// Writes the codes, their names and their grades from one table.
macro_rules! error_codes {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal $severity:ident $certainty:ident $help:literal,)*) => {
        /// A rule that a policy text can break.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ErrorCode { $($(#[doc = $doc])+ $variant,)* }

        impl ErrorCode {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code's name, as reports write it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The usual severity, certainty and cure.
            const fn grade(self) -> (Severity, Certainty, &'static str) {
                match self { $(Self::$variant => (Severity::$severity, Certainty::$certainty, $help),)* }
            }
        }
    };
}

error_codes! {
    // The text as a whole.
    /// More than 1 MiB, which is not read.
    TooLarge "tooLarge" Refused Documented "shorten the policy: a key policy may have 32,768 bytes",
    /// Nothing but white space.
    EmptyText "emptyText" Refused Documented "paste or write a policy document",
    /// A byte order mark in front.
    ByteOrderMark "byteOrderMark" Refused Documented "save the text as UTF-8 without a byte order mark",
    /// A character that the policy's API does not take.
    CharacterNotAllowed "characterNotAllowed" Refused Documented
        "only tab, line feed, carriage return and U+0020 to U+00FF may stand in the text",
    /// An escape of a character that the API would not take bare.
    EscapedCharacter "escapedCharacter" Warning Unconfirmed
        "AWS does not say whether an escape may stand for a character above U+00FF",
    /// More than the 32 KB that a key policy may have.
    OverQuota "overQuota" Warning Documented "use grants, or fewer and broader statements; the quota cannot be raised",
    /// More errors than are listed.
    TooManyErrors "tooManyErrors" Note Documented "mend those listed first",

    // JSON.
    /// Objects and lists nested deeper than 64.
    TooDeep "tooDeep" Refused Documented "no policy needs more than a few levels",
    /// Something else than a JSON object.
    NotAnObject "notAnObject" Refused Documented "a policy document is a JSON object: `{ \"Version\": …, \"Statement\": [ … ] }`",
    /// Two members or values without a comma between them.
    MissingComma "missingComma" Refused Documented "put a `,` here",
    /// A comma with nothing before it.
    ExtraComma "extraComma" Refused Documented "remove it",
    /// A comma before a closing bracket.
    TrailingComma "trailingComma" Refused Documented "remove it: JSON takes no comma after the last entry",
    /// A name without a colon behind it.
    MissingColon "missingColon" Refused Documented "put a `:` between name and value",
    /// A value in an object, without a name.
    MissingName "missingName" Refused Documented "write `\"Name\": value`",
    /// A name without a value.
    MissingValue "missingValue" Refused Documented "write the value, or remove the name",
    /// Text that wants quotation marks.
    UnquotedText "unquotedText" Refused Documented "put it in double quotes",
    /// Single, typographic or backtick quotation marks.
    WrongQuotes "wrongQuotes" Refused Documented "use straight double quotes: `\"`",
    /// A string that does not end on its line.
    UnclosedString "unclosedString" Refused Documented "close it with `\"`",
    /// A string that goes on in the next line.
    LineBreakInString "lineBreakInString" Refused Documented "join the lines",
    /// A quotation mark within a string.
    UnescapedQuote "unescapedQuote" Refused Documented "write `\\\"` for a quotation mark within a string",
    /// A tab or other control character within a string.
    ControlCharacter "controlCharacter" Refused Documented "write an escape, such as `\\t`, or remove it",
    /// A backslash before a character that JSON does not escape.
    BadEscape "badEscape" Refused Documented "JSON's escapes are `\\\"` `\\\\` `\\/` `\\b` `\\f` `\\n` `\\r` `\\t` and `\\uXXXX`",
    /// Half of a pair of surrogates.
    LoneSurrogate "loneSurrogate" Refused Documented "a character above U+FFFF is written as two escapes",
    /// A number that JSON does not take.
    InvalidNumber "invalidNumber" Refused Documented "write it as JSON does, or put it in double quotes",
    /// A comment.
    Comment "comment" Refused Documented "remove it: JSON has no comments",
    /// `...` in place of something left out.
    LeftOut "leftOut" Refused Documented "put in what was left out, or remove the dots",
    /// Characters that mean nothing here.
    StrayText "strayText" Refused Documented "remove it",
    /// White space that is not JSON's.
    InvalidWhitespace "invalidWhitespace" Refused Documented "use an ordinary space",
    /// A bracket that is never closed.
    UnclosedBracket "unclosedBracket" Refused Documented "close it",
    /// A closing bracket without an opening one.
    StrayBracket "strayBracket" Refused Documented "remove it",
    /// A closing bracket of the wrong kind.
    WrongBracket "wrongBracket" Refused Documented "close what was opened last first",
    /// A closing bracket with members of the same object behind it.
    ClosedTooEarly "closedTooEarly" Refused Documented "remove this bracket, or open a new object behind it",
    /// Several values without the brackets of a list.
    MissingBracket "missingBracket" Refused Documented "put the values of one name into `[ … ]`",
    /// Members of an object without its opening brace.
    MissingBrace "missingBrace" Refused Documented "put a `{` here",
    /// Text behind the end of the document.
    TextAfterEnd "textAfterEnd" Refused Documented "remove what follows the last `}`",
    /// The same name twice in one object.
    DuplicateName "duplicateName" Warning Unconfirmed "keep one of the two",

    // The document.
    /// A statement without a document around it.
    BareStatement "bareStatement" Refused Documented
        "put it into a document: `{ \"Version\": \"2012-10-17\", \"Statement\": [ … ] }`",
    /// A name that is no element of the policy language.
    UnknownElement "unknownElement" Refused Unconfirmed "remove it, or correct its name",
    /// An element that this kind of policy does not take.
    ElementNotAllowed "elementNotAllowed" Refused Documented "remove it",
    /// A value of the wrong JSON type.
    WrongType "wrongType" Refused Documented "",
    /// No `Version`.
    MissingVersion "missingVersion" Warning Unconfirmed
        "add `\"Version\": \"2012-10-17\"`; without it the language of 2008-10-17 applies, which has no policy variables",
    /// A version that AWS does not have.
    InvalidVersion "invalidVersion" Refused Unconfirmed "write `2012-10-17`",
    /// No `Statement`, or an empty list.
    MissingStatement "missingStatement" Refused Documented "a policy has at least one statement",

    // A statement.
    /// A character in a Sid, or a Sid twice, where that is not allowed.
    InvalidSid "invalidSid" Refused Documented "",
    /// No `Effect`.
    MissingEffect "missingEffect" Refused Documented "add `\"Effect\": \"Allow\"` or `\"Effect\": \"Deny\"`",
    /// Neither `Allow` nor `Deny`.
    InvalidEffect "invalidEffect" Refused Documented "write `Allow` or `Deny`, with a capital letter",
    /// An element and its negation in one statement.
    BothElements "bothElements" Refused Documented "keep one of the two",
    /// `NotPrincipal`, `NotAction` or `NotResource` in a key policy.
    NegatedElement "negatedElement" Note Unconfirmed
        "the grammar of IAM's policies has it; whether KMS takes it is not documented, and taken for granted",
    /// No `Action`.
    MissingAction "missingAction" Refused Documented "add an `Action`",
    /// No `Resource`.
    MissingResource "missingResource" Refused Documented "add a `Resource`",
    /// An action that does not name its service.
    InvalidAction "invalidAction" Refused Unconfirmed "write the service in front, such as `kms:Decrypt`, or `*`",
    /// An action of another service in a key policy.
    ForeignAction "foreignAction" Note Unconfirmed
        "remove it: KMS asks a key policy about actions of `kms` alone",
    /// A resource that is no ARN.
    InvalidResource "invalidResource" Refused Documented "write `*` or an ARN",
    /// A resource other than a KMS key in a key policy.
    ForeignResource "foreignResource" Note Unconfirmed
        "write `*`, which means this key",
    /// Text that someone was meant to replace.
    Placeholder "placeholder" Note Documented "replace it with the real value; until then it is compared as it stands",

    // Principals.
    /// No principal.
    MissingPrincipal "missingPrincipal" Refused Documented
        "add a `Principal`, such as `{ \"AWS\": \"111122223333\" }`; a policy without principals is an identity-based one",
    /// A kind of principal that policies do not know, or not this one.
    InvalidPrincipalType "invalidPrincipalType" Refused Documented "use `AWS` or `Service`",
    /// Text that names no principal.
    InvalidPrincipal "invalidPrincipal" Refused Documented
        "name an account, a user, a role or a session by its ARN, or a service",
    /// A service principal outside of AWS's domains.
    UnknownService "unknownService" Warning Unconfirmed
        "services are named as in `cloudtrail.amazonaws.com`",
    /// A wildcard within a principal.
    WildcardInPrincipal "wildcardInPrincipal" Refused Documented
        "name each principal; or name the account and compare `aws:PrincipalArn` in a `Condition`",
    /// An IAM group.
    GroupPrincipal "groupPrincipal" Refused Documented
        "a group is no principal; name its users, or a role that they assume",
    /// An assumed role without a session name.
    SessionWithoutName "sessionWithoutName" Warning Unconfirmed
        "name the role's ARN (`arn:aws:iam::…:role/…`), or one session of it",
    /// The unique id of a user or role that is no more.
    UniqueIdPrincipal "uniqueIdPrincipal" Note Unconfirmed
        "AWS puts the id where the user or role was deleted; sending the policy again may fail",

    /// A partition that AWS does not have.
    UnknownPartition "unknownPartition" Warning Unconfirmed
        "write `aws`, `aws-cn`, `aws-us-gov`, or another of AWS's partitions",

    // Conditions.
    /// An account id with hyphens.
    AccountWithHyphens "accountWithHyphens" Warning Documented
        "write the twelve digits without hyphens",
    /// A condition operator that AWS does not have.
    UnknownOperator "unknownOperator" Refused Unconfirmed "use one of AWS's condition operators",
    /// `NullIfExists`.
    NullIfExists "nullIfExists" Refused Documented "`Null` takes no `IfExists`: it asks that very question",
    /// A value of `Null` that is neither true nor false.
    InvalidNullValue "invalidNullValue" Refused Unconfirmed
        "`true`: the key must be absent; `false`: the key must be present",
    /// `ForAllValues` with a key that KMS does not take there.
    OverlyPermissiveCondition "overlyPermissiveCondition" Refused Documented
        "KMS refuses `ForAllValues` with this key, since a request without the key would satisfy it; remove `ForAllValues:`",
    /// A condition key that key policies do not take.
    ConditionKeyNotPermitted "conditionKeyNotPermitted" Refused Documented
        "KMS takes this condition key in IAM policies only",
}

/// The errors of one text, bounded in number.
#[derive(Debug, Default)]
pub(crate) struct Errors {
    list: Vec<PolicyError>,
    dropped: Option<Severity>,
}

impl Errors {
    /// How many errors are listed at most.
    pub(crate) const LIMIT: usize = 200;

    /// Adds an error, unless the list is full.
    pub(crate) fn push(&mut self, error: PolicyError) {
        if self.list.len() < Self::LIMIT {
            self.list.push(error);
        } else {
            self.drop(error.severity);
        }
    }

    /// Adds the error `code` at `span`, whose sentence is only made if the list is not full.
    pub(crate) fn report(&mut self, code: ErrorCode, span: Span, text: fmt::Arguments<'_>) {
        if self.list.len() < Self::LIMIT {
            let text = text.as_str().map_or_else(|| Cow::Owned(text.to_string()), Cow::Borrowed);
            self.list.push(PolicyError::new(code, span, text));
        } else {
            self.drop(code.grade().0);
        }
    }

    fn drop(&mut self, severity: Severity) {
        self.dropped = Some(self.dropped.map_or(severity, |gravest| gravest.min(severity)));
    }

    /// Removes the last error if it is this one, since more text has shown it in another light.
    pub(crate) fn take_back(&mut self, code: ErrorCode, span: Span) -> bool {
        self.list.pop_if(|error| error.code == code && error.span == span).is_some()
    }

    /// The errors in the order of the text, with a last one that stands for those left out.
    pub(crate) fn finish(mut self) -> Vec<PolicyError> {
        crate::sort::sort_by(&mut self.list, |left, right| left.span.cmp(&right.span));
        if let Some(gravest) = self.dropped {
            let end = self.list.last().map(|error| error.span).unwrap_or_default();
            let text = "there are more errors than are listed";
            self.list.push(PolicyError::new(ErrorCode::TooManyErrors, end, text).graded(gravest));
        }
        self.list
    }
}

/// A text in backticks, cut short where it is long.
#[derive(Clone, Copy)]
pub(crate) struct Quoted<'a>(&'a str);

/// Quotes `text` for a sentence.
pub(crate) fn quote(text: &str) -> Quoted<'_> {
    Quoted(text)
}

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LIMIT: usize = 48;
        if self.0.is_empty() {
            return f.write_str("`\"\"`");
        }
        f.write_str("`")?;
        for character in self.0.chars().take(LIMIT) {
            f.write_char(if character.is_control() { ' ' } else { character })?;
        }
        f.write_str(if self.0.chars().nth(LIMIT).is_some() { "…`" } else { "`" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_texts_follow_the_house_style() {
        let mut names: Vec<_> = ErrorCode::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ErrorCode::ALL.len());
        for code in ErrorCode::ALL {
            let help = code.grade().2;
            assert!(!help.ends_with('.') && !help.contains('\n'), "{help}");
        }
    }

    #[test]
    fn the_list_is_bounded_and_keeps_the_gravest_of_the_rest() {
        let mut errors = Errors::default();
        for _ in 0..Errors::LIMIT {
            errors.push(PolicyError::new(ErrorCode::Placeholder, Span::new(0, 1), "x"));
        }
        errors.push(PolicyError::new(ErrorCode::MissingComma, Span::new(0, 1), "x"));
        errors.push(PolicyError::new(ErrorCode::Placeholder, Span::new(0, 1), "x"));
        let list = errors.finish();
        assert_eq!(list.len(), Errors::LIMIT + 1);
        let last = list.last().unwrap();
        assert_eq!((last.code, last.severity), (ErrorCode::TooManyErrors, Severity::Refused));
    }

    #[test]
    fn a_quotation_is_short() {
        assert_eq!(quote("a\tb").to_string(), "`a b`");
        assert_eq!(quote(&"é".repeat(100)).to_string().chars().count(), 51);
        assert_eq!(quote("").to_string(), "`\"\"`");
    }
}
