//! What settles a decision, for reading.

use super::types::MissingFacts;
use crate::scenario::Scenario;
use crate::ticket::paper::{MARKDOWN, Paper};

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
        let mut paper = Paper::new(&MARKDOWN);
        let name = scenario.requests.get(self.request).and_then(|request| request.name.as_deref());
        match name {
            Some(name) => paper.heading(3, "What settles it: ", name),
            None => paper.heading(3, "What settles it", ""),
        }
        paper.paragraph(&self.summary);
        self.lines().iter().for_each(|line| paper.item(line));
        paper.end_of_list();
        paper.finish()
    }
}
