//! The release build of the site, and its size.

use crate::failure::{Failure, Result};
use crate::project::Project;
use crate::report::Tally;
use crate::{site, size};

pub(super) fn run(project: &Project, words: &[String]) -> Result<Tally> {
    if let Some(word) = words.first() {
        return Err(Failure::usage(format!("the part `site` has no runner that takes `{word}`")));
    }
    site::build(project)?;
    size::check(&project.dist, size::SITE)?;
    Ok(Tally::many(2, 0))
}
