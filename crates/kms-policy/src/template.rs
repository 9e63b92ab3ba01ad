//! Values with policy variables: `${aws:PrincipalTag/team}`, `${aws:userid, 'anonymous'}`, `${*}`.
//!
//! IAM User Guide, *IAM policy elements: Variables and tags* (reference_policies_variables.html). Variables are
//! replaced under version 2012-10-17 only; before, the text stands for itself. What is inserted is literal: its
//! `*` and `?` are no wildcards. What is not written as AWS documents it stands for itself as well, which AWS does
//! not say: see [`Template::faults`].

use crate::{ArnPattern, Pattern, PolicyVersion, ResourcePattern};
use std::borrow::Cow;
use std::ops::Range;

/// A value, cut into text and variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
    faults: Vec<VariableFault>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// Text whose `*` and `?` are wildcards where the operator takes them.
    Text(String),
    /// `*`, `?` or `$`, written `${*}`, `${?}`, `${$}`.
    Literal(char),
    Variable(Variable),
}

/// A variable in a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// The condition key whose value is inserted.
    pub key: String,
    /// What is inserted when the request has no such key.
    pub default: Option<String>,
    /// Where it stands in the value, from `$` to brace, in bytes of the decoded text.
    pub range: Range<usize>,
}

/// A `${` that begins no variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableFault {
    /// What is wrong with it.
    pub kind: VariableFaultKind,
    /// Where it stands in the value, in bytes of the decoded text.
    pub range: Range<usize>,
}

/// What can be wrong with a variable; Access Analyzer's checks name the same things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VariableFaultKind {
    /// The closing brace is missing.
    NoBrace,
    /// No name stands between the braces.
    Empty,
    /// A space within the name.
    SpaceInName,
    /// A default that is not in single quotes.
    NoQuote,
    /// A default that is not parted from the name by a comma and one space.
    NoSpace,
    /// A `${` or `{` within the name.
    SymbolInName,
    /// A variable in a resource's ARN before the fifth colon.
    BeforeResource,
}

/// A value with its variables replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResolvedText {
    text: String,
    /// The offsets of those `*` and `?` that were inserted and are therefore literal, in order.
    literal: Vec<usize>,
}

impl Template {
    /// A value of a condition whose operator takes variables.
    pub fn new(text: &str, version: PolicyVersion) -> Self {
        Self::read(text, version, 0)
    }

    /// A value of `Resource` or `NotResource`, where variables stand behind the fifth colon.
    pub fn resource(text: &str, version: PolicyVersion) -> Self {
        let resource = text.match_indices(':').nth(4).map_or(text.len(), |(at, _)| at + 1);
        Self::read(text, version, resource)
    }

    /// A value that takes no variables; `*` and `?` are wildcards where the operator takes them.
    pub fn plain(text: &str) -> Self {
        Self { parts: vec![Part::Text(text.to_owned())], faults: Vec::new() }
    }

    /// The variables, in order.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.parts.iter().filter_map(|part| match part {
            Part::Variable(variable) => Some(variable),
            Part::Text(_) | Part::Literal(_) => None,
        })
    }

    /// What looks like a variable and is none.
    pub fn faults(&self) -> &[VariableFault] {
        &self.faults
    }

    /// Replaces each variable by what `lookup` gives for it; the first failure of `lookup` is the result. Whether a
    /// variable's default applies is for `lookup` to say.
    pub fn resolve<'v, E>(
        &'v self,
        mut lookup: impl FnMut(&'v Variable) -> Result<Cow<'v, str>, E>,
    ) -> Result<ResolvedText, E> {
        let mut resolved = ResolvedText::default();
        for part in &self.parts {
            match part {
                Part::Text(text) => resolved.text.push_str(text),
                Part::Literal(character) => resolved.push_literal(character.encode_utf8(&mut [0; 4])),
                Part::Variable(variable) => resolved.push_literal(&lookup(variable)?),
            }
        }
        Ok(resolved)
    }

    /// The text of a value that is the same for every request.
    pub fn fixed(&self) -> Option<ResolvedText> {
        self.resolve(|_| Err(())).ok()
    }

    /// Reads `text`, whose variables may stand from the offset `from` on.
    fn read(text: &str, version: PolicyVersion, from: usize) -> Self {
        if version == PolicyVersion::V2008 || !text.contains("${") {
            return Self::plain(text);
        }
        let reader = Reader { text, from, last_brace: text.rfind('}'), last_quoted_brace: text.rfind("'}") };
        let mut template = Self { parts: Vec::new(), faults: Vec::new() };
        let mut done = 0;
        while let Some(start) = text.get(done..).and_then(|rest| rest.find("${")).map(|at| done + at) {
            template.push_text(text.get(done..start).unwrap_or_default());
            match reader.variable(start) {
                Ok((part, end)) => {
                    template.parts.push(part);
                    done = end;
                }
                Err(fault) => {
                    template.push_text(text.get(fault.range.clone()).unwrap_or_default());
                    done = fault.range.end;
                    template.faults.push(fault);
                }
            }
        }
        template.push_text(text.get(done..).unwrap_or_default());
        template
    }

    fn push_text(&mut self, more: &str) {
        match self.parts.last_mut() {
            _ if more.is_empty() => {}
            Some(Part::Text(text)) => text.push_str(more),
            _ => self.parts.push(Part::Text(more.to_owned())),
        }
    }
}

