//! What settles a decision, for reading.

use super::types::MissingFacts;
use crate::scenario::Scenario;
use crate::ticket::writer::{MARKDOWN, Writer};

/// The most cases that are written out.
const TOLD: usize = 8;

impl MissingFacts {
    /// What settles the decision, a sentence for each case; of many the first.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.cases.iter().take(TOLD).map(|case| case.text.clone()).collect();
        if !self.is_complete || self.cases.len() > TOLD {
            lines.push("Other values settle it as well.".to_owned());
        }
        lines
    }

    /// The answer as Markdown, to stand below a ticket.
    pub fn to_markdown(&self, scenario: &Scenario) -> String {
        let mut writer = Writer::new(&MARKDOWN);
        let name = scenario.requests.get(self.request).and_then(|request| request.name.as_deref());
        match name {
            Some(name) => writer.heading(3, "What settles it: ", name),
            None => writer.heading(3, "What settles it", ""),
        }
        writer.paragraph(&self.summary);
        self.lines().iter().for_each(|line| writer.item(line));
        writer.end_of_list();
        writer.finish()
    }
}
