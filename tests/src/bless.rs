//! Writes what came into the files, in place of what was expected.

use crate::run_case::Outcome;

/// The file with the outcomes' actual texts; lines count as in the file that was read.
pub fn bless(markdown: &str, outcomes: &[Outcome]) -> String {
    let mut lines: Vec<String> = markdown.lines().map(str::to_owned).collect();
    let mut changed: Vec<&Outcome> = outcomes.iter().filter(|outcome| !outcome.matches()).collect();
    changed.sort_by_key(|outcome| std::cmp::Reverse(outcome.after));
    for outcome in changed {
        let mut block = vec![format!("```{}", outcome.fence)];
        block.extend(outcome.actual.lines().map(str::to_owned));
        block.push("```".to_owned());
        match &outcome.expected {
            Some(old) => _ = lines.splice(old.line - 1..old.end, block),
            None => {
                block.insert(0, String::new());
                lines.splice(outcome.after..outcome.after, block);
            }
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case_file::{Block, BlockKind};

    fn outcome(expected: Option<Block>, after: usize) -> Outcome {
        Outcome { problems: Vec::new(), fence: "trace", expected, after, actual: "new\ntext".to_owned() }
    }

    #[test]
    fn an_old_trace_is_replaced_and_a_missing_one_put_in() {
        let old = Block { kind: BlockKind::Trace, text: "old".to_owned(), line: 2, end: 4 };
        let text = "a\n```trace\nold\n```\nb\nc\n";
        let blessed = bless(text, &[outcome(Some(old), 1), outcome(None, 5)]);
        assert_eq!(blessed, "a\n```trace\nnew\ntext\n```\nb\n\n```trace\nnew\ntext\n```\nc\n");
    }
}
