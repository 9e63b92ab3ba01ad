//! Sets of requests that questions are about, and their covers by few boxes that are as large as can be.

use crate::cube::{Cube, Steps, TooManySteps};
use crate::quotient::Quotient;

/// The most boxes that a cover may have.
const MOST_BOXES: usize = 64;

/// The requests that some box of `within` has and none of `without`, other than those that some box of `except` has
/// and none of `except_without`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Region<'q> {
    pub(crate) within: Vec<Cube>,
    pub(crate) without: Vec<&'q Cube>,
    pub(crate) except: Vec<&'q Cube>,
    pub(crate) except_without: Vec<&'q Cube>,
}

/// Whether the boxes of a cover, and what cannot be, are all of a box.
pub(crate) fn is_covered(
    quotient: &Quotient<'_>,
    cube: &Cube,
    cover: &[&Cube],
    steps: &mut Steps,
) -> Result<bool, TooManySteps> {
    if quotient.space.is_empty(cube) {
        return Ok(true);
    }
    Ok(quotient.space.uncovered(cube, &quotient.with_impossible(cover), steps)?.is_none())
}

/// Boxes that together are a region.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cover {
    pub(crate) cubes: Vec<Cube>,
    /// Whether they are all of it.
    pub(crate) is_complete: bool,
}

impl Region<'_> {
    /// A piece of the region.
    pub(crate) fn first(
        &self,
        quotient: &Quotient<'_>,
        steps: &mut Steps,
    ) -> Result<Option<Cube>, TooManySteps> {
        self.next(quotient, &[], &mut 0, steps)
    }

    /// A piece of the region outside of the boxes `found`. The first boxes of `within`, as many as `done` says, have
    /// none left, which more boxes found cannot change.
    fn next(
        &self,
        quotient: &Quotient<'_>,
        found: &[Cube],
        done: &mut usize,
        steps: &mut Steps,
    ) -> Result<Option<Cube>, TooManySteps> {
        let space = &quotient.space;
        let mut cover = quotient.with_impossible(&self.without);
        cover.extend(found);
        for cube in self.within.iter().skip(*done) {
            let piece = space.search(cube, &cover, steps, &mut |piece, steps| {
                if let Some(outside) = space.uncovered(piece, &self.except, steps)? {
                    return Ok(Some(outside));
                }
                let denied = self.except_without.iter().find(|hole| space.meets(piece, hole));
                Ok(denied.map(|hole| piece.and(hole)))
            })?;
            if piece.is_some() {
                return Ok(piece);
            }
            *done += 1;
        }
        Ok(None)
    }

    /// The box made as large as can be: first what it asks of keys, then operations, then callers. In each dimension it
    /// gets the cells with which all of it is in the region, what cannot be left aside.
    fn grow(&self, quotient: &Quotient<'_>, cube: Cube, steps: &mut Steps) -> Result<Cube, TooManySteps> {
        let space = &quotient.space;
        let mut grown = cube;
        for dimension in (0..space.count()).rev() {
            space.widen(&mut grown, dimension);
            let mut cells = space.get(&grown, dimension);
            let mut within: Vec<&Cube> = self.within.iter().collect();
            within.extend(&quotient.impossible);
            space.keep_covered(&grown, &within, (dimension, &mut cells), steps)?;
            let without = self.without.iter().map(|other| (other, &[][..]));
            let except = self.except.iter().map(|other| (other, &self.except_without[..]));
            for (other, but) in without.chain(except) {
                if space.meets(&grown, other) {
                    let common = grown.and(other);
                    let but = quotient.with_impossible(but);
                    space.keep_covered(&common, &but, (dimension, &mut cells), steps)?;
                }
            }
            space.set(&mut grown, dimension, &cells);
        }
        Ok(grown)
    }

    /// Boxes that cover the region, none of which the others make needless.
    pub(crate) fn cover(&self, quotient: &Quotient<'_>, steps: &mut Steps) -> Cover {
        let mut cover = Cover::default();
        let mut done = 0;
        loop {
            match self.next(quotient, &cover.cubes, &mut done, steps) {
                Ok(None) => cover.is_complete = true,
                Ok(Some(piece)) if cover.cubes.len() < MOST_BOXES => {
                    // A piece that cannot be grown within the steps that are left still counts as it is.
                    let grown = self.grow(quotient, piece.clone(), steps).unwrap_or(piece);
                    cover.cubes.push(grown);
                    continue;
                }
                Ok(Some(_)) | Err(TooManySteps) => {}
            }
            break;
        }
        let mut at = cover.cubes.len();
        while at > 0 {
            at -= 1;
            let mut others: Vec<&Cube> = cover.cubes.iter().collect();
            others.remove(at);
            others.extend(&quotient.impossible);
            let needless = cover
                .cubes
                .get(at)
                .is_some_and(|cube| quotient.space.uncovered(cube, &others, steps) == Ok(None));
            if needless {
                cover.cubes.remove(at);
            }
        }
        cover
    }
}
