//! The words that the page and the report use, each explained in one paragraph with AWS's page.

mod terms;

pub use terms::TERMS;

/// A word with its explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The word, as AWS writes it.
    pub name: &'static str,
    /// Other words for it.
    pub also: &'static [&'static str],
    /// One paragraph.
    pub text: &'static str,
    /// AWS's page about it.
    pub page: &'static str,
}

impl Term {
    /// Whether the term is called so: letters count alike in both cases.
    fn is_called(&self, name: &str) -> bool {
        let mut names = std::iter::once(&self.name).chain(self.also);
        names.any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Whether one of its words has all of these.
    pub fn mentions(&self, words: &str) -> bool {
        let words = words.to_ascii_lowercase();
        let own = std::iter::once(&self.name).chain(self.also).map(|name| name.to_ascii_lowercase());
        let own = own.collect::<Vec<_>>().join(" ");
        words.split_whitespace().all(|word| own.contains(word))
    }
}

/// The term of this name, of another word for it, or of its plural.
pub fn term(name: &str) -> Option<&'static Term> {
    let called = |name: &str| TERMS.iter().find(|term| term.is_called(name));
    let name = name.trim();
    called(name)
        .or_else(|| called(name.strip_suffix('s')?))
        .or_else(|| called(&format!("{}y", name.strip_suffix("ies")?)))
}

/// The terms whose questions of AWS's stand under this code in a trace.
pub fn terms_of_question(code: &str) -> &'static [&'static str] {
    match code {
        "explicitDeny" => &["explicit deny"],
        "resourceControlPolicies" => &["resource control policy"],
        "serviceControlPolicies" => &["service control policy"],
        "vpcEndpointPolicy" => &["VPC endpoint policy"],
        "acrossAccounts" => &["cross-account access"],
        "retireGrant" => &["retiring principal"],
        "keyPolicy" => &["key policy", "account principal"],
        "grants" => &["grant"],
        "identityPolicies" => &["identity-based policy"],
        "permissionsBoundary" => &["permissions boundary"],
        "sessionPolicies" => &["session policy"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::groups;

    #[test]
    fn every_term_has_one_paragraph_and_a_page_of_aws_and_no_name_stands_twice() {
        let mut names: Vec<String> = Vec::new();
        for term in TERMS {
            assert!(term.text.ends_with('.') && !term.text.contains('\n'), "{}", term.name);
            assert!((60..=420).contains(&term.text.len()), "{}: {}", term.name, term.text.len());
            assert!(term.page.starts_with("https://docs.aws.amazon.com/"), "{}", term.name);
            names.extend(std::iter::once(&term.name).chain(term.also).map(|name| name.to_lowercase()));
        }
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(TERMS.is_sorted_by_key(|term| term.name.to_lowercase()), "in the order of the alphabet");
        assert!(TERMS.len() >= 50, "{}", TERMS.len());
    }

    #[test]
    fn a_term_is_found_by_its_name_another_name_or_its_plural() {
        assert_eq!(term("Key Policy").unwrap().name, "key policy");
        assert_eq!(term("grants").unwrap().name, "grant");
        assert_eq!(term("SCP").unwrap().name, "service control policy");
        assert_eq!(term("service control policies").unwrap().name, "service control policy");
        assert_eq!(term("FAS").unwrap().name, "forward access session");
        assert!(term("rule").is_none());
        assert!(term("encryption context").unwrap().mentions("context"));
    }

    #[test]
    fn every_question_of_a_trace_has_a_term() {
        let questions = groups().find(|group| group.name == "QuestionCode").unwrap();
        for code in questions.codes {
            let terms = terms_of_question(code);
            assert!(!terms.is_empty(), "{code}");
            terms.iter().for_each(|name| assert!(term(name).is_some(), "{name}"));
        }
    }
}
