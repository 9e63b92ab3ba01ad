//! Boxes: products of cell sets, one set for each dimension, kept as bits.
//!
//! A statement applies to a product of sets (these operations, these callers, these values of each key), so a policy
//! is a union of boxes, and every question about all requests is one about unions of boxes. [`Space::search`] cuts a
//! box along the boxes of a cover until a piece is left that none of them meets. The worst case is exponential;
//! [`Steps`] bounds it.

/// How often a search may still look at a box before it gives up.
#[derive(Clone, Debug)]
pub(crate) struct Steps(u32);

/// A search that took too many steps: the answer is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooManySteps;

impl Steps {
    pub(crate) const fn new(limit: u32) -> Self {
        Self(limit)
    }

    fn take(&mut self) -> Result<(), TooManySteps> {
        self.0 = self.0.checked_sub(1).ok_or(TooManySteps)?;
        Ok(())
    }
}

/// How many words hold so many cells; one at least, so that every dimension has a last one.
const fn words(cells: usize) -> usize {
    let words = cells.div_ceil(64);
    if words == 0 { 1 } else { words }
}

/// A set of cells of one dimension.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CellSet(Vec<u64>);

impl CellSet {
    pub(crate) fn empty(size: usize) -> Self {
        Self(vec![0; words(size)])
    }

    // Not a function of its own for each question.
    pub(crate) fn from_fn(size: usize, holds: &dyn Fn(usize) -> bool) -> Self {
        let mut set = Self::empty(size);
        (0..size).filter(|cell| holds(*cell)).for_each(|cell| set.insert(cell));
        set
    }

    /// One cell.
    pub(crate) fn only(size: usize, cell: usize) -> Self {
        let mut set = Self::empty(size);
        set.insert(cell);
        set
    }

    /// All cells.
    pub(crate) fn full(size: usize) -> Self {
        Self::from_fn(size, &|_| true)
    }

    pub(crate) fn insert(&mut self, cell: usize) {
        if let Some(word) = self.0.get_mut(cell / 64) {
            *word |= 1 << (cell % 64);
        }
    }

    pub(crate) fn contains(&self, cell: usize) -> bool {
        self.0.get(cell / 64).is_some_and(|word| word & (1 << (cell % 64)) != 0)
    }

    pub(crate) fn join(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    pub(crate) fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    pub(crate) fn leave(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= !other);
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.meets(self)
    }

    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(own, other)| own & other != 0)
    }

    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(own, other)| own & !other == 0)
    }
}

/// The dimensions: how many cells each has, and where its bits are.
#[derive(Clone, Debug)]
pub(crate) struct Space {
    /// Of each dimension its first word and its number of cells.
    dimensions: Vec<(usize, usize)>,
    /// Of each word whether it is the last one of its dimension.
    lasts: Vec<bool>,
    full: Cube,
}

/// Takes a piece that nothing covers, and may answer.
pub(crate) type Found<'f> = dyn FnMut(&Cube, &mut Steps) -> Result<Option<Cube>, TooManySteps> + 'f;

/// How to go on with a box under a cover.
enum Next<'c> {
    /// One box of the cover has all of it.
    Covered,
    /// None meets it.
    Free,
    /// Cut it along this box; these are all that meet it.
    Cut(&'c Cube, Vec<&'c Cube>),
}

/// A product of cell sets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cube(Vec<u64>);

impl Cube {
    /// What two boxes have in common; may be empty.
    pub(crate) fn and(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(left, right)| left & right).collect())
    }

    /// Whether another box has all of this one.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(own, other)| own & !other == 0)
    }
}

impl Space {
    pub(crate) fn new(sizes: impl IntoIterator<Item = usize>) -> Self {
        let mut space = Self { dimensions: Vec::new(), lasts: Vec::new(), full: Cube(Vec::new()) };
        for size in sizes {
            space.dimensions.push((space.lasts.len(), size));
            space.full.0.extend(CellSet::full(size).0);
            space.lasts.resize(space.full.0.len(), false);
            space.lasts.iter_mut().last().into_iter().for_each(|last| *last = true);
        }
        space
    }

    pub(crate) fn count(&self) -> usize {
        self.dimensions.len()
    }

    pub(crate) fn size(&self, dimension: usize) -> usize {
        self.dimensions.get(dimension).map_or(0, |(_, size)| *size)
    }

    /// Every request.
    pub(crate) fn full(&self) -> Cube {
        self.full.clone()
    }

