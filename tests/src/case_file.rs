//! Reads a Markdown file of cases: headings, fenced blocks, sources. Knows nothing of what the blocks mean to KMS.

use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

/// One file of cases.
#[derive(Debug, Default)]
pub struct CaseFile {
    /// The pages behind the cases, from lines that begin with `Source:`.
    pub sources: Vec<String>,
    /// The blocks above the first case, which every case inherits.
    pub shared: Vec<Block>,
    /// The cases, in order.
    pub cases: Vec<Case>,
}

/// One case: a heading and what stands under it.
#[derive(Debug, Default)]
pub struct Case {
    /// The heading: a true sentence.
    pub heading: String,
    /// The line of the heading, from 1.
    pub line: usize,
    /// Whether the heading or the text says `UNCONFIRMED`.
    pub unconfirmed: bool,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
}

/// One fenced block.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it holds.
    pub kind: BlockKind,
    /// Its text, without the newline before the closing fence.
    pub text: String,
    /// The line of its opening fence, from 1.
    pub line: usize,
    /// The line of its closing fence, from 1.
    pub end: usize,
}

/// What a block holds, from the words behind its opening fence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// `json policy`, with the id of the policy behind it unless it is the key policy.
    Policy(String),
    /// `json scenario`: fields of the scenario.
    Scenario,
    /// `json request`: fields of a request.
    Request,
    /// `trace`: what the request above gives.
    Trace,
    /// `cloudtrail`: what CloudTrail would show of the request above.
    CloudTrail,
}

/// Why a file is not a file of cases.
#[derive(Debug)]
pub struct CaseError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub text: String,
}

impl fmt::Display for CaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.text)
    }
}

impl CaseFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// A block of unknown kind, a fence never closed, no source, a block that only a case may have above the cases.
    pub fn read(markdown: &str) -> Result<Self, CaseError> {
        let mut file = Self::default();
        let mut lines = markdown.lines().zip(1..);
        while let Some((text, line)) = lines.next() {
            if let Some(info) = text.strip_prefix("```") {
                let kind = BlockKind::read(info).map_err(|text| CaseError { line, text })?;
                let block = read_block(kind, line, &mut lines)?;
                file.add_block(block)?;
            } else if let Some(heading) = text.strip_prefix("##") {
                let heading = heading.trim_start_matches('#').trim().to_owned();
                let unconfirmed = heading.contains("UNCONFIRMED");
                file.cases.push(Case { heading, line, unconfirmed, blocks: Vec::new() });
            } else if let Some(source) = text.strip_prefix("Source:") {
                file.sources.push(source.trim().to_owned());
            } else if text.contains("UNCONFIRMED")
                && let Some(case) = file.cases.last_mut()
            {
                case.unconfirmed = true;
            }
        }
        file.cases.retain(|case| !case.blocks.is_empty());
        if !file.sources.iter().any(|source| source.contains("https://")) {
            let text = "no `Source:` line names the address of a page".to_owned();
            return Err(CaseError { line: 1, text });
        }
        Ok(file)
    }

    fn add_block(&mut self, block: Block) -> Result<(), CaseError> {
        if let Some(case) = self.cases.last_mut() {
            case.blocks.push(block);
            return Ok(());
        }
        if matches!(block.kind, BlockKind::Trace | BlockKind::CloudTrail) {
            let text = "an expected result stands above the first case".to_owned();
            return Err(CaseError { line: block.line, text });
        }
        self.shared.push(block);
        Ok(())
    }
}

impl BlockKind {
    fn read(info: &str) -> Result<Self, String> {
        let words: Vec<&str> = info.split_whitespace().collect();
        match words.as_slice() {
            ["json", "policy"] => Ok(Self::Policy("keyPolicy".to_owned())),
            ["json", "policy", id] => Ok(Self::Policy((*id).to_owned())),
            ["json", "scenario"] => Ok(Self::Scenario),
            ["json", "request"] => Ok(Self::Request),
            ["trace"] => Ok(Self::Trace),
            ["cloudtrail"] => Ok(Self::CloudTrail),
            _ => Err(format!("no kind of block is called `{info}`")),
        }
    }
}

fn read_block<'a>(
    kind: BlockKind,
    line: usize,
    lines: &mut impl Iterator<Item = (&'a str, usize)>,
) -> Result<Block, CaseError> {
    let mut text = Vec::new();
    for (content, end) in lines {
        if content.trim_end() == "```" {
            return Ok(Block { kind, text: text.join("\n"), line, end });
        }
        text.push(content);
    }
    Err(CaseError { line, text: "this block is never closed".to_owned() })
}

/// The files of cases in a folder and below, by name; `syntax` and `lint` have cases of another form.
///
/// # Errors
///
/// A folder that cannot be read.
pub fn case_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.ends_with("cases/syntax") || path.ends_with("cases/lint") {
            continue;
        }
        if path.is_dir() {
            found.extend(case_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "md") && !path.ends_with("README.md")
        {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# Title\nSource: https://docs.aws.amazon.com/x\n```json policy\n{}\n```\n## One\ntext\n\
                        ```json request\n{\n}\n```\n## A group\n### Two UNCONFIRMED\n```trace\nallowed\n```\n";

    #[test]
    fn a_heading_with_blocks_is_a_case_and_others_are_prose() {
        let file = CaseFile::read(FILE).unwrap();
        let headings: Vec<_> =
            file.cases.iter().map(|case| (case.heading.as_str(), case.unconfirmed)).collect();
        assert_eq!(headings, [("One", false), ("Two UNCONFIRMED", true)]);
        assert_eq!(file.shared.len(), 1);
        let block = &file.cases[0].blocks[0];
        assert_eq!((block.line, block.end, block.text.as_str()), (8, 11, "{\n}"));
    }

    #[test]
    fn a_file_must_name_its_source_and_close_its_blocks() {
        assert!(CaseFile::read("## One\n```json request\n{}\n```\n").unwrap_err().text.contains("Source"));
        assert!(CaseFile::read("## One\n```json request\n{}\n").unwrap_err().text.contains("never closed"));
        assert!(
            CaseFile::read("```yaml\n```\n").unwrap_err().to_string().contains("line 1: no kind of block")
        );
    }
}