/// Reads variables; knows where searching for their ends is in vain, so that no text is searched twice.
struct Reader<'a> {
    text: &'a str,
    /// Where variables may stand.
    from: usize,
    last_brace: Option<usize>,
    last_quoted_brace: Option<usize>,
}

impl Reader<'_> {
    /// Reads the variable whose `${` is at `start`; gives the offset behind it as well.
    fn variable(&self, start: usize) -> Result<(Part, usize), VariableFault> {
        let body = self.text.get(start + 2..).unwrap_or_default();
        let fault = |kind, length| Err(VariableFault { kind, range: start..start + 2 + length });
        if self.last_brace < Some(start) {
            return fault(VariableFaultKind::NoBrace, 0);
        }
        let up_to_brace = || body.find('}').map_or(0, |at| at + 1);
        if start < self.from {
            return fault(VariableFaultKind::BeforeResource, up_to_brace());
        }
        for escaped in ['*', '?', '$'] {
            if body.strip_prefix(escaped).is_some_and(|rest| rest.starts_with('}')) {
                return Ok((Part::Literal(escaped), start + 4));
            }
        }
        let key_end = body.find(['}', ',', '{', '$']).unwrap_or(body.len());
        let (key, rest) = body.split_at_checked(key_end).unwrap_or_default();
        if rest.starts_with(['{', '$']) {
            return fault(VariableFaultKind::SymbolInName, key_end);
        }
        if key.is_empty() {
            return fault(VariableFaultKind::Empty, up_to_brace());
        }
        if key.contains(char::is_whitespace) {
            return fault(VariableFaultKind::SpaceInName, up_to_brace());
        }
        let variable = |default: Option<&str>, length: usize| {
            let end = start + 2 + length;
            let default = default.map(str::to_owned);
            Ok((Part::Variable(Variable { key: key.to_owned(), default, range: start..end }), end))
        };
        let Some(default) = rest.strip_prefix(',') else { return variable(None, key_end + 1) };
        let quoted = default.trim_start_matches(' ').strip_prefix('\'');
        let quoted = quoted.filter(|_| self.last_quoted_brace > Some(start));
        let Some((text, _)) = quoted.and_then(|quoted| quoted.split_once("'}")) else {
            return fault(VariableFaultKind::NoQuote, up_to_brace());
        };
        let length = key_end + 1 + default.len() - quoted.map_or(0, str::len) + text.len() + 2;
        if !default.starts_with(" '") {
            return fault(VariableFaultKind::NoSpace, length);
        }
        variable(Some(text), length)
    }
}

impl ResolvedText {
    /// The text to compare with and to show.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text as a pattern in which what was inserted is literal.
    pub fn pattern(&self) -> Pattern {
        Pattern::with_live_wildcards(&self.text, &|at| self.is_live(at))
    }

    /// The text as an ARN pattern in which what was inserted is literal; `None` with fewer than six components.
    pub fn arn_pattern(&self) -> Option<ArnPattern> {
        ArnPattern::with_live_wildcards(&self.text, &|at| self.is_live(at))
    }

    /// The text as a pattern of resources in which what was inserted is literal; `None` if no ARN can match it.
    pub fn resource_pattern(&self) -> Option<ResourcePattern> {
        ResourcePattern::with_live_wildcards(&self.text, &|at| self.is_live(at))
    }

    fn is_live(&self, at: usize) -> bool {
        self.literal.binary_search(&at).is_err()
    }

