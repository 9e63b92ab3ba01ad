//! The words of the command line, taken one by one; what nobody took is an error.

use crate::failure::{Failure, Result};

/// The words that have not been taken yet.
#[derive(Debug)]
pub(crate) struct Arguments {
    words: Vec<String>,
    after_dashes: Vec<String>,
}

impl Arguments {
    pub(crate) fn from_command_line() -> Self {
        Self::new(std::env::args().skip(1))
    }

    fn new(words: impl IntoIterator<Item = String>) -> Self {
        let mut words: Vec<String> = words.into_iter().collect();
        let dashes = words.iter().position(|word| word == "--");
        let after_dashes = dashes.map(|at| words.split_off(at)).unwrap_or_default();
        Self { words, after_dashes: after_dashes.into_iter().skip(1).collect() }
    }

    /// The next word that is no option.
    pub(crate) fn next_word(&mut self) -> Option<String> {
        let at = self.words.iter().position(|word| !word.starts_with('-'))?;
        Some(self.words.remove(at))
    }

    /// Whether the option was given.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|word| word != name);
        self.words.len() < before
    }

    /// The value of an option, written `--name value` or `--name=value`.
    pub(crate) fn value(&mut self, name: &str) -> Result<Option<String>> {
        let joined = format!("{name}=");
        let Some(at) = self.words.iter().position(|word| word == name || word.starts_with(&joined)) else {
            return Ok(None);
        };
        let word = self.words.remove(at);
        if let Some(value) = word.strip_prefix(&joined) {
            return Ok(Some(value.to_owned()));
        }
        if at < self.words.len() {
            return Ok(Some(self.words.remove(at)));
        }
        Err(Failure::usage(format!("`{name}` needs a value")))
    }

    /// All words that are left, and what came after `--`.
    pub(crate) fn rest(mut self) -> Result<(Vec<String>, Vec<String>)> {
        let words = std::iter::from_fn(|| self.next_word()).collect();
        let after_dashes = std::mem::take(&mut self.after_dashes);
        self.finish()?;
        Ok((words, after_dashes))
    }

    /// Fails when a word is left that nothing took.
    pub(crate) fn finish(self) -> Result<()> {
        match self.words.iter().chain(&self.after_dashes).next() {
            None => Ok(()),
            Some(word) => Err(Failure::usage(format!("nothing here takes `{word}`"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Arguments {
        Arguments::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn values_are_read_in_both_spellings() {
        let mut given = arguments("serve --port 80 --prefix=/a/");
        assert_eq!(given.next_word().as_deref(), Some("serve"));
        assert_eq!(given.value("--port").unwrap().as_deref(), Some("80"));
        assert_eq!(given.value("--prefix").unwrap().as_deref(), Some("/a/"));
        assert!(given.finish().is_ok());
    }

    #[test]
    fn a_word_that_nothing_took_is_an_error() {
        assert!(arguments("--prot 80").finish().unwrap_err().to_string().contains("`--prot`"));
        assert!(arguments("-- x").finish().is_err());
    }

    #[test]
    fn a_value_that_is_missing_is_an_error() {
        assert!(arguments("serve --port").value("--port").is_err());
    }

    #[test]
    fn words_after_dashes_are_kept_apart() {
        let (words, after) = arguments("fmt docs -- --grep axe").rest().unwrap();
        assert_eq!(words, ["fmt", "docs"]);
        assert_eq!(after, ["--grep", "axe"]);
    }
}
