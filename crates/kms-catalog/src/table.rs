//! Joins the tables of several files into one, at compile time.

/// The entries of all `tables`, one after the other. `N` is the sum of their lengths: anything else does
/// not compile.
#[expect(clippy::indexing_slicing, reason = "runs in the compiler: an index out of bounds is a build error")]
pub(crate) const fn concat<T: Copy, const N: usize>(tables: &[&[T]]) -> [T; N] {
    let mut joined = [tables[0][0]; N];
    let (mut table, mut at) = (0, 0);
    while table < tables.len() {
        let mut row = 0;
        while row < tables[table].len() {
            joined[at] = tables[table][row];
            row += 1;
            at += 1;
        }
        table += 1;
    }
    assert!(at == N, "N is not the number of entries");
    joined
}