    fn push_literal(&mut self, inserted: &str) {
        let start = self.text.len();
        self.literal.extend(inserted.match_indices(['*', '?']).map(|(at, _)| start + at));
        self.text.push_str(inserted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PolicyVersion::{V2008, V2012};

    fn lookup(variable: &Variable) -> Result<Cow<'_, str>, String> {
        match (variable.key.as_str(), &variable.default) {
            ("aws:username", _) => Ok("tim*".into()),
            ("aws:PrincipalArn", _) => Ok("arn:aws:iam::111122223333:user/tim".into()),
            (_, Some(default)) => Ok(default.into()),
            (key, None) => Err(key.to_owned()),
        }
    }

    fn resolved(text: &str, version: PolicyVersion) -> Result<String, String> {
        let template = Template::new(text, version);
        template.resolve(lookup).map(|text| text.as_str().to_owned())
    }

    #[test]
    fn variables_are_replaced_under_2012_only() {
        for (text, result) in [
            ("plain", Ok("plain")),
            ("a-${aws:username}-b", Ok("a-tim*-b")),
            ("${aws:username}${aws:username}", Ok("tim*tim*")),
            ("${aws:userid}", Err("aws:userid")),
            ("${aws:userid, 'nobody'}", Ok("nobody")),
            ("${aws:userid, 'a}b'}", Ok("a}b")),
            ("${aws:userid, ''}x", Ok("x")),
            ("${aws:username, 'nobody'}", Ok("tim*")),
            ("${*}${?}${$}{x}", Ok("*?${x}")),
            ("$ {aws:username}", Ok("$ {aws:username}")),
        ] {
            assert_eq!(resolved(text, V2012), result.map(str::to_owned).map_err(str::to_owned), "{text}");
            assert_eq!(resolved(text, V2008), Ok(text.to_owned()), "{text}");
        }
    }

    #[test]
    fn malformed_variables_stand_for_themselves() {
        use VariableFaultKind::{Empty, NoBrace, NoQuote, NoSpace, SpaceInName, SymbolInName};
        for (text, kind, range) in [
            ("x${aws:username", NoBrace, 1..3),
            ("${}", Empty, 0..3),
            ("${ aws:username}", SpaceInName, 0..16),
            ("${aws:username, nobody}", NoQuote, 0..23),
            ("${aws:username, 'nobody}", NoQuote, 0..24),
            ("${aws:username, 'nobody'", NoBrace, 0..2),
            ("${aws:username,'no}body'}x", NoSpace, 0..25),
            ("x${aws:username,  'nobody'}", NoSpace, 1..27),
            ("${aws:PrincipalTag/${x}}", SymbolInName, 0..19),
        ] {
            let template = Template::new(text, V2012);
            let first = &template.faults()[0];
            assert_eq!((first.kind, first.range.clone()), (kind, range), "{text}");
            if kind != SymbolInName {
                assert_eq!(resolved(text, V2012).unwrap(), text);
                assert_eq!(template.fixed().unwrap().as_str(), text);
            }
        }
    }

    #[test]
    fn inserted_wildcards_are_literal() {
        let pattern = |text: &str, version| Template::new(text, version).resolve(lookup).unwrap().pattern();
        for (text, value, matches) in [
            ("${aws:username}/*", "tim*/x", true),
            ("${aws:username}/*", "timothy/x", false),
            ("a${*}c*", "a*cd", true),
            ("a${*}c*", "abcd", false),
            ("a${?}", "ab", false),
            ("${$}{x}", "${x}", true),
        ] {
            assert_eq!(pattern(text, V2012).matches(value), matches, "{text} {value}");
        }
        // Under 2008-10-17 the wildcard between the braces is one.
        assert!(pattern("a${*}c", V2008).matches("a${b}c"));
    }

    #[test]
    fn an_arn_may_come_whole_from_a_variable() {
        let arns =
            Template::new("${aws:PrincipalArn}", V2012).resolve(lookup).unwrap().arn_pattern().unwrap();
        assert!(arns.matches(&crate::Arn::split("arn:aws:iam::111122223333:user/tim").unwrap()));
        assert_eq!(Template::new("${aws:username}", V2012).resolve(lookup).unwrap().arn_pattern(), None);
    }

    #[test]
    fn a_resource_takes_variables_behind_the_fifth_colon() {
        let late = Template::resource("arn:aws:s3:::bucket/${aws:username}", V2012);
        assert_eq!(late.variables().next().unwrap().range, 20..35);
        let early =
            Template::resource("arn:aws:kms:${aws:RequestedRegion}:111122223333:key/${aws:username}", V2012);
        assert_eq!(early.faults()[0].kind, VariableFaultKind::BeforeResource);
    }
}