    fn range(&self, dimension: usize) -> std::ops::Range<usize> {
        let (first, size) = self.dimensions.get(dimension).copied().unwrap_or_default();
        first..first + words(size)
    }

    pub(crate) fn get(&self, cube: &Cube, dimension: usize) -> CellSet {
        CellSet(cube.0.get(self.range(dimension)).unwrap_or_default().to_vec())
    }

    pub(crate) fn set(&self, cube: &mut Cube, dimension: usize, cells: &CellSet) {
        if let Some(place) = cube.0.get_mut(self.range(dimension)) {
            place.copy_from_slice(&cells.0);
        }
    }

    /// Takes all cells of a dimension into a box.
    pub(crate) fn widen(&self, cube: &mut Cube, dimension: usize) {
        self.set(cube, dimension, &self.get(&self.full, dimension));
    }

    pub(crate) fn narrow(&self, cube: &mut Cube, dimension: usize, cells: &CellSet) {
        let place = cube.0.get_mut(self.range(dimension)).unwrap_or_default();
        place.iter_mut().zip(&cells.0).for_each(|(word, cells)| *word &= cells);
    }

    /// The cells of one dimension of a box.
    pub(crate) fn cells(&self, cube: &Cube, dimension: usize) -> Vec<usize> {
        let cells = self.get(cube, dimension);
        (0..self.size(dimension)).filter(|cell| cells.contains(*cell)).collect()
    }

    /// Whether a box has no request.
    pub(crate) fn is_empty(&self, cube: &Cube) -> bool {
        !self.meets(cube, cube)
    }

    /// Whether two boxes have a request in common.
    pub(crate) fn meets(&self, left: &Cube, right: &Cube) -> bool {
        let mut common = 0;
        for ((left, right), is_last) in left.0.iter().zip(&right.0).zip(&self.lasts) {
            common |= left & right;
            if *is_last && std::mem::take(&mut common) == 0 {
                return false;
            }
        }
        true
    }

    /// In how many dimensions `cube` has cells that `other` lacks; none: they have nothing in common.
    fn beyond(&self, cube: &Cube, other: &Cube) -> Option<usize> {
        let (mut count, mut common, mut lacks) = (0, 0, 0);
        for ((own, other), is_last) in cube.0.iter().zip(&other.0).zip(&self.lasts) {
            common |= own & other;
            lacks |= own & !other;
            if *is_last {
                if std::mem::take(&mut common) == 0 {
                    return None;
                }
                count += usize::from(std::mem::take(&mut lacks) != 0);
            }
        }
        Some(count)
    }

