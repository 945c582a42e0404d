//! Names of a list, to be found exactly or in any case.

use std::collections::HashMap;

/// Whether two texts are equal: most are told apart by length, without the call that compares them.
#[inline(always)]
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && alike(one.as_bytes(), other.as_bytes())
}

/// Whether two slices of one length hold the same bytes: eight at a time, because names are short and WebAssembly has no
/// instruction for many; by patterns, because where code is built small the methods of slices are calls.
#[inline(always)]
pub(crate) fn alike(mut one: &[u8], mut other: &[u8]) -> bool {
    while let ([a, b, c, d, e, f, g, h, rest @ ..], [s, t, u, v, w, x, y, z, other_rest @ ..]) = (one, other)
    {
        let (eight, other_eight) = ([*a, *b, *c, *d, *e, *f, *g, *h], [*s, *t, *u, *v, *w, *x, *y, *z]);
        if u64::from_le_bytes(eight) != u64::from_le_bytes(other_eight) {
            return false;
        }
        (one, other) = (rest, other_rest);
    }
    if let ([a, b, c, d, rest @ ..], [s, t, u, v, other_rest @ ..]) = (one, other) {
        if u32::from_le_bytes([*a, *b, *c, *d]) != u32::from_le_bytes([*s, *t, *u, *v]) {
            return false;
        }
        (one, other) = (rest, other_rest);
    }
    while let ([first, rest @ ..], [other_first, other_rest @ ..]) = (one, other) {
        if first != other_first {
            return false;
        }
        (one, other) = (rest, other_rest);
    }
    true
}

/// Where each name of a list stands; of equal names the first counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct NameIndex {
    exact: HashMap<String, usize>,
    folded: HashMap<String, usize>,
}

impl NameIndex {
    pub(crate) fn of(names: &mut dyn ExactSizeIterator<Item = &str>) -> Self {
        let room = || HashMap::with_capacity(names.len());
        let mut index = Self { exact: room(), folded: room() };
        for (place, name) in names.enumerate() {
            index.exact.entry(name.to_owned()).or_insert(place);
            index.folded.entry(name.to_ascii_lowercase()).or_insert(place);
        }
        index
    }

    /// The place of exactly this name.
    pub(crate) fn exact(&self, name: &str) -> Option<usize> {
        self.exact.get(name).copied()
    }

    /// The place of this name, else of one that differs in ASCII case only.
    pub(crate) fn any_case(&self, name: &str) -> Option<usize> {
        self.exact(name).or_else(|| self.folded.get(&name.to_ascii_lowercase()).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn words_tell_what_bytes_tell() {
        let text: Vec<u8> = (0..40).collect();
        for length in 0..text.len() {
            assert!(alike(&text[..length], &text[..length]));
            for place in 0..length {
                let mut other = text[..length].to_vec();
                other[place] ^= 0x80;
                assert!(!alike(&text[..length], &other), "{place} of {length}");
            }
        }
    }
}
