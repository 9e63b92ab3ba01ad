//! Sorting with one instance of the standard library's algorithm for all types: each further one weighs some kilobytes in
//! what browsers download, and none of the lists here is long enough for its speed to count.

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

/// Which element comes first, second, and so on.
fn order_of(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|left, right| compare(*left, *right));
    order
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
