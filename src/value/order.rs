//! Sorting and look-ups that the compiler translates once.
//!
//! The standard library's sorts are compiled anew for every type of element, some 5 kB of WebAssembly each. What is
//! sorted here is small (findings, rules, steps), so one plain merge sort of positions serves all of it.

use std::cmp::Ordering;

/// Sorts by a key that is computed once per item; items with equal keys keep their order.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    let keys: Vec<K> = items.iter().map(key).collect();
    if !keys.is_sorted() {
        let order = positions(keys.len(), &|left, right| keys.get(left).cmp(&keys.get(right)));
        arrange(order, &mut |left, right| items.swap(left, right));
    }
}

/// The positions `0..length` in the order `compare` gives them: sorted runs are merged in pairs until one is left.
fn positions(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    let mut run = 1_usize;
    while run < length {
        let mut merged = Vec::with_capacity(length);
        for pair in order.chunks(run.saturating_mul(2)) {
            let (mut left, mut right) = pair.split_at(run.min(pair.len()));
            while let (Some((first, behind)), Some((second, further))) =
                (left.split_first(), right.split_first())
            {
                // Of equal items the left one comes first.
                if compare(*second, *first).is_lt() {
                    merged.push(*second);
                    right = further;
                } else {
                    merged.push(*first);
                    left = behind;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        order = merged;
        run = run.saturating_mul(2);
    }
    order
}

/// Brings the item of position `order[n]` to position `n`, for all of them, by following each cycle once.
fn arrange(mut order: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut at = start;
        while let Some(place) = order.get_mut(at) {
            let from = std::mem::replace(place, at);
            if from == start {
                break;
            }
            swap(at, from);
            at = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sort_by_key;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(mut items in prop::collection::vec((0..8_u8, any::<u16>()), 0..60)) {
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            sort_by_key(&mut items, |item| item.0);
            prop_assert_eq!(items, expected);
        }
    }
}
