//! Sorting with one plain algorithm for all types: each instance of the standard library's weighs some kilobytes in what
//! browsers download, and none of the lists here is long enough for its speed to count.

use std::cmp::Ordering;

/// Sorts a list; what is equal stays in its order.
pub fn sort_by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = order_of(list.len(), &|left, right| match (list.get(left), list.get(right)) {
        (Some(left), Some(right)) => compare(left, right),
        _ => Ordering::Equal,
    });
    arrange(order, &mut |one, other| list.swap(one, other));
}

/// Sorts a list in the order of its elements.
pub fn sort<T: Ord>(list: &mut [T]) {
    sort_by(list, T::cmp);
}

/// Which element comes first, second, and so on: runs of one are merged to runs of two, these to runs of four …
fn order_of(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    let mut run = 1;
    while run < length {
        let mut merged = Vec::with_capacity(length);
        for pair in order.chunks(2 * run) {
            let (left, right) = pair.split_at_checked(run).unwrap_or((pair, &[]));
            merge(left, right, compare, &mut merged);
        }
        order = merged;
        run *= 2;
    }
    order
}

/// Of equal elements those on the left come first.
fn merge(
    mut left: &[usize],
    mut right: &[usize],
    compare: &dyn Fn(usize, usize) -> Ordering,
    merged: &mut Vec<usize>,
) {
    while let (Some((first, rest)), Some((other, others))) = (left.split_first(), right.split_first()) {
        if compare(*first, *other) == Ordering::Greater {
            merged.push(*other);
            right = others;
        } else {
            merged.push(*first);
            left = rest;
        }
    }
    merged.extend_from_slice(left);
    merged.extend_from_slice(right);
}

/// Brings the elements into this order, in as many steps as there are elements.
fn arrange(mut order: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut place = start;
        while let Some(from) = order.get_mut(place).map(|from| std::mem::replace(from, place)) {
            if from == start {
                break;
            }
            swap(place, from);
            place = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_of_a_list_is_sorted_as_the_standard_library_sorts_it() {
        // Each number below 7^6 is a list of six digits, many with equal ones.
        for number in 0..7_usize.pow(6) {
            let digit = |place: usize| number / 7_usize.pow(u32::try_from(place).unwrap()) % 7;
            let mut list: Vec<(usize, usize)> = (0..6).map(|place| (digit(place), place)).collect();
            let mut expected = list.clone();
            expected.sort_by_key(|(digit, _)| *digit);
            sort_by(&mut list, |left, right| left.0.cmp(&right.0));
            assert_eq!(list, expected);
        }
    }

    #[test]
    fn empty_and_long_lists_are_sorted_too() {
        sort::<u8>(&mut []);
        let mut list: Vec<u64> = (0..10_000).map(|number| number * 7919 % 10_007).collect();
        let mut expected = list.clone();
        expected.sort_unstable();
        sort(&mut list);
        assert_eq!(list, expected);
    }
}
