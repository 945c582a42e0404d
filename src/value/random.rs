//! Random choices that a seed decides: the same seed gives the same previews in every build.
//!
//! The generator is SplitMix64 (Steele, Lea and Flood, *Fast Splittable Pseudorandom Number Generators*, 2014): one
//! 64-bit state, every seed a good one. It is no source of secrets; a preview needs none.

use std::fmt::Write as _;

/// A sequence of random numbers.
#[derive(Debug, Clone)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// The sequence of a seed.
    pub(crate) const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next 64 bits.
    pub(crate) const fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.state;
        bits = (bits ^ bits >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ bits >> 31
    }

    /// A number below `end`, each as likely as the other up to one part in 2^64; 0 when `end` is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let product = u128::from(self.bits()).saturating_mul(end as u128);
        (product >> 64) as usize
    }

    /// One of `items`.
    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> Option<T> {
        items.get(self.below(items.len())).copied()
    }

    /// Puts `items` in a random order (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..=items.len()).rev() {
            items.swap(self.below(end), end.saturating_sub(1));
        }
    }

    /// A GUID of version 4, in lower case with hyphens.
    pub(crate) fn guid(&mut self) -> String {
        let bits = u128::from(self.bits()) << 64 | u128::from(self.bits());
        let version = bits & !(0xF << 76) | 0x4 << 76;
        let guid = version & !(0x3 << 62) | 0x2 << 62;
        let digits = format!("{guid:032x}");
        let mut out = String::with_capacity(36);
        let mut rest = digits.as_str();
        for length in [8, 4, 4, 4, 12] {
            let (group, after) = rest.split_at_checked(length).unwrap_or_default();
            let separator = if out.is_empty() { "" } else { "-" };
            // Writing to a `String` cannot fail.
            let _ = write!(out, "{separator}{group}");
            rest = after;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_that_of_splitmix64() {
        // First outputs for seed 1234567 as printed with the algorithm's reference implementation.
        let mut random = Random::new(1_234_567);
        assert_eq!(random.bits(), 6_457_827_717_110_365_317);
        assert_eq!(random.bits(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn guids_are_of_version_four() {
        let mut random = Random::new(0);
        for _ in 0..100 {
            let guid = random.guid();
            assert_eq!(guid.len(), 36);
            assert_eq!(guid.get(14..15), Some("4"));
            assert!(matches!(guid.get(19..20), Some("8" | "9" | "a" | "b")), "{guid}");
        }
        assert_eq!(Random::new(7).guid(), Random::new(7).guid());
        assert_ne!(Random::new(7).guid(), Random::new(8).guid());
    }

    #[test]
    fn choices_stay_in_range_and_reach_everything() {
        let mut random = Random::new(42);
        let mut seen = [false; 10];
        for _ in 0..1000 {
            seen[random.below(10)] = true;
        }
        assert_eq!(seen, [true; 10]);
        assert_eq!(random.below(0), 0);
        assert_eq!(random.pick::<u8>(&[]), None);
        let mut items = [1, 2, 3, 4, 5];
        random.shuffle(&mut items);
        items.sort_unstable();
        assert_eq!(items, [1, 2, 3, 4, 5]);
    }
}