    /// How to go on with a box under a cover.
    fn next<'c>(&self, cube: &Cube, cover: &[&'c Cube]) -> Next<'c> {
        let mut live: Vec<&Cube> = Vec::new();
        // The box of the cover that leaves the fewest pieces; none of them meets it, so each round has fewer left.
        let mut best: Option<(&Cube, usize)> = None;
        for other in cover.iter().copied() {
            let Some(short) = self.beyond(cube, other) else { continue };
            if short == 0 {
                return Next::Covered;
            }
            if best.is_none_or(|(_, least)| short < least) {
                best = Some((other, short));
            }
            live.push(other);
        }
        best.map_or(Next::Free, |(best, _)| Next::Cut(best, live))
    }

    /// Hands the parts of a box that lie beyond another one to `each`, dimension by dimension, until it answers.
    fn cut(
        &self,
        cube: &Cube,
        other: &Cube,
        each: &mut dyn FnMut(&Cube) -> Result<Option<Cube>, TooManySteps>,
    ) -> Result<Option<Cube>, TooManySteps> {
        // So far as it was gone through, it lies within the other one.
        let mut piece = cube.clone();
        for dimension in 0..self.count() {
            let range = self.range(dimension);
            let [own, within] = [&cube.0, &other.0].map(|words| words.get(range.clone()).unwrap_or_default());
            if own.iter().zip(within).all(|(own, within)| own & !within == 0) {
                continue;
            }
            for is_beyond in [true, false] {
                let place = piece.0.get_mut(range.clone()).unwrap_or_default();
                for (word, (own, within)) in place.iter_mut().zip(own.iter().zip(within)) {
                    *word = own & if is_beyond { !within } else { *within };
                }
                if is_beyond && let Some(answer) = each(&piece)? {
                    return Ok(Some(answer));
                }
            }
        }
        Ok(None)
    }

    /// Hands pieces of `cube` that no box of `cover` meets to `found`, until it answers; together they are all of
    /// `cube` that is not covered.
    pub(crate) fn search(
        &self,
        cube: &Cube,
        cover: &[&Cube],
        steps: &mut Steps,
        found: &mut Found<'_>,
    ) -> Result<Option<Cube>, TooManySteps> {
        steps.take()?;
        if self.is_empty(cube) {
            return Ok(None);
        }
        match self.next(cube, cover) {
            Next::Covered => Ok(None),
            Next::Free => found(cube, steps),
            Next::Cut(best, live) => {
                self.cut(cube, best, &mut |piece| self.search(piece, &live, steps, found))
            }
        }
    }

    /// Leaves of the cells of one dimension those with which all of `cube` is covered, whatever the others are.
    pub(crate) fn keep_covered(
        &self,
        cube: &Cube,
        cover: &[&Cube],
        (dimension, cells): (usize, &mut CellSet),
        steps: &mut Steps,
    ) -> Result<(), TooManySteps> {
        steps.take()?;
        // What is said already of a cell is not asked again.
        let mut cube = cube.clone();
        self.narrow(&mut cube, dimension, cells);
        if self.is_empty(&cube) {
            return Ok(());
        }
        match self.next(&cube, cover) {
            Next::Covered => {}
            Next::Free => cells.leave(&self.get(&cube, dimension)),
            Next::Cut(best, live) => {
                self.cut(&cube, best, &mut |piece| {
                    self.keep_covered(piece, &live, (dimension, cells), steps).map(|()| None)
                })?;
            }
        }
        Ok(())
    }

    /// A piece of `cube` that no box of `cover` meets; none: the cover covers all of it.
    pub(crate) fn uncovered(
        &self,
        cube: &Cube,
        cover: &[&Cube],
        steps: &mut Steps,
    ) -> Result<Option<Cube>, TooManySteps> {
        self.search(cube, cover, steps, &mut |piece, _| Ok(Some(piece.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cube(space: &Space, sets: &[&[usize]]) -> Cube {
        let mut cube = space.full();
        for (dimension, cells) in sets.iter().enumerate() {
            space.set(
                &mut cube,
                dimension,
                &CellSet::from_fn(space.size(dimension), &|cell| cells.contains(&cell)),
            );
        }
        cube
    }

    /// Every point of a small space, asked one by one, against the search.
    #[test]
    fn the_search_agrees_with_every_point() {
        let space = Space::new([3, 2, 3]);
        let mut seed = 7_u64;
        let mut next = move |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let mut random = || {
            let mut cube = space.full();
            for dimension in 0..space.count() {
                let bits = next(1 << space.size(dimension));
                space.set(
                    &mut cube,
                    dimension,
                    &CellSet::from_fn(space.size(dimension), &|cell| bits >> cell & 1 == 1),
                );
            }
            cube
        };
        for _ in 0..2000 {
            let (whole, cover) = (random(), [random(), random(), random(), random()]);
            let refs: Vec<&Cube> = cover.iter().collect();
            let found = space.uncovered(&whole, &refs, &mut Steps::new(10_000)).unwrap();
            let inside =
                |cube: &Cube, point: [usize; 3]| (0..3).all(|d| space.get(cube, d).contains(point[d]));
            let points = (0..3).flat_map(|a| (0..2).flat_map(move |b| (0..3).map(move |c| [a, b, c])));
            let mut left = points.filter(|p| inside(&whole, *p) && !cover.iter().any(|c| inside(c, *p)));
            match found {
                None => assert_eq!(left.next(), None),
                Some(piece) => {
                    let all: Vec<_> = left.collect();
                    let points =
                        (0..3).flat_map(|a| (0..2).flat_map(move |b| (0..3).map(move |c| [a, b, c])));
                    for point in points.filter(|p| inside(&piece, *p)) {
                        assert!(all.contains(&point));
                    }
                    assert!(!space.is_empty(&piece));
                }
            }
        }
    }

    #[test]
    fn a_search_beyond_its_steps_gives_no_answer() {
        let space = Space::new([4, 4]);
        let (one, two) = (cube(&space, &[&[0], &[0, 1, 2, 3]]), cube(&space, &[&[1, 2, 3], &[0]]));
        let answer = space.uncovered(&space.full(), &[&one, &two], &mut Steps::new(1));
        assert_eq!(answer, Err(TooManySteps));
        assert!(space.uncovered(&space.full(), &[&one, &two], &mut Steps::new(100)).unwrap().is_some());
    }
}
