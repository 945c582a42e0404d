//! A first look at a batch: which values may stand in it more than once.

use super::batch::Fingerprint;

/// Tells in the same memory, eight megabytes, for any number of values: one that was looked at twice is told surely, one
/// that was not is told by mistake at times, the more the more there are (of three million values one in a hundred).
#[derive(Debug, Default)]
pub(super) struct Repeats {
    once: Bits,
    again: Bits,
}

impl Repeats {
    pub(super) fn look(&mut self, value: Fingerprint) {
        if !self.once.add(value) {
            self.again.add(value);
        }
    }

    /// Whether the value was looked at more than once, or may have been.
    pub(super) fn may_hold(&self, value: Fingerprint) -> bool {
        places(value).into_iter().all(|place| self.again.holds(place))
    }
}

/// 2^25 bits, of which each value has two.
#[derive(Debug)]
struct Bits(Box<[u64]>);

const WORDS: usize = 1 << 19;

impl Default for Bits {
    fn default() -> Self {
        Self(vec![0; WORDS].into())
    }
}

/// A word, and a bit of it.
type Place = (usize, u64);

fn places([first, second, ..]: Fingerprint) -> [Place; 2] {
    [first, second].map(|half| ((half >> 6) as usize % WORDS, 1 << (half & 63)))
}

impl Bits {
    fn holds(&self, (word, bit): Place) -> bool {
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Sets the bits of a value; whether one of them was not.
    fn add(&mut self, value: Fingerprint) -> bool {
        let mut is_new = false;
        for (word, bit) in places(value) {
            if let Some(word) = self.0.get_mut(word) {
                is_new |= *word & bit == 0;
                *word |= bit;
            }
        }
        is_new
    }
}
