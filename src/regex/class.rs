//! A set of UTF-16 code units: ranges and categories, negated or not, minus another set.

use super::unicode::{self, Categories};

/// A character class, ready to test units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Class {
    /// The answers for the units below 256, one bit each.
    latin: [u64; 4],
    rule: Rule,
}

/// What a class says, as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Rule {
    pub(super) negated: bool,
    pub(super) ranges: Vec<(u16, u16)>,
    pub(super) categories: Categories,
    /// `[…-[this]]`.
    pub(super) minus: Option<Box<Class>>,
}

impl Rule {
    /// `\d`, `\w`, `\s`, `\p{…}` on their own.
    pub(super) fn of(categories: Categories) -> Self {
        Self { categories, ..Self::default() }
    }

    /// Adds every unit that is alike, under `(?i)`, to one in the ranges. Categories see to this themselves.
    fn ignore_case(&mut self) {
        let within = |ranges: &[(u16, u16)], unit: u16| ranges.iter().any(|(a, b)| (*a..=*b).contains(&unit));
        let ascii = self.ranges.iter().all(|(_, last)| *last < 0x80);
        if ascii {
            for (first, last) in self.ranges.clone() {
                self.ranges.push((first.max(0x41).saturating_add(32), last.min(0x5A).saturating_add(32)));
                self.ranges.push((first.max(0x61).saturating_sub(32), last.min(0x7A).saturating_sub(32)));
                if first <= 0x6B && 0x6B <= last || first <= 0x4B && 0x4B <= last {
                    self.ranges.push((0x212A, 0x212A));
                }
            }
            self.ranges.retain(|(first, last)| first <= last);
            return;
        }
        for (upper, lower) in unicode::lower_pairs() {
            if within(&self.ranges, upper) {
                self.ranges.push((lower, lower));
            }
        }
        for (upper, lower) in unicode::lower_pairs() {
            if within(&self.ranges, lower) {
                self.ranges.push((upper, upper));
            }
        }
    }

    /// Sorted, without overlaps: fit for a binary search.
    fn merge(&mut self) {
        // Inserting is enough for so few, and spares the module the code of a general sort.
        let mut sorted: Vec<(u16, u16)> = Vec::with_capacity(self.ranges.len());
        for range in self.ranges.drain(..) {
            sorted.insert(sorted.partition_point(|before| *before <= range), range);
        }
        let mut merged: Vec<(u16, u16)> = Vec::with_capacity(sorted.len());
        for (first, last) in sorted {
            match merged.last_mut() {
                Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        self.ranges = merged;
    }

    fn contains(&self, unit: u16) -> bool {
        let after = self.ranges.partition_point(|(first, _)| *first <= unit);
        let in_range = after
            .checked_sub(1)
            .and_then(|place| self.ranges.get(place))
            .is_some_and(|(_, last)| unit <= *last);
        let named = in_range || (!self.categories.is_empty() && self.categories.contain(unit));
        named != self.negated && self.minus.as_ref().is_none_or(|minus| !minus.contains(unit))
    }
}

impl Class {
    pub(super) fn new(mut rule: Rule, ignore_case: bool) -> Self {
        if ignore_case {
            rule.ignore_case();
        }
        rule.merge();
        let mut latin = [0u64; 4];
        for (word, bits) in latin.iter_mut().enumerate() {
            for bit in 0..64u16 {
                let unit = (word as u16).wrapping_mul(64).wrapping_add(bit);
                *bits |= u64::from(rule.contains(unit)).wrapping_shl(u32::from(bit));
            }
        }
        Self { latin, rule }
    }

    /// The class of exactly these units.
    pub(super) fn of_units(units: &[u16]) -> Self {
        let ranges = units.iter().map(|unit| (*unit, *unit)).collect();
        Self::new(Rule { ranges, ..Rule::default() }, false)
    }

    #[inline]
    pub(super) fn contains(&self, unit: u16) -> bool {
        match self.latin.get(usize::from(unit >> 6)) {
            Some(bits) => bits.wrapping_shr(u32::from(unit & 63)) & 1 == 1,
            None => self.rule.contains(unit),
        }
    }

    /// Nominal bytes of this class in a program: categories stand for the hundreds of ranges they name.
    pub(super) fn cost(&self) -> u64 {
        let named = if self.rule.categories.is_empty() { 0 } else { 512 };
        let minus = self.rule.minus.as_ref().map_or(0, |minus| minus.cost());
        4u64.saturating_mul(self.rule.ranges.len() as u64).saturating_add(named).saturating_add(minus)
    }

    /// How many rules are asked of a unit: one, and that of each class subtracted.
    pub(super) fn depth(&self) -> u64 {
        self.rule.minus.as_ref().map_or(0, |minus| minus.depth()).saturating_add(1)
    }

    /// Which of the units below 128 the class holds.
    pub(super) fn ascii(&self) -> u128 {
        match self.latin {
            [low, high, ..] => u128::from(low) | u128::from(high).wrapping_shl(64),
        }
    }

    /// Whether this class and the other can hold no unit in common. Errs on the side of `false`.
    pub(super) fn is_disjoint(&self, other: &Self) -> bool {
        let small = |class: &Self| {
            let rule = &class.rule;
            !rule.negated && rule.categories.is_empty()
        };
        let (listed, tested) = if small(self) { (self, other) } else { (other, self) };
        if !small(listed) {
            return false;
        }
        let count: usize = listed
            .rule
            .ranges
            .iter()
            .map(|(first, last)| usize::from(last.wrapping_sub(*first)).saturating_add(1))
            .fold(0, usize::saturating_add);
        count <= 256
            && listed.rule.ranges.iter().all(|(first, last)| {
                (*first..=*last).all(|unit| !listed.contains(unit) || !tested.contains(unit))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ranges: &[(char, char)]) -> Rule {
        let ranges = ranges.iter().map(|(a, b)| (*a as u16, *b as u16)).collect();
        Rule { ranges, ..Rule::default() }
    }

    #[test]
    fn subtraction_follows_negation() {
        let minus = Some(Box::new(Class::new(of(&[('A', 'Z')]), false)));
        let class = Class::new(Rule { negated: true, minus, ..of(&[('a', 'z')]) }, false);
        assert!(class.contains(u16::from(b'1')));
        assert!(!class.contains(u16::from(b'a')) && !class.contains(u16::from(b'B')));
    }

    #[test]
    fn ignoring_case_by_the_short_way_and_the_long_way_is_the_same() {
        for first in 0..0x80u16 {
            for last in first..0x80 {
                let short = Class::new(Rule { ranges: vec![(first, last)], ..Rule::default() }, true);
                // A unit without case beyond ASCII forces the long way.
                let long = Class::new(
                    Rule { ranges: vec![(first, last), (0x3000, 0x3000)], ..Rule::default() },
                    true,
                );
                assert_eq!(short.latin, long.latin, "{first:02x}-{last:02x}");
                assert_eq!(short.contains(0x212A), long.contains(0x212A));
            }
        }
        let class = Class::new(of(&[('à', 'ö')]), true);
        assert!(class.contains('É' as u16) && !class.contains('ø' as u16));
    }

    #[test]
    fn disjoint_only_when_certain() {
        let digits = Class::new(Rule::of(Categories::DIGIT), false);
        let dash = Class::of_units(&[u16::from(b'-')]);
        assert!(digits.is_disjoint(&dash) && dash.is_disjoint(&digits));
        assert!(!digits.is_disjoint(&Class::of_units(&[u16::from(b'7')])));
        assert!(!digits.is_disjoint(&digits.clone()));
    }
}
